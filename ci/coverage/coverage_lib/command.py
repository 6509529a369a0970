# SPDX-License-Identifier: BSD-3-Clause
"""The command: which module is measured by which tests."""

import argparse
import dataclasses
import glob
import os
import sys

from . import gate, markers, problem, suites, tables


@dataclasses.dataclass
class Suite:
    """Some tests, by the name that the output gives them."""
    name: str
    commands: list


@dataclasses.dataclass
class Module:
    """Files, the archive that they were compiled into, and what must cover them."""
    name: str
    archive: str
    files: list
    suites: list
    # Each is a list of suites that together must cover the module wholly.
    gates: list


@dataclasses.dataclass
class Result:
    """What some suites of a module reached."""
    title: str
    account: gate.Account
    profile: str
    gated: bool


def _options(arguments, description):
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build", help="the build folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tests at a time")
    parser.add_argument("--fault-test", action="append", default=[],
                        help="a program that injects faults into the core; as often as there are")
    return parser.parse_args(arguments)


def _modules(options):
    """The two modules, and every test that may count for them."""
    built = os.path.join(options.build, "mcdc")

    def unit(module):
        tests = sorted(glob.glob(f"tests/unit/{module}/test_*.c"))
        return Suite("unit tests", [[os.path.join(built, test[:-2])] for test in tests])

    def files(*patterns):
        return sorted(file for pattern in patterns for file in glob.glob(pattern))

    scenarios = files("fuzz/seeds/*.scn", "fuzz/seeds/large/*.scn", "tests/regressions/*.scn")
    replay = [os.path.join(built, "epollctx-replay"), "--as"]
    seeds = Suite("seeds", [replay + [flavour, "run", *scenarios[part::options.jobs]]
                            for flavour in ("context", "poll", "deadline")
                            for part in range(options.jobs) if scenarios[part::options.jobs]])
    core, model = unit("core"), unit("model")
    faults = [Suite("fault tests", [[test] for test in options.fault_test])]
    if not options.fault_test:
        faults = []
    return [
        Module("src/", os.path.join(built, "libcore.a"), files("src/*.[ch]", "include/*.h"),
               [core, *faults], [[core]]),
        Module("fuzz/model/", os.path.join(built, "libmodel.a"), files("fuzz/model/*.[ch]"),
               [model, seeds], []),
    ]


class Measurement:
    """Runs the suites of a module and holds them against its gates."""

    def __init__(self, module, folder, llvm, jobs):
        self.module, self.folder, self.llvm = module, folder, llvm
        self.key = module.name.strip("/").replace("/", "-")
        self.profiles = {}
        for suite in module.suites:
            print(f"{module.name}: {suite.name}: {len(suite.commands)} runs", flush=True)
            self.profiles[suite.name] = suites.run(
                f"{module.name}: {suite.name}", suite.commands,
                os.path.join(folder, "runs", self.key, suite.name.replace(" ", "-")), jobs)
        self.markers = markers.find(module.files)
        whole = self._profile(module.suites)
        self.facts = llvm.facts(module.archive, whole)
        # What any test reached is not unreachable.
        self.excuses = markers.weigh(self.markers, self.facts)
        self.results = [self._result(module.suites, True)]
        for suite in module.suites if len(module.suites) > 1 else []:
            self.results.append(self._result([suite], [suite] in module.gates))

    def _profile(self, some):
        name = "-".join([self.key, *(suite.name.replace(" ", "-") for suite in some)])
        return self.llvm.merge(
            name, [profile for suite in some for profile in self.profiles[suite.name]])

    def _result(self, some, gated):
        profile = self._profile(some)
        facts = self.llvm.facts(self.module.archive, profile)
        title = f"{self.module.name} by its {' and '.join(suite.name for suite in some)}"
        return Result(title, gate.Account(self.module.files, facts, self.excuses), profile, gated)


def _measure(options):
    """Returns the exit status."""
    folder = os.path.join(options.build, "coverage")
    llvm = suites.Llvm(os.environ.get("COVERAGE_LLVM", "19"), folder)
    os.makedirs(folder, exist_ok=True)
    measured = [Measurement(module, folder, llvm, options.jobs) for module in _modules(options)]
    text = tables.text(measured)
    pages = os.path.join(folder, "html")
    for one in measured:
        llvm.page(one.module.archive, one.results[0].profile, os.path.join(pages, one.key),
                  one.results[0].title)
    tables.write_page(pages, measured, text)
    with open(os.path.join(folder, "summary.txt"), "w", encoding="utf-8") as summary:
        summary.write(text)
    print(f"\n{text}\nin detail: {pages}/index.html")
    failed = any(one.excuses.wrong or any(result.gated and result.account.gaps
                                          for result in one.results) for one in measured)
    return problem.EXIT_NOT_COVERED if failed else problem.EXIT_COVERED


def main(arguments, description):
    """Returns the exit status."""
    options = _options(arguments, description)
    try:
        return _measure(options)
    except problem.Problem as error:
        print(f"ci/coverage: {error}", file=sys.stderr)
        return problem.EXIT_UNUSABLE
