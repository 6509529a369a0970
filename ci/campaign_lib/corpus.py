# SPDX-License-Identifier: BSD-3-Clause
"""The shared corpus: seeds go in, both engines read and feed it, it is minimised between runs."""

import glob
import hashlib
import os
import shutil

from . import aflpp, libfuzzer
from .problem import Problem
from .processes import run

SEEDS = ("fuzz/seeds/*.scn", "tests/regressions/*.scn")
MAX_LENGTH = 4096
HUB = "campaign"


def name_of(content):
    """Files are named as libFuzzer names them, so that the same input is the same file."""
    return hashlib.sha1(content).hexdigest()


def put(folder, content):
    """Adds an input; an engine that reads the folder never sees half of it. Returns its name."""
    name = name_of(content)
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        partial = os.path.join(os.path.dirname(folder), f".{name}.partial")
        with open(partial, "wb") as file:
            file.write(content)
        os.replace(partial, path)
    return name


def read_seeds(layout):
    """[(text, bytes)] of every scenario that the project keeps; none at all is an error."""
    paths = sorted(path for pattern in SEEDS for path in glob.glob(pattern))
    if not paths:
        raise Problem("no seed: " + " and ".join(SEEDS) + " match nothing")
    log = os.path.join(layout.logs, "seeds.log")
    seeds = []
    for path in paths:
        _, encoded = run([layout.replay, "--to-bytes", path], log, timeout=60)
        with open(path, "rb") as file:
            seeds.append((file.read(), encoded))
    return seeds


def empty_program(layout):
    """No operation at all: an engine needs one input that does not fail, whatever the kernel."""
    log = os.path.join(layout.logs, "seeds.log")
    _, encoded = run([layout.replay, "--to-bytes", os.devnull], log, timeout=60)
    return b"# nothing\n", encoded


def prepare(target, layout, seeds, sources=()):
    """
    Makes the corpus that a campaign starts from: the seeds, and of the last campaign's corpus and
    the `sources` what adds coverage to them. Inputs that fail are left out. Returns (the longest
    length that engines may produce, the findings).
    """
    corpus = layout.corpus(target)
    work = os.path.join(layout.work, "corpus", target.name)
    fresh, added, old = (os.path.join(work, name) for name in ("fresh", "seeds", "old"))
    for folder in (fresh, added):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (corpus, fresh, added, old):
        os.makedirs(folder, exist_ok=True)
    for text, encoded in seeds:
        put(added, text if target.takes_text else encoded)
    max_length = max([MAX_LENGTH] + [entry.stat().st_size for entry in os.scandir(added)])
    found = libfuzzer.merge(target, layout, [added, corpus, old, *sources], fresh, max_length)
    failing = {os.path.basename(item.path).rpartition("-")[2] for item in found}
    for entry in list(os.scandir(added)):
        if entry.name not in failing:
            os.replace(entry.path, os.path.join(fresh, entry.name))
    # Whenever this is interrupted, one of the two is the corpus, and the next time finds it.
    shutil.rmtree(old)
    os.replace(corpus, old)
    os.replace(fresh, corpus)
    shutil.rmtree(work)
    return max_length, found


class Exchange:
    """
    Carries inputs between the engines of one target: what AFL++'s queues gain, on this machine and
    on those that share the sync directory, goes into the shared corpus, which libFuzzer reads again
    every second; what the corpus gains is published in the sync directory as the queue of a main
    instance, which every secondary takes in.
    """

    def __init__(self, target, layout, sync_folder, is_shared):
        """When no other machine shares the folder, all readers have the first corpus already."""
        self.corpus = layout.corpus(target)
        self.sync_folder = sync_folder
        self.own = os.path.join(sync_folder, f"{aflpp.host_name()}-{HUB}")
        self.seen = set()
        self.from_aflpp = set()
        self.from_elsewhere = set()
        os.makedirs(os.path.join(self.own, "queue"), exist_ok=True)
        with open(os.path.join(self.own, "is_main_node"), "wb"):
            pass
        self.published = {name.rpartition(":")[2]
                          for name in os.listdir(os.path.join(self.own, "queue"))}
        if not is_shared:
            self.published |= set(os.listdir(self.corpus))

    def turn(self):
        """Carries what is new in both directions."""
        self.collect()
        self.publish()

    def collect(self):
        """From the queues into the corpus. An entry is known by its inode: its name changes."""
        for queue in aflpp.queues(self.sync_folder):
            folder = os.path.dirname(queue)
            if folder == self.own:
                continue
            is_hub = os.path.exists(os.path.join(folder, "is_main_node"))
            for entry in os.scandir(queue):
                if not entry.name.startswith("id:") or (queue, entry.inode()) in self.seen:
                    continue
                try:
                    with open(entry.path, "rb") as file:
                        content = file.read()
                except FileNotFoundError:
                    continue
                self.seen.add((queue, entry.inode()))
                self.take(content, is_hub)

    def take(self, content, is_hub):
        """An input of a queue."""
        name = name_of(content)
        if not content or os.path.exists(os.path.join(self.corpus, name)):
            return
        put(self.corpus, content)
        self.from_aflpp.add(name)
        if is_hub:
            self.from_elsewhere.add(name)

    def publish(self):
        """From the corpus into the queue that stands for this machine's main instance."""
        for entry in os.scandir(self.corpus):
            if entry.name in self.published or entry.name in self.from_elsewhere:
                continue
            place = os.path.join(self.own, "queue", f"id:{len(self.published):06},sha:{entry.name}")
            try:
                os.link(entry.path, place)
            except FileNotFoundError:
                continue
            except OSError:
                shutil.copyfile(entry.path, place)
            self.published.add(entry.name)

    def close(self):
        """The campaign is no main any more; what it has published stays for the others."""
        os.remove(os.path.join(self.own, "is_main_node"))
