# SPDX-License-Identifier: BSD-3-Clause
"""What the corpora reach: lines of the core and of the model, and rules of the model."""

import json
import os
import re
import shutil

from .problem import Problem
from .processes import run

# The folders whose coverage is reported.
FOLDERS = ("src", "fuzz/model")
TIMEOUT_S = 900
FAILING_MAX = 50
# One input hangs or the machine is slow: a run gets this long, and more for many inputs.
RUN_TIMEOUT_S = 60
RUN_TIMEOUT_PER_INPUT_S = 0.05
HANGING_MAX = 2
RULES_BATCH = 500
RULES_TIMEOUT_S = 120

_RULE = re.compile(r"^\s*(\d+) (\w+): (.*)$")


def parse_coverage(text, root):
    """{folder: (covered lines, lines)} of `llvm-cov export -summary-only`."""
    totals = {}
    for unit in json.loads(text)["data"]:
        for file in unit["files"]:
            path = os.path.relpath(os.path.join(root, file["filename"]), root)
            for folder in FOLDERS:
                if path.startswith(folder + "/"):
                    covered, lines = totals.get(folder, (0, 0))
                    summary = file["summary"]["lines"]
                    totals[folder] = (covered + summary["covered"], lines + summary["count"])
    return totals


def parse_rules(text):
    """{name: (count, text)} of `epollctx-replay rules`."""
    matches = (_RULE.match(line) for line in text.splitlines())
    return {match[2]: (int(match[1]), match[3]) for match in matches if match}


def add_rules(total, more):
    """Adds the counts of `more` to `total`."""
    for name, (count, text) in more.items():
        total[name] = (total.get(name, (0, text))[0] + count, text)


class Coverage:
    """Runs the coverage build on corpora, and adds up what it reached."""

    def __init__(self, layout):
        self.layout = layout
        self.log = os.path.join(layout.logs, "coverage.log")
        self.work = os.path.join(layout.work, "coverage")
        self.profiles = {}
        self.notes = []
        os.makedirs(self.work, exist_ok=True)

    def measure(self, target, engine, paths):
        """{folder: (covered, lines)} of the inputs that an engine has for a target."""
        name = f"{target.name}-{engine}"
        if not paths:
            return {}
        inputs = os.path.join(self.work, name)
        shutil.rmtree(inputs, ignore_errors=True)
        os.makedirs(inputs)
        for number, path in enumerate(paths):
            os.symlink(os.path.abspath(path), os.path.join(inputs, f"{number:07}"))
        raw = os.path.join(self.work, name + ".profraw")
        if not self.run_inputs(target, inputs, raw):
            self.notes.append(f"{name}: no coverage, the inputs fail in the coverage build "
                              f"(see {self.log})")
            return {}
        profile = os.path.join(self.work, name + ".profdata")
        run(["llvm-profdata", "merge", "-sparse", "-o", profile, raw], self.log, TIMEOUT_S)
        self.profiles.setdefault(target.program("cov"), []).append(profile)
        return self.export(profile, [target.program("cov")])

    def run_inputs(self, target, inputs, raw):
        """
        A target ends at an input that fails, without writing its profile; it is ended at one that
        hangs. That one is left out, and the others run again. False when there is no end of them.
        """
        hanging = 0
        for _ in range(FAILING_MAX):
            count = len(os.listdir(inputs))
            if count == 0 or hanging > HANGING_MAX:
                return False
            status, output = run([target.program("cov"), inputs], self.log,
                                 RUN_TIMEOUT_S + RUN_TIMEOUT_PER_INPUT_S * count,
                                 {"LLVM_PROFILE_FILE": raw}, accept=None)
            if status == 0:
                return True
            hanging += status is None
            last = output.decode(errors="replace").rpartition("\n")[2].rpartition(":")[0]
            if not last.startswith(inputs) or not os.path.lexists(last):
                raise Problem(f"{target.program('cov')} ended with status {status}; "
                              f"its output is in {self.log}")
            os.remove(last)
        return False

    def export(self, profile, programs):
        """The totals of a profile; programs after the first are further places of the sources."""
        objects = [word for program in programs[1:] for word in ("-object", program)]
        _, text = run(["llvm-cov", "export", "-summary-only", f"-instr-profile={profile}",
                       programs[0], *objects], self.log, TIMEOUT_S)
        return parse_coverage(text, os.getcwd())

    def total(self):
        """The same for everything that was measured, together."""
        if not self.profiles:
            return {}
        profile = os.path.join(self.work, "all.profdata")
        run(["llvm-profdata", "merge", "-sparse", "-o", profile,
             *(name for names in self.profiles.values() for name in names)], self.log, TIMEOUT_S)
        return self.export(profile, sorted(self.profiles))


def rules(layout, targets, header):
    """
    ({rule: (count, text)}, notes) over the corpora of the targets that take programs. `header` is
    what every encoded program starts with; an input without it is no program to any target.
    """
    total, notes = {}, []
    log = os.path.join(layout.logs, "rules.log")
    for target in targets:
        if target.takes_text:
            continue
        paths = [entry.path for entry in sorted(os.scandir(layout.corpus(target)),
                                                key=lambda entry: entry.name)]
        paths = [path for path in paths if _starts_with(path, header)]
        for start in range(0, len(paths), RULES_BATCH):
            status, text = run([layout.replay, "--as", target.flavour, "rules",
                                *paths[start:start + RULES_BATCH]], log, RULES_TIMEOUT_S,
                               accept=None)
            if status not in (0, 1):
                notes.append(f"{target.name}: the rules of {len(paths[start:start + RULES_BATCH])}"
                             f" inputs were not counted (status {status}, see {log})")
                continue
            add_rules(total, parse_rules(text.decode()))
    return total, notes


def _starts_with(path, header):
    with open(path, "rb") as file:
        return file.read(len(header)) == header
