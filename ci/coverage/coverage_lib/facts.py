# SPDX-License-Identifier: BSD-3-Clause
"""What llvm-cov's export says about the tests' runs: lines, branches, decisions."""

import collections
import dataclasses
import json
import os
import re

from .problem import Problem

# The layout of the export's arrays below is that of this version.
FORMAT = ("llvm.coverage.json.export", "2.0.1")
EXPANSION = 1
MCDC_CONDITION = 6

# Where something stands; `within` is the chain of macro expansions that it comes from.
Place = collections.namedtuple("Place", "file line column end_line end_column within")


@dataclasses.dataclass
class Branch:
    """How often a condition, a case or a switch's missing default was taken, and not."""
    taken: int
    not_taken: int
    of_decision: bool


@dataclasses.dataclass
class Decision:
    """Per condition, in the order of the source: did a pair of runs show that it decides alone?"""
    pairs: list
    conditions: list  # their places; empty where the compiler does not tell


@dataclasses.dataclass
class Facts:
    """What is known about the files; paths are relative to the current folder."""
    lines: dict = dataclasses.field(default_factory=dict)  # (file, line): count
    branches: dict = dataclasses.field(default_factory=dict)  # Place: Branch
    decisions: dict = dataclasses.field(default_factory=dict)  # Place: Decision
    folded: set = dataclasses.field(default_factory=set)  # (file, line, column)

    def add(self, other):
        """Takes in what was reached in another build of the files."""
        for line, count in other.lines.items():
            self.lines[line] = self.lines.get(line, 0) + count
        for place, branch in other.branches.items():
            mine = self.branches.setdefault(place, Branch(0, 0, branch.of_decision))
            mine.taken += branch.taken
            mine.not_taken += branch.not_taken
        for place, decision in other.decisions.items():
            mine = self.decisions.setdefault(
                place, Decision([False] * len(decision.pairs), decision.conditions))
            mine.pairs = [old or new for old, new in zip(mine.pairs, decision.pairs)]
        self.folded |= other.folded


def read(export, lcov, shown):
    """Facts from three outputs of llvm-cov: its JSON, its lcov form, and its text with branches."""
    data = json.loads(export)
    if (data.get("type"), data.get("version")) != FORMAT:
        raise Problem(f"llvm-cov's export is {data.get('type')} {data.get('version')}, "
                      f"and not {' '.join(FORMAT)}")
    facts = Facts()
    _read_lines(facts, lcov)
    _read_folded(facts, shown)
    for function in data["data"][0]["functions"]:
        _read_function(facts, function)
    _nothing_is_lost(facts, data["data"][0]["totals"])
    return facts


def _relative(path):
    return os.path.relpath(path)


def _read_lines(facts, lcov):
    """Lines as llvm-cov counts them, with the instances of an inline function added up."""
    file = None
    for row in lcov.splitlines():
        key, _, value = row.partition(":")
        if key == "SF":
            file = _relative(value)
        elif key == "DA":
            line, count = value.split(",")[:2]
            facts.lines[file, int(line)] = int(count)


def _read_folded(facts, shown):
    """Conditions that the compiler computed: the export leaves them out, the text does not."""
    files = {file for file, _ in facts.lines}
    file = files.pop() if len(files) == 1 else None  # A single file has no heading.
    for row in shown.splitlines():
        heading = re.fullmatch(r"([^|]+\.[ch]):", row)
        if heading:
            file = _relative(heading.group(1))
        place = re.search(r"Branch \((\d+):(\d+)\): \[Folded", row)
        if place:
            facts.folded.add((file, int(place.group(1)), int(place.group(2))))


def _expansions(function):
    """Per file number of the function: the chain of expansions that leads to it."""
    within = {0: ()}
    pending = [region for region in function["regions"] if region[7] == EXPANSION]
    while pending:
        known = [region for region in pending if region[5] in within]
        if not known:
            raise Problem(f"llvm-cov's export: expansions without an origin in {function['name']}")
        for region in known:
            origin = (_relative(function["filenames"][region[5]]), region[0], region[1])
            within[region[6]] = within[region[5]] + (origin,)
        pending = [region for region in pending if region not in known]
    return within


def _read_function(facts, function):
    """Adds what a function says. Instances of an inline one stand at the same places."""
    files = [_relative(name) for name in function["filenames"]]
    within = _expansions(function)
    places = collections.defaultdict(list)
    for line, column, end_line, end_column, taken, not_taken, number, _, kind in \
            function["branches"]:
        place = Place(files[number], line, column, end_line, end_column, within.get(number, ()))
        of_decision = kind == MCDC_CONDITION
        branch = facts.branches.setdefault(place, Branch(0, 0, of_decision))
        branch.taken += taken
        branch.not_taken += not_taken
        if of_decision:
            places[number].append(place)
    seen = collections.Counter()
    for line, column, end_line, end_column, _, _, pairs in function["mcdc_records"]:
        span = (line, column), (end_line, end_column)
        number, conditions = _conditions_of(span, len(pairs), places, seen)
        place = Place(files[number], *span[0], *span[1], within[number])
        decision = facts.decisions.setdefault(
            place, Decision([False] * len(pairs), conditions))
        decision.pairs = [old or new for old, new in zip(decision.pairs, pairs)]


def _conditions_of(span, count, places, seen):
    """
    A record of a decision does not say in which file it stands: in the one that has so many
    conditions there. A macro that is expanded several times has the same span as often, in order.
    """
    found = []
    for number, here in sorted(places.items()):
        inside = sorted({place for place in here if span[0] <= (place.line, place.column)
                         and (place.end_line, place.end_column) <= span[1]})
        if len(inside) == count:
            found.append((number, inside))
    seen[span] += 1
    # A condition that is a macro, or constant, is not found there: then it has only its position.
    return found[seen[span] - 1] if seen[span] <= len(found) else (0, [])


def _nothing_is_lost(facts, totals):
    """llvm-cov's own totals count the same branches and conditions as this reading of it."""
    if facts.folded:
        return  # Only the export's records have those; they are findings of their own.
    branches = 2 * len(facts.branches)
    conditions = sum(len(decision.pairs) for decision in facts.decisions.values())
    expected = totals["branches"]["count"], totals["mcdc"]["count"]
    if (branches, conditions) != expected:
        raise Problem(f"llvm-cov counts {expected[0]} outcomes of branches and {expected[1]} "
                      f"conditions of decisions, but {branches} and {conditions} were read")
