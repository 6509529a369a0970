# SPDX-License-Identifier: BSD-3-Clause
"""What the two engines have in common: an instance of an engine on a target, run in slices."""

import os
import signal
import time
import zlib
from dataclasses import dataclass, field

from .problem import Problem
from .processes import Engine
from .series import thin

# An engine that has been asked to end gets this long before it is killed.
GRACE_S = 5
# A task that ends at once, without a finding, as often as this does not do what it should.
SHORT_SLICES_MAX = 3
SHORT_SLICE_S = 1
SAMPLES_MAX = 4000


@dataclass(frozen=True)
class RawFinding:
    """An input that failed, as the engine stored it. `path` is None when the engine has none."""

    target: object
    engine: str
    kind: str
    path: str
    log: str


@dataclass
class Counts:
    """What an instance has done so far."""

    executions: int = 0
    rate: float = 0.0
    edges: int = 0
    corpus: int = 0
    stability: str = ""
    samples: list = field(default_factory=list)

    def add(self, sample):
        """Remembers a sample; a campaign of months keeps no more than a plot can show."""
        self.samples.append(sample)
        if len(self.samples) > SAMPLES_MAX:
            self.samples = thin(self.samples, SAMPLES_MAX // 2)


class Task:
    """One instance of an engine on a target. Subclasses know the engine's command and output."""

    engine = ""

    def __init__(self, target, index, layout, options):
        self.target = target
        self.index = index
        self.layout = layout
        self.options = options
        self.log = os.path.join(layout.logs, f"{target.name}-{self.engine}-{index}.log")
        self.counts = Counts()
        self.found = []
        self.used = 0.0
        self.slices = 0
        self.slice_length = 0.0
        self.short_slices = 0
        self.running = None
        self.stop_asked = None
        self.retired = ""

    @property
    def name(self):
        """For people."""
        return f"{self.target.name} on {self.engine} ({self.index})"

    def slice_seed(self):
        """Each slice explores something else, and the campaign's seed decides what."""
        text = f"{self.options.seed}:{self.target.name}:{self.engine}:{self.index}:{self.slices}"
        return zlib.crc32(text.encode()) & 0x7FFFFFFF or 1

    def start(self, seconds):
        """Begins a slice of this length."""
        self.slice_length = seconds
        self.stop_asked = None
        command, environment = self.command(seconds)
        self.running = Engine(command, environment, self.log)
        self.slices += 1

    def elapsed(self):
        """Seconds since the slice began."""
        return time.monotonic() - self.running.started

    def ask_to_stop(self):
        """The engine writes its statistics and ends."""
        if self.stop_asked is None:
            self.stop_asked = time.monotonic()
            self.running.signal(self.stop_signal)

    def tick(self):
        """Follows the running slice; returns True when it has ended."""
        status = self.running.ended()
        if status is None:
            self.follow()
            if self.elapsed() >= self.slice_length + self.overtime:
                self.ask_to_stop()
            if self.stop_asked and time.monotonic() - self.stop_asked > GRACE_S:
                self.running.kill()
                status = -signal.SIGKILL
        if status is None:
            return False
        self.follow()
        self.finish(status)
        self.note_short_slice(status != 0)
        self.used += self.elapsed()
        self.running = None
        self.counts.rate = 0.0
        return True

    def note_short_slice(self, has_failed):
        """Guards against a task that does nothing and is started again and again."""
        is_short = self.elapsed() < min(SHORT_SLICE_S, self.slice_length / 2)
        if has_failed or self.stop_asked or not is_short:
            self.short_slices = 0
            return
        self.short_slices += 1
        if self.short_slices >= SHORT_SLICES_MAX:
            self.fail("it ends at once, again and again")

    def fail(self, reason):
        """With the end of the engine's output, since that says why."""
        raise Problem(f"{self.name}: {reason}; {self.log} ends with:\n{tail(self.log)}")

    def command(self, seconds):
        """(command, environment) of a slice."""
        raise NotImplementedError

    def follow(self):
        """Reads what the engine has written so far into self.counts and self.found."""
        raise NotImplementedError

    def finish(self, status):
        """Judges how the slice ended; a Problem when the engine did not run."""
        raise NotImplementedError


def tail(path, lines=25):
    """The last lines of a log."""
    with open(path, "rb") as file:
        file.seek(max(0, os.path.getsize(path) - 65536))
        text = file.read().decode(errors="replace")
    return "\n".join("    " + line for line in text.splitlines()[-lines:])
