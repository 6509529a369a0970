# SPDX-License-Identifier: BSD-3-Clause
"""What clang says that a source is: its syntax tree, each node with its place in the text."""

import json
import os
import re
import subprocess

from campaign_lib.problem import Problem

# Comments, strings and character literals: nothing in them is code.
_NO_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*$", re.MULTILINE)


def _blank(match):
    """As many characters, and the same lines."""
    return re.sub(r"[^\n]", " ", match.group())


class Node:
    """
    A node of the tree. `start` and `end` are its text; both None when that is not in this file, or
    when it is a part of what a macro stands for.
    """

    def __init__(self, raw, parent, span):
        self.kind = raw.get("kind", "")
        self.opcode = raw.get("opcode", "")
        self.name = raw.get("name", "")
        self.value = raw.get("value")
        self.is_postfix = raw.get("isPostfix", False)
        self.has_else = raw.get("hasElse", False)
        self.type = raw.get("type", {}).get("qualType", "")
        self.refers_to = raw.get("referencedDecl", {})
        self.parent = parent
        self.start, self.end = span
        self.children = []

    def has_text(self):
        """Whether it can be replaced."""
        return self.start is not None

    def walk(self):
        """Itself and all below it, in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


class Source:
    """A file, its text, its text without comments, strings and directives, and its tree."""

    def __init__(self, root, path, flags, clang="clang"):
        self.path = path
        self.text = (root / path).read_text(encoding="latin-1")
        self.uncommented = _NO_CODE.sub(_blank, self.text)
        self.code = _DIRECTIVE.sub(_blank, self.uncommented)
        self._line_starts = [0] + [match.end() for match in re.finditer("\n", self.text)]
        raw = self._parse(root, flags, clang)
        _Files().resolve(raw)
        self.declarations = [self._node(child, None) for child in raw.get("inner", [])
                             if child.get("loc", {}).get("in") == path]
        if not self.declarations and not self.directives():
            raise Problem(f"{path}: clang finds nothing in it")
        self.functions = [node for node in self.declarations if node.kind == "FunctionDecl"
                          and any(child.kind == "CompoundStmt" for child in node.children)]

    def _parse(self, root, flags, clang):
        command = [clang, *flags, "-w", "-x", "c", "-fsyntax-only", "-Xclang", "-ast-dump=json",
                   self.path]
        try:
            done = subprocess.run(command, cwd=root, capture_output=True, check=False,
                                  env={**os.environ, "CCACHE_DISABLE": "1"})
        except OSError as error:
            raise Problem(f"cannot start {clang}: {error.strerror}") from error
        if done.returncode != 0:
            raise Problem(f"{self.path} does not compile: {done.stderr.decode()[-2000:]}")
        return json.loads(done.stdout)

    def _node(self, raw, parent):
        node = Node(raw, parent, self._span(raw.get("range", {})))
        for child in raw.get("inner", []):
            node.children.append(self._node(child, node))
        return node

    def _span(self, extent):
        begin, end = extent.get("begin", {}), extent.get("end", {})
        nowhere = (None, None)
        first, first_expanded = _place(begin)
        last, last_expanded = _place(end)
        if not first or not last or first["in"] != self.path or last["in"] != self.path:
            return nowhere
        if first_expanded and last_expanded and first["offset"] == last["offset"]:
            return nowhere
        stop = last["offset"] + last["tokLen"]
        return first["offset"], self._past_arguments(stop) if last_expanded else stop

    def _past_arguments(self, stop):
        """A macro's place is its name; its arguments belong to it."""
        opening = re.compile(r"\s*\(").match(self.code, stop)
        if not opening:
            return stop
        depth, at = 1, opening.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(self.code[at], 0)
            at += 1
        return at

    def line_of(self, offset):
        """The number of the line, from 1."""
        low, high = 0, len(self._line_starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._line_starts[middle] <= offset else (low, middle)
        return low + 1

    def lines(self, start, end):
        """The whole lines around a part of the text: where they begin and end."""
        first = self._line_starts[self.line_of(start) - 1]
        stop = self.text.find("\n", end)
        return first, len(self.text) if stop < 0 else stop

    def directives(self):
        """The matches of all preprocessor directives."""
        return list(_DIRECTIVE.finditer(self.uncommented))


def _place(location):
    """(The place in a file, whether a macro stands there) of a begin or an end."""
    if "expansionLoc" in location:
        return location["expansionLoc"], True
    return (location, False) if "offset" in location else (None, False)


class _Files:
    """clang names a file only where it changes from the place printed before: fills it in."""

    def __init__(self):
        self.current = None

    def resolve(self, raw):
        """In the order in which it was printed. A declaration is where the macro around it is."""
        if isinstance(raw, list):
            for part in raw:
                self.resolve(part)
        elif isinstance(raw, dict):
            if "offset" in raw:
                self.current = raw.get("file", self.current)
                raw["in"] = self.current
            for part in raw.values():
                self.resolve(part)
            if "expansionLoc" in raw:
                raw["in"] = raw["expansionLoc"].get("in")
