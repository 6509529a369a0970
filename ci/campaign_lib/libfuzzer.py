# SPDX-License-Identifier: BSD-3-Clause
"""libFuzzer: its command line, its log lines and the inputs that it stores."""

import os
import re
import signal

from .problem import Problem
from .processes import run
from .series import Sample
from .task import RawFinding, Task

# What libFuzzer puts before the hash in the name of an input that failed.
KINDS = ("crash", "leak", "timeout", "oom", "slow-unit")
TIMEOUT_S = 10
RSS_LIMIT_MB = 2560
# More inputs than this from one instance tell nothing new, and each costs a start.
FOUND_MAX = 40

_PROGRESS = re.compile(
    r"^#(?P<executions>\d+)\s+(?P<what>\w+)\s+cov: (?P<edges>\d+) .*?corp: (?P<corpus>\d+)/")
_EXECUTED = re.compile(r"^stat::number_of_executed_units:\s*(\d+)")
_WRITTEN = re.compile(r"Test unit written to (.+)$")
_REPORT = re.compile(r"ERROR: (?:\w+Sanitizer|libFuzzer)|runtime error:")


def parse_progress(line):
    """(executions, edges, corpus) of a line of progress; None for any other line."""
    match = _PROGRESS.match(line)
    if match is None:
        return None
    return int(match["executions"]), int(match["edges"]), int(match["corpus"])


def parse_executed(line):
    """The executions of the statistics that libFuzzer prints when it ends; or None."""
    match = _EXECUTED.match(line)
    return None if match is None else int(match[1])


def kind_of(name):
    """'crash' of 'crash-0a1b...'; None for what is no input that failed."""
    for kind in KINDS:
        if name.startswith(kind + "-"):
            return None if kind == "slow-unit" else kind
    return None


def common_options(target, artifacts, max_length):
    """The options of every run on a target, fuzzing or merging."""
    options = [f"-artifact_prefix={artifacts}/", f"-timeout={TIMEOUT_S}",
               f"-rss_limit_mb={RSS_LIMIT_MB}", f"-max_len={max_length}",
               "-detect_leaks=1", "-print_final_stats=1",
               # Symbolizing each new function would take longer than a short slice.
               "-print_funcs=0"]
    if target.dictionary:
        options.append(f"-dict={target.dictionary}")
    return options


class LibFuzzerTask(Task):
    """One libFuzzer process; its corpus folder is the target's shared corpus, read again often."""

    engine = "libfuzzer"
    # Asked so, libFuzzer prints its statistics and ends with status 0.
    stop_signal = signal.SIGUSR1
    # It ends by itself after -max_total_time: in whole seconds, and after the leak check.
    overtime = 3

    def __init__(self, target, index, layout, options, max_length):
        super().__init__(target, index, layout, options)
        self.max_length = max_length
        self.artifacts = os.path.join(layout.artifacts(target), f"libfuzzer-{index}")
        os.makedirs(self.artifacts, exist_ok=True)
        self.known = set(os.listdir(self.artifacts))
        self.executions_before = 0
        self.read_up_to = 0
        self.has_report = False
        self.failures = 0
        self.failures_in_slice = 0
        self.last_sample = (0.0, 0)

    def command(self, seconds):
        self.executions_before = self.counts.executions
        self.read_up_to = None
        self.has_report = False
        self.failures_in_slice = 0
        self.last_sample = (0.0, 0)
        command = [self.target.program("libfuzzer"), f"-max_total_time={max(1, round(seconds))}",
                   f"-seed={self.slice_seed()}", "-reload=1", "-handle_usr1=1",
                   *common_options(self.target, self.artifacts, self.max_length),
                   self.layout.corpus(self.target)]
        return command, {}

    def follow(self):
        if self.read_up_to is None:
            self.read_up_to = self.running.log_start
        with open(self.log, "rb") as file:
            file.seek(self.read_up_to)
            text = file.read()
        whole = text[:text.rfind(b"\n") + 1]
        self.read_up_to += len(whole)
        for line in whole.decode(errors="replace").splitlines():
            self.take_line(line)
        self.take_artifacts()

    def take_line(self, line):
        """A line of the log; its time is when it is read, at most one tick after it was written."""
        executed = parse_executed(line)
        if executed is not None:
            self.counts.executions = self.executions_before + executed
        if _REPORT.search(line):
            self.has_report = True
        written = _WRITTEN.search(line)
        if written and kind_of(os.path.basename(written[1])):
            self.failures_in_slice += 1
            self.failures += 1
        progress = parse_progress(line)
        if progress is None:
            return
        executions, edges, corpus = progress
        self.counts.executions = self.executions_before + executions
        self.counts.edges = max(self.counts.edges, edges)
        self.counts.corpus = corpus
        now = self.elapsed()
        before, executions_then = self.last_sample
        if now - before >= 1:
            self.counts.rate = (executions - executions_then) / (now - before)
            self.counts.add(Sample(self.used + now, self.counts.rate, self.counts.edges))
            self.last_sample = (now, executions)

    def take_artifacts(self):
        """New inputs that failed; one that came from the corpus leaves it, or nothing would run."""
        for name in sorted(os.listdir(self.artifacts)):
            kind = kind_of(name)
            if name in self.known or kind is None:
                continue
            self.known.add(name)
            path = os.path.join(self.artifacts, name)
            self.found.append(RawFinding(self.target, self.engine, kind, path, self.log))
            from_corpus = os.path.join(self.layout.corpus(self.target), name.rpartition("-")[2])
            if os.path.exists(from_corpus):
                os.remove(from_corpus)
        if self.failures >= FOUND_MAX and not self.retired:
            self.retired = f"stopped after {self.failures} failures"

    def finish(self, status):
        now = self.elapsed()
        before, executions_then = self.last_sample
        executions = self.counts.executions - self.executions_before
        if now - before >= 0.5 and executions > executions_then:
            rate = (executions - executions_then) / (now - before)
            self.counts.add(Sample(self.used + now, rate, self.counts.edges))
        if status == 0 or self.failures_in_slice or (self.stop_asked and status < 0):
            return
        if self.has_report:
            # A leak that is only seen when the process ends, for instance, has no single input.
            self.found.append(RawFinding(self.target, self.engine, "crash", None, self.log))
            self.retired = "stopped: it fails without an input"
            return
        self.fail(f"libFuzzer ended with status {status}")


def merge(target, layout, sources, fresh, max_length):
    """
    Minimises: `fresh` gets those inputs of the source folders that reach something new, smallest
    first. It goes on after an input that fails, which it stores with the artifacts and leaves out,
    so that both engines can start from the result. (afl-cmin would start a process per input.)
    """
    artifacts = os.path.join(layout.artifacts(target), "merge")
    for folder in (artifacts, fresh):
        os.makedirs(folder, exist_ok=True)
    known = set(os.listdir(artifacts))
    log = os.path.join(layout.logs, f"{target.name}-merge.log")
    command = [target.program("libfuzzer"), "-merge=1",
               *common_options(target, artifacts, max_length), fresh, *sources]
    status, _ = run(command, log, timeout=None, accept=None)
    found = [RawFinding(target, "libfuzzer", kind_of(name), os.path.join(artifacts, name), log)
             for name in sorted(os.listdir(artifacts)) if name not in known and kind_of(name)]
    if status != 0 and not found:
        raise Problem(f"{target.name}: libFuzzer could not merge the corpus (status {status}); "
                      f"its output is in {log}")
    return found
