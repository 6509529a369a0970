# SPDX-License-Identifier: BSD-3-Clause
"""Runs a command for so much processor time, and leaves no process behind."""

import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time

LOOK_EVERY = 0.25  # seconds between looks at the processor time, at most
# A command that takes so many times its processor time, and GRACE seconds, hangs.
PATIENCE = 60
GRACE = 60

_running = set()
_lock = threading.Lock()
stopping = threading.Event()


def family(root):
    """A process and its descendants, each with its ticks of processor time.

    AFL++ gives its target a session of its own, so that a process group does not hold it.
    """
    parents = {}
    ticks = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            pid = int(path.parent.name)
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        parents[pid] = int(fields[1])
        ticks[pid] = sum(int(field) for field in fields[11:15])
    members = {}
    for pid, own in ticks.items():
        above = pid
        while above not in (root, 0):
            above = parents.get(above, 0)
        if above == root:
            members[pid] = own
    return members


def processor_time(root):
    """Of a process and its descendants, in seconds."""
    return sum(family(root).values()) / os.sysconf("SC_CLK_TCK")


def kill_family(process):
    """Only while the process was not waited for: until then its number is its own."""
    for pid in family(process.pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def start(command, environment, output):
    """None once everything has been told to stop."""
    with _lock:
        if stopping.is_set():
            return None
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})},
            start_new_session=True)
        _running.add(process)
        return process


def ended(process):
    """The processor time of a process that has ended, with that of the children it waited for."""
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    if pid == 0:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def watch(process, seconds):
    """Waits for its end, and interrupts it when its time is over; the time that it took.

    What it took is looked at the more often the less that is; at its end the kernel tells.
    """
    started = time.monotonic()
    used = 0.0
    while True:
        time.sleep(min(LOOK_EVERY, 0.01 + used / 8))
        with _lock:
            at_end = ended(process)
            if at_end is not None:
                _running.discard(process)
        if at_end is not None:
            return max(used, at_end)
        used = processor_time(process.pid)
        if time.monotonic() - started > seconds * PATIENCE + GRACE:
            kill_family(process)
        elif used >= seconds:
            # Popen's own would wait for it first, and its processor time would be lost.
            os.kill(process.pid, signal.SIGINT)


def perform(command, seconds, environment=None):
    """Runs a command for so many seconds of processor time, then interrupts it.

    Returns its status (negative: the signal that it died of), what it wrote, and the time that it
    took.
    """
    with tempfile.TemporaryFile() as output:
        process = start(command, environment, output)
        if process is None:
            return None, "", 0.0
        used = watch(process, seconds)
        output.seek(0)
        return process.returncode, output.read().decode(errors="replace"), used


def stop_all():
    """Ends every command that runs, and lets no other one start."""
    with _lock:
        stopping.set()
        for process in _running:
            if process.returncode is None:
                kill_family(process)
