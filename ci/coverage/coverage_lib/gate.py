# SPDX-License-Identifier: BSD-3-Clause
"""Finds what is not covered, and counts what is."""

import dataclasses

from . import source


NEVER_RAN = "the line never ran"


@dataclasses.dataclass(order=True)
class Gap:
    """Something that no test reached."""
    file: str
    line: int
    what: str

    def text(self):
        """file:line: text of the line, and below it what is missing."""
        where = f"{self.file}:{self.line}"
        shown = source.line_of(self.file, self.line) if self.line else ""
        return f"{where}: {shown}\n    {self.what}"


@dataclasses.dataclass
class Share:
    """How many of how many."""
    covered: int = 0
    total: int = 0

    def add(self, covered):
        """Counts one more."""
        self.covered += bool(covered)
        self.total += 1

    def __add__(self, other):
        return Share(self.covered + other.covered, self.total + other.total)


@dataclasses.dataclass
class Row:
    """One file's shares."""
    lines: Share = dataclasses.field(default_factory=Share)
    branches: Share = dataclasses.field(default_factory=Share)
    pairs: Share = dataclasses.field(default_factory=Share)

    def __add__(self, other):
        return Row(self.lines + other.lines, self.branches + other.branches,
                   self.pairs + other.pairs)


class Account:
    """What a suite of tests reached of the files."""

    def __init__(self, files, facts, excuses):
        self.rows = {file: Row() for file in files}
        self.gaps = []
        self._lines(facts, excuses)
        self._branches(facts, excuses)
        self._decisions(facts, excuses)
        self._files(files, facts, excuses)
        # What is missing on a line that never ran goes without saying.
        self.gaps = sorted(gap for gap in self.gaps
                           if gap.what == NEVER_RAN or facts.lines.get((gap.file, gap.line)) != 0)

    def total(self):
        """The sum of all files."""
        return sum(self.rows.values(), Row())

    def _gap(self, place, what):
        through = ", ".join(f"{origin[0]}:{origin[1]}" for origin in place.within)
        self.gaps.append(Gap(place.file, place.line,
                             what + (f" (expanded at {through})" if through else "")))

    def _lines(self, facts, excuses):
        for (file, line), count in facts.lines.items():
            if file not in self.rows or (file, line) in excuses.lines:
                continue
            self.rows[file].lines.add(count)
            if not count:
                self.gaps.append(Gap(file, line, NEVER_RAN))

    def _branches(self, facts, excuses):
        for place, branch in facts.branches.items():
            if place.file not in self.rows:
                continue
            for taken, count in ((True, branch.taken), (False, branch.not_taken)):
                if (place, taken) in excuses.outcomes:
                    continue
                self.rows[place.file].branches.add(count)
                if not count:
                    self._gap(place, _outcome(place, taken))

    def _decisions(self, facts, excuses):
        for place, decision in facts.decisions.items():
            if place.file not in self.rows:
                continue
            for index, covered in enumerate(decision.pairs):
                if (place, index) in excuses.pairs:
                    continue
                self.rows[place.file].pairs.add(covered)
                if not covered:
                    name = (f"`{source.text_of(decision.conditions[index])}`"
                            if decision.conditions else f"condition {index + 1}")
                    self._gap(place, f"MC/DC: no pair of runs shows that {name} decides alone in "
                                     f"`{source.text_of(place)}`")
            for outer, branch in facts.branches.items():
                if not branch.of_decision and _encloses(outer, place):
                    self._gap(place, f"MC/DC: `{source.text_of(place)}` hides in the condition "
                                     f"`{source.text_of(outer)}`: write it as a decision of its own")

    def _files(self, files, facts, excuses):
        """A source without any compiled code, and code that this build leaves out."""
        for file in files:
            mapped = {line for other, line in facts.lines if other == file}
            if not mapped and file.endswith(".c"):
                self.gaps.append(Gap(file, 0, "no code of this file was measured"))
            for start, _ in source.left_out(file, mapped):
                if (file, start) not in excuses.files:
                    self.gaps.append(Gap(file, start, "this build leaves the code out"))
        for file, line, column in facts.folded:
            if file in self.rows:
                self.gaps.append(Gap(file, line, f"the condition at column {column} is constant: "
                                                 "the compiler computed it"))


def _encloses(outer, inner):
    """Does a condition hold a whole decision within it?"""
    if (outer.file, outer.within) != (inner.file, inner.within):
        return False
    start = (outer.line, outer.column), (inner.line, inner.column)
    end = (outer.end_line, outer.end_column), (inner.end_line, inner.end_column)
    return start[0] <= start[1] and end[1] <= end[0] and (start[0], end[0]) != (start[1], end[1])


def _outcome(place, taken):
    """What did not happen at a branch."""
    text = source.text_of(place)
    if source.is_switch(place):
        return (f"branch: `{text}` never has a value beside the cases" if taken
                else f"branch: `{text}` never has the value of a case")
    if text.startswith("case ") or text.startswith("default"):
        return f"branch: `{text}` is never taken" if taken else f"branch: only `{text}` is taken"
    return f"branch: `{text}` is never {'true' if taken else 'false'}"
