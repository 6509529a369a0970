# SPDX-License-Identifier: BSD-3-Clause
"""Runs a program that may loop, hang, or eat memory, and says how it ended."""

import dataclasses
import os
import select
import signal
import subprocess

from campaign_lib.problem import Problem

LOOK_EVERY = 1.0  # seconds between looks at a program that takes its time
BLOCKED_AFTER = 4  # looks in a row that find everybody asleep and no processor time used
OUTPUT_BYTES = 16 << 20
TAIL_BYTES = 4000


@dataclasses.dataclass
class Ending:
    """`status` is the exit status, or a signal's number negated; `how` says it in a word."""

    status: int
    how: str
    tail: str


def _group_activity(group):
    """(Processor time used, whether somebody is not asleep) of a process group."""
    used, awake = 0, False
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            used += sum(int(field) for field in fields[11:15])
            awake = awake or fields[0] not in "SZ"
    return used, awake


def _watch(process):
    """Waits for the end; True when everybody sleeps for good and the group had to be killed."""
    end = os.pidfd_open(process.pid)
    idle, used = 0, None
    try:
        while not select.select([end], [], [], LOOK_EVERY)[0]:
            now, awake = _group_activity(process.pid)
            idle = idle + 1 if now == used and not awake else 0
            used = now
            if idle >= BLOCKED_AFTER:
                return True
        return False
    finally:
        os.close(end)
        _kill(process.pid)
        process.wait()


def _kill(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _how(status, blocked):
    if blocked:
        return "hangs"
    if status == -signal.SIGXCPU or status == -signal.SIGKILL:
        return "takes too long"
    if status < 0:
        return signal.Signals(-status).name
    return f"status {status}"


class Limits:
    """Seconds of processor time, and bytes of memory (None: its own limit counts)."""

    def __init__(self, seconds, memory=None):
        self.seconds = seconds
        self.memory = memory

    def _prefix(self):
        words = ["prlimit", f"--cpu={self.seconds}:{self.seconds + 1}", "--core=0",
                 f"--fsize={OUTPUT_BYTES}"]
        if self.memory:
            words.append(f"--as={self.memory}")
        return words

    def run(self, command, folder, environment=None):
        """The Ending of the command; it works in the folder, its output goes to `output` there."""
        path = os.path.join(folder, "output")
        with open(path, "w+b") as output:
            try:
                process = subprocess.Popen(
                    self._prefix() + command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                    stderr=subprocess.STDOUT, start_new_session=True,
                    env={**os.environ, **(environment or {})})
            except OSError as error:
                raise Problem(f"cannot start {command[0]}: {error.strerror}") from error
            blocked = _watch(process)
            status = process.returncode
            output.seek(max(0, os.fstat(output.fileno()).st_size - TAIL_BYTES))
            tail = output.read().decode(errors="replace")
        return Ending(status, _how(status, blocked), tail)
