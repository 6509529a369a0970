# SPDX-License-Identifier: BSD-3-Clause
"""The survivors that are justified, one by one: mutants that nobody can tell from the original."""

import re

from campaign_lib.problem import Problem

_HEAD = re.compile(r"@ (\S+) (\S+)(?: #(\d+))?")


class Entry:
    """A mutant's name, and why it is equivalent."""

    def __init__(self, line, name, reason):
        self.line, self.name, self.reason = line, name, reason


def _entry(path, number, block):
    """A block is: @ FILE FUNCTION [#NTH], - the line, + the mutant's line, and the reason."""
    head = _HEAD.fullmatch(block[0])
    if not head or len(block) < 4 or block[1][:2] != "- " or block[2][:2] != "+ ":
        raise Problem(f"{path}:{number}: an entry is '@ FILE FUNCTION [#NTH]', '- LINE', "
                      "'+ MUTATED LINE' and a reason")
    name = (head[1], head[2], block[1][2:], block[2][2:], int(head[3] or 1))
    return Entry(number, name, " ".join(block[3:]))


def read(path):
    """The entries by the mutants' names. Lines that start with # are comments."""
    entries, block, start = {}, [], 0
    for number, line in enumerate(path.read_text(encoding="latin-1").splitlines() + [""], 1):
        line = line.strip()
        if line.startswith("#"):
            continue
        if line:
            start = start if block else number
            block.append(line)
        elif block:
            entry = _entry(path, start, block)
            if entry.name in entries:
                raise Problem(f"{path}:{start}: the same as in line {entries[entry.name].line}")
            entries[entry.name] = entry
            block = []
    return entries


def draft(mutant):
    """How an entry for the mutant begins."""
    nth = f" #{mutant.nth}" if mutant.nth > 1 else ""
    return f"@ {mutant.file} {mutant.function}{nth}\n- {mutant.before}\n+ {mutant.after}"
