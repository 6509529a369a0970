# SPDX-License-Identifier: BSD-3-Clause
"""The command: which module is measured by which tests."""

import argparse
import glob
import os
import sys

from . import problem, suites, tables
from .measure import Measurement, Module, Part, Suite


def _options(arguments, description):
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build", help="the build folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="tests at a time")
    parser.add_argument("--fault-test", action="append", default=[],
                        help="a program that injects faults into the core; as often as there are")
    return parser.parse_args(arguments)


def _files(*patterns):
    return sorted(file for pattern in patterns for file in glob.glob(pattern))


def _unit_tests(built, code, module):
    tests = _files(f"tests/unit/{module}/test_*.c")
    return Part(code, [[os.path.join(built, test[:-2])] for test in tests])


def _modules(options):
    """The two modules, and every test that may count for them."""
    built = os.path.join(options.build, "mcdc")
    under_musl = os.path.join(options.build, "mcdc_musl")
    core, model = (os.path.join(built, f"{module}.o") for module in ("core", "model"))
    of_core = [Suite("unit tests", [
        _unit_tests(built, core, "core"),
        Part(os.path.join(under_musl, "core.o"),
             [[os.path.join(under_musl, "tests/unit/core/under_musl")]])])]
    if options.fault_test:
        of_core.append(Suite("fault tests", [Part(core, [[one] for one in options.fault_test])]))

    scenarios = _files("fuzz/seeds/*.scn", "fuzz/seeds/large/*.scn", "tests/regressions/*.scn")
    replay = [os.path.join(built, "epollctx-replay"), "--as"]
    replays = [replay + [flavour, "run", *scenarios[part::options.jobs]]
               for flavour in ("context", "poll", "deadline")
               for part in range(options.jobs) if scenarios[part::options.jobs]]
    of_model = [Suite("unit tests", [_unit_tests(built, model, "model")]),
                Suite("seeds", [Part(model, replays)])]
    return [Module("src/", _files("src/*.[ch]", "include/*.h"), of_core, of_core[:1]),
            Module("fuzz/model/", _files("fuzz/model/*.[ch]"), of_model, of_model[:1])]


def _measure(options):
    """Returns the exit status."""
    folder = os.path.join(options.build, "coverage")
    llvm = suites.Llvm(os.environ.get("COVERAGE_LLVM", "19"), folder)
    os.makedirs(folder, exist_ok=True)
    measured = [Measurement(module, folder, llvm, options.jobs) for module in _modules(options)]
    text = tables.text(measured)
    pages = os.path.join(folder, "html")
    for one in measured:
        one.write_page(pages)
    tables.write_page(pages, measured, text)
    with open(os.path.join(folder, "summary.txt"), "w", encoding="utf-8") as summary:
        summary.write(text)
    print(f"\n{text}\nin detail: {pages}/index.html")
    if all(one.covered() for one in measured):
        return problem.EXIT_COVERED
    return problem.EXIT_NOT_COVERED


def main(arguments, description):
    """Returns the exit status."""
    options = _options(arguments, description)
    try:
        return _measure(options)
    except problem.Problem as error:
        print(f"ci/coverage: {error}", file=sys.stderr)
        return problem.EXIT_UNUSABLE
