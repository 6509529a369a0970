# SPDX-License-Identifier: BSD-3-Clause
"""The text of the source files that are measured."""

import functools
import re


@functools.lru_cache(maxsize=None)
def lines_of(file):
    """The lines as bytes: the compiler's columns count those."""
    with open(file, "rb") as opened:
        return opened.read().split(b"\n")


def text_of(place):
    """What stands at a place, on one line."""
    lines = lines_of(place.file)[place.line - 1:place.end_line]
    lines[-1] = lines[-1][:place.end_column - 1]
    lines[0] = lines[0][place.column - 1:]
    return one_line(b" ".join(lines).decode())


def line_of(file, line):
    """A whole line, without its indentation."""
    return lines_of(file)[line - 1].decode().strip()


def one_line(text):
    """The same words with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def is_switch(place):
    """Is this what a switch asks about? Its branch is the default that it does not have."""
    before = lines_of(place.file)[place.line - 1][:place.column - 1]
    return re.search(rb"\bswitch \($", before) is not None


def left_out(file, mapped):
    """
    The first lines of the conditional groups (#if, #else ...) that hold a function but no line
    that was compiled; `mapped` are the numbers of those that were.
    """
    groups, open_groups = [], []
    for number, line in enumerate(lines_of(file), 1):
        directive = re.match(rb"\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b", line)
        if not directive:
            continue
        if directive.group(1) in (b"elif", b"else", b"endif") and open_groups:
            groups.append((open_groups.pop(), number))
        if directive.group(1) != b"endif":
            open_groups.append(number)
    found = []
    for start, end in groups:
        inside = lines_of(file)[start:end - 1]
        # The project's format puts a function's opening brace alone at the start of a line.
        if b"{" in inside and not any(start < line < end for line in mapped):
            found.append((start + 1, end - 1))
    return sorted(found)
