# SPDX-License-Identifier: BSD-3-Clause
"""Runs the tests of a module and holds what they reached against what there is."""

import dataclasses
import os

from . import facts, gate, markers, suites


@dataclasses.dataclass
class Part:
    """Runs of programs that hold one build of the module: an object file with all of its code."""
    code: str
    commands: list


@dataclasses.dataclass
class Suite:
    """Some tests, by the name that the output gives them."""
    name: str
    parts: list

    def path(self):
        """The name as part of a path."""
        return self.name.replace(" ", "-")


@dataclasses.dataclass
class Module:
    """Files and their tests; all suites together must cover them, and so must each of `alone`."""
    name: str
    files: list
    suites: list
    alone: list


@dataclasses.dataclass
class Result:
    """What some suites of a module reached, and whether that must be all."""
    title: str
    account: gate.Account
    required: bool


class Measurement:
    """One module's runs and their results: first that of all suites, then each one's."""

    def __init__(self, module, folder, llvm, jobs):
        self.module, self.folder, self.llvm = module, folder, llvm
        self.key = module.name.strip("/").replace("/", "-")
        self.profiles = {}  # (suite's name, object of the build): paths
        for suite in module.suites:
            self._run(suite, jobs)
        everything = self._facts(module.suites)
        self.markers = markers.find(module.files)
        # What any test reached is not unreachable.
        self.excuses = markers.weigh(self.markers, everything)
        self.results = [self._result(module.suites, everything, True)]
        if len(module.suites) > 1:
            for suite in module.suites:
                self.results.append(
                    self._result([suite], self._facts([suite]), suite in module.alone))

    def _run(self, suite, jobs):
        title = f"{self.module.name}: {suite.name}"
        print(f"{title}: {sum(len(part.commands) for part in suite.parts)} runs", flush=True)
        for number, part in enumerate(suite.parts):
            folder = os.path.join(self.folder, "runs", self.key, f"{suite.path()}-{number}")
            self.profiles[suite.name, part.code] = suites.run(
                title, part.commands, folder, jobs)

    def _profiles(self, some):
        """Per build in these suites: its merged profile."""
        merged = {}
        for part in (part for suite in some for part in suite.parts):
            name = "-".join([self.key, *(suite.path() for suite in some), str(len(merged))])
            if part.code not in merged:
                merged[part.code] = self.llvm.merge(
                    name, [profile for suite in some
                           for profile in self.profiles.get((suite.name, part.code), [])])
        return merged

    def _facts(self, some):
        """What these suites reached, in whichever build."""
        reached = facts.Facts()
        for code, profile in self._profiles(some).items():
            reached.add(self.llvm.facts(code, profile))
        return reached

    def _result(self, some, reached, required):
        title = f"{self.module.name} by its {' and '.join(suite.name for suite in some)}"
        return Result(title, gate.Account(self.module.files, reached, self.excuses), required)

    def covered(self):
        """Is everything reached that must be, and no marker wrong?"""
        return not self.excuses.wrong and not any(
            result.required and result.account.gaps for result in self.results)

    def write_page(self, folder):
        """LLVM's own pages, of the first build."""
        code, profile = next(iter(self._profiles(self.module.suites).items()))
        self.llvm.page(code, profile, os.path.join(folder, self.key), self.results[0].title)
