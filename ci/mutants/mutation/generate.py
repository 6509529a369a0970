# SPDX-License-Identifier: BSD-3-Clause
"""All mutants of a file."""

import pathlib

from campaign_lib.problem import Problem

from .constants import Names, enumerations, macro_bodies, macros, named_constants
from .expressions import expressions
from .mutant import make_mutants
from .statements import statements
from .syntax import Source

_RULES = "MODEL_RULE_"


class Generator:
    """Knows the constants that the files of a folder share through its headers."""

    def __init__(self, root, flags, clang="clang"):
        self.root = pathlib.Path(root)
        self.flags = flags
        self.clang = clang
        self._headers = {}

    def _constants_of(self, folder):
        """(enumerations, numbers) that the headers of a folder define."""
        if folder not in self._headers:
            sources = [Source(self.root, str(path.relative_to(self.root)), self.flags, self.clang)
                       for path in sorted((self.root / folder).glob("*.h"))]
            kinds, numbers = enumerations(node for source in sources
                                          for node in source.declarations)
            for source in sources:
                numbers |= macros(source)
            self._headers[folder] = kinds, numbers
        return self._headers[folder]

    def _names(self, source):
        kinds, numbers = self._constants_of(str(pathlib.Path(source.path).parent))
        own_kinds, own_numbers = enumerations(source.declarations)
        rules = [name for name in kinds if name.startswith(_RULES)]
        used = [name for name in rules if name in source.code]
        kinds = {**kinds, **own_kinds, **{name: used for name in used}}
        return Names(source, kinds, numbers | own_numbers | macros(source))

    def source(self, path):
        """The file as clang reads it."""
        return Source(self.root, path, self.flags, self.clang)

    def mutants(self, path):
        """Every mutant of the file; that there is none is an error."""
        source = self.source(path)
        names = self._names(source)
        edits = list(macro_bodies(source))
        for tree in source.declarations:
            if not tree.has_text():
                continue
            edits += expressions(source, tree)
            if tree in source.functions:
                edits += statements(source, tree)
                body = next(part for part in tree.children if part.kind == "CompoundStmt")
                edits += named_constants(source, names, (body.start, body.end))
            elif tree.kind == "VarDecl":
                edits += named_constants(source, names, (tree.start, tree.end))
            elif tree.kind == "EnumDecl":
                for child in tree.children:
                    extent = (child.start + len(child.name), child.end)
                    edits += named_constants(source, names, extent)
        mutants = make_mutants(source, lambda at: _function_at(source, at), edits)
        if not mutants:
            raise Problem(f"{path}: nothing in it can be mutated")
        return mutants


def _function_at(source, offset):
    """The name of the function, or of what else stands there."""
    for tree in source.declarations:
        if tree.has_text() and tree.start <= offset < tree.end:
            return tree.name or "enum"
    return "macro"
