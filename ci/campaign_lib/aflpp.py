# SPDX-License-Identifier: BSD-3-Clause
"""AFL++: its command line, its folders and statistics."""

import os
import re
import shutil
import signal
import socket
import time

from .problem import Problem
from .series import Sample
from .task import RawFinding, Task

EXECUTION_TIMEOUT_MS = 1000
HANG_TIMEOUT_MS = 10000
# AFL++ takes at most 24 characters for the name of an instance.
HOST_NAME_MAX = 16
# As often as AFL++ sends its figures.
FOLLOW_EVERY_S = 1

ENVIRONMENT = {
    "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
    "AFL_SKIP_CPUFREQ": "1",
    "AFL_NO_UI": "1",
    "AFL_NO_COLOR": "1",
    "AFL_NO_AFFINITY": "1",
    # What the other engine has found is taken in when a slice begins, and then every minute.
    "AFL_IMPORT_FIRST": "1",
    "AFL_SYNC_TIME": "1",
    # A slice begins with calibrating the queue again.
    "AFL_FAST_CAL": "1",
    "AFL_HANG_TMOUT": str(HANG_TIMEOUT_MS),
    # Its errors are wanted, also below a make that is told to be quiet.
    "AFL_QUIET": None,
}


def host_name():
    """The part of an instance's name that tells machines apart, in characters AFL++ accepts."""
    name = re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname().split(".")[0])
    return name[:HOST_NAME_MAX] or "host"


def parse_stats(text):
    """The keys and values of a fuzzer_stats file; unfinished lines are left out."""
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}


def parse_metrics(text):
    """{name: number as text} of a packet as AFL++ sends them to a StatsD server."""
    lines = (line.partition(":") for line in text.splitlines() if line.endswith("|g"))
    return {name.removeprefix("fuzzing."): value[:-len("|g")] for name, _, value in lines}


class Metrics:
    """
    What afl-fuzz says every second. Its plot_data starts a minute after the start, and only goes on
    when something has changed; a slice is often shorter. Packets do not leave the machine.
    """

    ADDRESS = "127.0.0.1"

    def __init__(self):
        try:
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            self.socket.bind((self.ADDRESS, 0))
        except OSError as error:
            raise Problem(f"no socket for AFL++'s figures: {error.strerror}") from error

    def environment(self):
        """What tells afl-fuzz to send here."""
        return {"AFL_STATSD": "1", "AFL_STATSD_HOST": self.ADDRESS,
                "AFL_STATSD_PORT": str(self.socket.getsockname()[1]),
                "AFL_STATSD_TAGS_FLAVOR": None}

    def read(self):
        """What has come since the last time, oldest first."""
        packets = []
        while True:
            try:
                packets.append(parse_metrics(self.socket.recv(65536).decode(errors="replace")))
            except BlockingIOError:
                return packets


def _read(path):
    """A file that AFL++ has not written yet is an empty one."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


class AflTask(Task):
    """
    One afl-fuzz. Every instance is a secondary (-S): those trim, while a main (-M) does not, and
    a sync directory can have one main only. The campaign itself stands in for the main of its
    machine: the folder that it publishes in the sync directory is what the secondaries read.
    """

    engine = "aflpp"
    stop_signal = signal.SIGINT
    # The campaign ends the slice: -V would count from after the calibration.
    overtime = 0

    def __init__(self, target, index, layout, options, max_length):
        super().__init__(target, index, layout, options)
        self.max_length = max_length
        self.sync_folder = sync_folder(target, layout, options)
        self.instance = f"{host_name()}-{index}"
        self.folder = os.path.join(self.sync_folder, self.instance)
        self.known = set(failed_inputs(self.folder))
        self.followed = 0.0
        # A shared directory holds earlier campaigns' figures, which AFL++ adds to.
        self.metrics = Metrics()
        self.last_figures = (0, 0)
        stats = parse_stats(_read(os.path.join(self.folder, "fuzzer_stats")))
        self.executions_before = int(stats.get("execs_done", 0))

    def command(self, seconds):
        resumes = os.path.isdir(os.path.join(self.folder, "queue"))
        command = ["afl-fuzz", "-i", "-" if resumes else self.layout.corpus(self.target),
                   "-o", self.sync_folder, "-S", self.instance, "-m", "none",
                   "-t", f"{EXECUTION_TIMEOUT_MS}+", "-G", str(self.max_length),
                   "-s", str(self.slice_seed())]
        environment = {**ENVIRONMENT, **self.metrics.environment()}
        if self.target.dictionary:
            command += ["-x", self.target.dictionary]
        else:
            environment["AFL_CUSTOM_MUTATOR_LIBRARY"] = os.path.abspath(self.layout.mutator)
        return command + ["--", self.target.program("aflpp")], environment

    def follow(self):
        if time.monotonic() - self.followed < FOLLOW_EVERY_S:
            return
        self.followed = time.monotonic()
        for figures in self.metrics.read():
            self.take(int(figures["execs_done"]), int(figures["edges_found"]))
            self.counts.corpus = int(figures["corpus_count"])
        self.take_failed_inputs()

    def take(self, executions, edges):
        """
        Figures of this moment. AFL++'s own clock leaves the calibration out, but its executions
        do not, so that its rate starts with nonsense: both go by the time of the slices here.
        """
        seconds = self.used + self.elapsed()
        executions -= self.executions_before
        self.counts.edges = max(self.counts.edges, edges)
        self.counts.executions = max(self.counts.executions, executions)
        before, executions_then = self.last_figures
        if seconds - before >= 1:
            self.counts.rate = max(0, executions - executions_then) / (seconds - before)
            self.counts.add(Sample(seconds, self.counts.rate, self.counts.edges))
            self.last_figures = (seconds, executions)

    def take_failed_inputs(self):
        """New entries of crashes and hangs, which AFL++ moves aside whenever it resumes."""
        inodes = failed_inputs(self.folder)
        for inode in sorted(inodes.keys() - self.known):
            kind, path = inodes[inode]
            self.found.append(RawFinding(self.target, self.engine, kind, path, self.log))
        self.known |= inodes.keys()

    def finish(self, status):
        self.take_failed_inputs()
        if status != 0 and not (self.stop_asked and status < 0):
            self.fail(f"afl-fuzz ended with status {status}")
        stats = parse_stats(_read(os.path.join(self.folder, "fuzzer_stats")))
        if not stats:
            if not self.stop_asked:
                self.fail("afl-fuzz ended without statistics")
            return
        self.take(int(stats["execs_done"]), int(stats["edges_found"]))
        self.counts.corpus = int(stats["corpus_count"])
        self.counts.stability = stats["stability"]


def failed_inputs(folder):
    """{inode: (kind, path)} of the inputs that failed: names do not outlive a resume."""
    inodes = {}
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        kind = {"crashes": "crash", "hangs": "hang"}.get(name.partition(".")[0])
        if kind is None:
            continue
        with os.scandir(os.path.join(folder, name)) as entries:
            inodes.update((entry.inode(), (kind, entry.path)) for entry in entries
                          if entry.name.startswith("id:"))
    return inodes


def sync_folder(target, layout, options):
    """afl-fuzz's -o: below the shared directory if there is one."""
    root = options.sync if options.sync else os.path.join(layout.work, "aflpp")
    return os.path.join(root, target.name)


def queues(folder):
    """The queue folders of all instances, of every machine, below a sync folder."""
    if not os.path.isdir(folder):
        return []
    return [path for name in sorted(os.listdir(folder))
            if os.path.isdir(path := os.path.join(folder, name, "queue"))]


def own_queues(folder):
    """Those of this machine's instances, without what the campaign publishes."""
    prefix = host_name() + "-"
    return [path for path in queues(folder)
            if (name := os.path.basename(os.path.dirname(path))).startswith(prefix)
            and name[len(prefix):].isdigit()]


def forget(folder):
    """Before a campaign that shares with nobody: what it needs of the last one is the corpus."""
    shutil.rmtree(folder, ignore_errors=True)
