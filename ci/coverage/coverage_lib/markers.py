# SPDX-License-Identifier: BSD-3-Clause
"""Marks in the source of what no test can reach, held against what was reached."""

import dataclasses
import re

from . import source

COMMENT = re.compile(rb"/\*\s*unreachable\b.*?\*/", re.DOTALL)
MARKER = re.compile(r"/\* unreachable(?: \((?:(?P<condition>.+) (?P<outcome>is true|is false|decides)"
                    r"|(?P<other>default|not compiled))\))?: ?(?P<reason>.*)\*/")


@dataclasses.dataclass
class Marker:
    """One comment, and the line that it speaks of."""
    file: str
    line: int
    outcome: str  # "line", "is true", "is false", "decides", "default", "not compiled" or None
    condition: str
    reason: str

    def label(self):
        """What is marked, as the output names it."""
        if self.condition:
            return f"({self.condition} {self.outcome})"
        return {"line": "(the line)", None: "(?)"}.get(self.outcome, f"({self.outcome})")


class Excuses:
    """What the markers take out of the account, and what is wrong with the markers."""

    def __init__(self):
        self.lines = set()  # (file, line)
        self.outcomes = set()  # (Place of a branch, taken?)
        self.pairs = set()  # (Place of a decision, index)
        self.files = set()  # (file, line) of what is not compiled
        self.wrong = []  # (Marker, text)


def find(files):
    """All markers of these files."""
    found = []
    for file in files:
        text = b"\n".join(source.lines_of(file))
        for comment in COMMENT.finditer(text):
            found.append(_read(file, text, comment))
    return found


def _read(file, text, comment):
    """The marker of a comment; its line is its own where there is code before it, else the next."""
    line = text.count(b"\n", 0, comment.start()) + 1
    before = text[text.rfind(b"\n", 0, comment.start()) + 1:comment.start()]
    if not re.sub(rb"/\*.*?\*/", b"", before).strip():
        line += comment.group().count(b"\n") + 1
    match = MARKER.fullmatch(re.sub(r"\s+", " ", comment.group().decode()))
    if not match:
        return Marker(file, line, None, "", "")
    outcome = match["outcome"] or match["other"] or "line"
    return Marker(file, line, outcome, match["condition"] or "", match["reason"].strip())


def weigh(markers, facts):
    """Excuses for what is marked and was not reached; everything else about a marker is wrong."""
    excuses = Excuses()
    apply = {"line": _line, "default": _default, "not compiled": _not_compiled,
             "is true": _outcome, "is false": _outcome, "decides": _decides}
    for marker in markers:
        if marker.outcome is None:
            error = "the marker is not of a form that ci/coverage/coverage --help names"
        elif not re.search(r"\w", marker.reason):
            error = "the marker has no reason"
        else:
            error = apply[marker.outcome](marker, facts, excuses)
        if error:
            excuses.wrong.append((marker, error))
    return excuses


def _line(marker, facts, excuses):
    """The line, with every branch and decision on it."""
    count = facts.lines.get((marker.file, marker.line))
    if count is None:
        return "marks nothing: the line has no code"
    if count > 0:
        return f"was reached: the line ran {count} times"
    excuses.lines.add((marker.file, marker.line))
    excuses.outcomes.update((place, taken) for place in _on_line(marker, facts.branches)
                            for taken in (True, False))
    excuses.pairs.update((place, index) for place in _on_line(marker, facts.decisions)
                         for index in range(len(facts.decisions[place].pairs)))
    return None


def _on_line(marker, places):
    return [place for place in places if (place.file, place.line) == (marker.file, marker.line)]


def _default(marker, facts, excuses):
    places = [place for place in _on_line(marker, facts.branches) if source.is_switch(place)]
    if not places:
        return "marks nothing: on the line is no switch without a default"
    return _never(places, True, facts, excuses)


def _outcome(marker, facts, excuses):
    places = [place for place in _on_line(marker, facts.branches)
              if source.text_of(place) == source.one_line(marker.condition)
              and not source.is_switch(place)]
    if not places:
        return "marks nothing: on the line is no such condition"
    error = _never(places, marker.outcome == "is true", facts, excuses)
    if not error:  # Without both outcomes it cannot decide anything either.
        excuses.pairs.update(_pairs(places, facts))
    return error


def _never(places, taken, facts, excuses):
    """Excuses one outcome, unless it happened."""
    count = sum(facts.branches[place].taken if taken else facts.branches[place].not_taken
                for place in places)
    if count > 0:
        return f"was reached {count} times"
    excuses.outcomes.update((place, taken) for place in places)
    return None


def _pairs(places, facts):
    """The pairs of these conditions in the decisions that they belong to."""
    return {(decision, index) for decision, what in facts.decisions.items()
            for index, condition in enumerate(what.conditions) if condition in places}


def _decides(marker, facts, excuses):
    places = [place for place in _on_line(marker, facts.branches)
              if source.text_of(place) == source.one_line(marker.condition)]
    pairs = _pairs(places, facts)
    if not pairs:
        return "marks nothing: on the line is no decision with such a condition"
    if any(facts.decisions[decision].pairs[index] for decision, index in pairs):
        return "was reached: a pair of runs shows that the condition decides alone"
    excuses.pairs.update(pairs)
    return None


def _not_compiled(marker, facts, excuses):
    mapped = {line for file, line in facts.lines if file == marker.file}
    for start, end in source.left_out(marker.file, mapped):
        if start <= marker.line <= end:
            excuses.files.add((marker.file, start))
            return None
    return "marks nothing: no lines here are left out of this build"
