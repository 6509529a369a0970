# SPDX-License-Identifier: BSD-3-Clause
"""Starts processes in groups of their own, and leaves none behind."""

import ctypes
import os
import resource
import signal
import subprocess
import threading
import time

from .problem import Problem

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LOG_LIMIT = 16 << 20

_libc = ctypes.CDLL(None, use_errno=True)
_groups = set()
_lock = threading.Lock()


def adopt_orphans():
    """AFL++'s target leaves the group of afl-fuzz; as subreaper this process still finds it."""
    if _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise Problem(f"cannot become subreaper: {os.strerror(ctypes.get_errno())}")


def _prepare_child():
    """In the child: it ends with the campaign, and a crash of a target writes no core file."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _start(command, **keywords):
    """A process that leads its own group, remembered until it has been waited for."""
    try:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True,
                                   **keywords)
    except OSError as error:
        raise Problem(f"cannot start {command[0]}: {error.strerror}") from error
    with _lock:
        _groups.add(process.pid)
    return process


def _forget(process):
    """Ends whatever the process left in its group, and forgets the group."""
    _signal_group(process.pid, signal.SIGKILL)
    with _lock:
        _groups.discard(process.pid)


def _signal_group(group, number):
    """A group that has ended already is no error."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        pass


def _environment(changes):
    """This process's environment with changes; None takes a variable out."""
    merged = {**os.environ, **(changes or {})}
    return {key: value for key, value in merged.items() if value is not None}


class Engine:
    """A fuzzing engine that runs in the background and writes to its log."""

    def __init__(self, command, environment, log):
        """Starts it; the log is appended to, since an engine runs in many slices."""
        if os.path.exists(log) and os.path.getsize(log) > LOG_LIMIT:
            os.replace(log, log + ".old")
        self.log = log
        with open(log, "ab") as output:
            output.write(("$ " + " ".join(command) + "\n").encode())
            output.flush()
            self.log_start = output.tell()
            self.process = _start(command, env=_environment(environment), stdout=output,
                                  stderr=subprocess.STDOUT, preexec_fn=_prepare_child)
        self.started = time.monotonic()

    def ended(self):
        """The exit status, or None while it runs."""
        status = self.process.poll()
        if status is not None:
            _forget(self.process)
        return status

    def signal(self, number):
        """Only the engine itself: it ends its children in its own way."""
        if self.process.poll() is None:
            self.process.send_signal(number)

    def kill(self):
        """The whole group at once, for an engine that does not listen."""
        _signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        _forget(self.process)


def run(command, log, timeout, environment=None, accept=(0,)):
    """
    Runs a tool to its end and returns (status, standard output as bytes). Both outputs go to the
    log as well. Status None means that it took longer than `timeout` seconds and was killed. A
    status that is not in `accept` (None: any) is a Problem that names the log.
    """
    with open(log, "ab") as output:
        output.write(("$ " + " ".join(command) + "\n").encode())
        output.flush()
        process = _start(command, env=_environment(environment),
                         stdout=subprocess.PIPE, stderr=output)
        try:
            standard, _ = process.communicate(timeout=timeout)
            status = process.returncode
        except subprocess.TimeoutExpired:
            _signal_group(process.pid, signal.SIGKILL)
            standard, _ = process.communicate()
            status = None
        finally:
            _forget(process)
        output.write(standard + f"(status {status})\n".encode())
    if accept is not None and status not in accept:
        raise Problem(f"{command[0]} ended with status {status}; its output is in {log}")
    return status, standard


def _children():
    """The processes whose parent is this one: ours, and orphans that came to us."""
    children = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getpid():
            children.append(int(name))
    return children


def kill_all():
    """Ends every process that the campaign started, and the orphans of those."""
    with _lock:
        groups = list(_groups)
    for group in groups:
        _signal_group(group, signal.SIGKILL)
    for pid in _children():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def reap_orphans():
    """Ends and collects orphans: when no engine and no tool runs, every child is one."""
    for pid in _children():
        try:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
