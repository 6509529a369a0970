# SPDX-License-Identifier: BSD-3-Clause
"""A mutant: one part of one file's text replaced by another."""

import dataclasses
import hashlib
import re


@dataclasses.dataclass(frozen=True)
class Edit:
    """What a rule of mutation proposes; `kind` is the name of the rule."""

    start: int
    end: int
    text: str
    kind: str


def one_line(text):
    """Without the way in which it was broken into lines."""
    return re.sub(r"\s+", " ", text).strip()


@dataclasses.dataclass
class Mutant:
    """
    `before` and `after` are the lines around the change, as one line; with `file`, `function` and
    `nth` (the how-manieth with just these in the function) they name it, wherever it moves to.
    """

    file: str
    function: str
    line: int
    column: int
    kind: str
    before: str
    after: str
    nth: int
    edit: Edit

    def name(self):
        """The key: it outlives changes elsewhere in the file."""
        return (self.file, self.function, self.before, self.after, self.nth)

    def digest(self):
        """The key, short."""
        return hashlib.sha256("\0".join(map(str, self.name())).encode()).hexdigest()[:16]

    def change(self, text):
        """The file's text with the change in it."""
        return text[:self.edit.start] + self.edit.text + text[self.edit.end:]

    def where(self):
        """As compilers write it."""
        return f"{self.file}:{self.line}:{self.column}"


def make_mutants(source, function_of, edits):
    """The edits as mutants, in the order of the text, each different from the others."""
    mutants, seen, counts = [], set(), {}
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        text = source.text[edit.start:edit.end]
        if text == edit.text or (edit.start, edit.end, edit.text) in seen:
            continue
        seen.add((edit.start, edit.end, edit.text))
        first, stop = source.lines(edit.start, edit.end)
        before = one_line(source.text[first:stop])
        after = one_line(source.text[first:edit.start] + edit.text + source.text[edit.end:stop])
        function = function_of(edit.start)
        line = source.line_of(edit.start)
        key = (function, before, after)
        counts[key] = counts.get(key, 0) + 1
        column = edit.start - source.text.rfind("\n", 0, edit.start)
        mutants.append(Mutant(source.path, function, line, column, edit.kind, before, after,
                              counts[key], edit))
    return mutants
