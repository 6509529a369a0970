# SPDX-License-Identifier: BSD-3-Clause
"""Which targets are built, what each takes as input, and where its files are."""

import os
import shutil
from dataclasses import dataclass

from .problem import Problem

# How epollctx-replay performs the programs of a target: what the target gives to target_open().
FLAVOURS = {"fuzz_sequence": "context", "fuzz_poll": "poll", "fuzz_faults": "deadline"}
DEFAULT_FLAVOUR = "context"

ENGINES = ("libfuzzer", "aflpp")
ENGINE_NAMES = {"libfuzzer": "libFuzzer", "aflpp": "AFL++"}
TOOLS = ("afl-fuzz", "clang", "gnuplot", "llvm-cov", "llvm-profdata")


@dataclass(frozen=True)
class Target:
    """A fuzz target: the same property, linked once for each engine and once for coverage."""

    name: str
    build: str
    takes_text: bool

    @property
    def flavour(self):
        """The name that epollctx-replay --as takes."""
        return FLAVOURS.get(self.name, DEFAULT_FLAVOUR)

    @property
    def dictionary(self):
        """The dictionary's path; byte targets have a mutator that knows their records instead."""
        return os.path.join(self.build, f"{self.name}.dict") if self.takes_text else None

    def program(self, variant):
        """The executable of this target for an engine, or for 'cov'."""
        return os.path.join(self.build, variant, self.name)


@dataclass(frozen=True)
class Layout:
    """Where a campaign keeps what."""

    build: str

    @property
    def root(self):
        """The campaign's own folder."""
        return os.path.join(self.build, "campaign")

    @property
    def findings(self):
        """One folder for each different finding; kept from campaign to campaign."""
        return os.path.join(self.root, "findings")

    @property
    def logs(self):
        """The output of everything that a campaign starts."""
        return os.path.join(self.root, "logs")

    @property
    def work(self):
        """What one campaign needs and the next one does not."""
        return os.path.join(self.root, "work")

    @property
    def replay(self):
        """The replay tool without a sanitizer."""
        return os.path.join(self.build, "epollctx-replay")

    @property
    def replay_asan(self):
        """The replay tool in which a memory error is an outcome too."""
        return os.path.join(self.build, "asan", "epollctx-replay")

    @property
    def mutator(self):
        """AFL++'s form of the structure-aware mutator."""
        return os.path.join(self.build, "aflpp", "mutator.so")

    def corpus(self, target):
        """The corpus of a target, which both engines share and the next campaign starts from."""
        return os.path.join(self.root, "corpus", target.name)

    def artifacts(self, target):
        """Where libFuzzer puts the inputs that fail."""
        return os.path.join(self.root, "inputs", target.name)


def discover(options):
    """The targets that this campaign runs; a name that is asked for and not built is an error."""
    folder = os.path.join(options.build, "libfuzzer")
    built = sorted(name for name in os.listdir(folder)
                   if name.startswith("fuzz_") and os.access(os.path.join(folder, name), os.X_OK)
                   ) if os.path.isdir(folder) else []
    for name in options.target + options.text_target:
        if name not in built:
            raise Problem(f"the target {name} is not built: no {os.path.join(folder, name)}")
    names = [name for name in built if not options.target or name in options.target]
    if not names:
        raise Problem(f"no target is built in {folder}")
    return [Target(name, options.build, name in options.text_target) for name in names]


def check(targets, engines, layout):
    """Everything that the campaign will need, looked for before it starts: nothing is skipped."""
    wanted = [layout.replay, layout.replay_asan]
    for target in targets:
        wanted += [target.program("libfuzzer"), target.program("cov")]
        if "aflpp" in engines:
            wanted.append(target.program("aflpp"))
        if target.takes_text:
            wanted.append(target.dictionary)
        elif "aflpp" in engines:
            wanted.append(layout.mutator)
    missing = [path for path in dict.fromkeys(wanted) if not os.path.isfile(path)]
    missing += [f"{tool} (install what ci/setup lists)" for tool in TOOLS
                if shutil.which(tool) is None and (tool != "afl-fuzz" or "aflpp" in engines)]
    if missing:
        raise Problem("missing: " + ", ".join(missing))
