# SPDX-License-Identifier: BSD-3-Clause
"""The live status: one line that is written over on a terminal, a line now and then elsewhere."""

import shutil
import sys
import time

LINE_EVERY_S = 10
REDRAW_EVERY_S = 0.5


def short(number):
    """A number in five characters or less: 12345 is '12.3k'."""
    if number < 1000:
        return f"{number:.0f}"
    for unit in ("k", "M", "G"):
        number /= 1000
        if number < 1000:
            return f"{number:.{0 if number >= 100 else 1}f}{unit}"
    return f"{number:.0f}T"


def clock(seconds):
    """'1:05' or '2:03:04'."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def summary(elapsed, duration, tasks, corpus):
    """The line. Edges are given per engine, since they count different things."""
    rate = sum(task.counts.rate for task in tasks)
    executions = sum(task.counts.executions for task in tasks)
    edges = {}
    for task in tasks:
        of_engine = edges.setdefault(task.engine, {})
        name = task.target.name
        of_engine[name] = max(of_engine.get(name, 0), task.counts.edges)
    reached = " ".join(f"{engine} {sum(counts.values())}" for engine, counts in edges.items())
    failing = sum(len(task.found) for task in tasks)
    return (f"{clock(elapsed)}/{clock(duration)}  {short(rate)} exec/s  {short(executions)} execs"
            f"  edges {reached}  corpus {corpus}  failing inputs {failing}")


class Status:
    """Writes the line to standard output."""

    def __init__(self, stream=None):
        self.stream = stream or sys.stdout
        self.is_terminal = self.stream.isatty()
        self.last = 0.0
        self.has_line = False

    def is_due(self):
        """Whether it is time to show something new: making a line is work, too."""
        every = REDRAW_EVERY_S if self.is_terminal else LINE_EVERY_S
        return time.monotonic() - self.last >= every

    def update(self, line, force=False):
        """Shows the line if it is time to."""
        if not force and not self.is_due():
            return
        self.last = time.monotonic()
        if self.is_terminal:
            width = shutil.get_terminal_size().columns - 1
            self.stream.write("\r\x1b[K" + line[:width])
            self.has_line = True
        else:
            self.stream.write(line + "\n")
        self.stream.flush()

    def say(self, text):
        """A message that stays, on a line of its own."""
        if self.has_line:
            self.stream.write("\n")
            self.has_line = False
        self.stream.write(text + "\n")
        self.stream.flush()
