# SPDX-License-Identifier: BSD-3-Clause
"""Mutations of constants that have a name, and of what macros stand for."""

import re

from .mutant import Edit

# Who takes the place of whom: the next of the ring. A name in several rings has several neighbours.
RINGS = (
    ("EPOLL_CTL_ADD", "EPOLL_CTL_MOD", "EPOLL_CTL_DEL"),
    ("EPOLL_CTL_DEL", "EPOLL_CTL_MOD", "EPOLL_CTL_ADD"),
    ("EPOLLIN", "EPOLLOUT", "EPOLLPRI", "EPOLLRDHUP", "EPOLLERR", "EPOLLHUP"),
    ("EPOLLET", "EPOLLONESHOT", "EPOLLEXCLUSIVE"),
    ("MODEL_IN", "MODEL_OUT", "MODEL_PRI", "MODEL_RDHUP", "MODEL_ERR", "MODEL_HUP"),
    ("MODEL_RDNORM", "MODEL_WRNORM", "MODEL_RDBAND", "MODEL_WRBAND", "MODEL_MSG"),
    ("MODEL_ET", "MODEL_ONESHOT", "MODEL_EXCLUSIVE", "MODEL_WAKEUP"),
    ("SHUT_RECEIVE", "SHUT_SEND", "SHUT_BOTH"),
    ("CLOCK_MONOTONIC", "CLOCK_REALTIME"),
    ("F_DUPFD_CLOEXEC", "F_DUPFD"),
)
TRUTHS = {"true": "false", "false": "true"}
FLAGS = {"EPOLL_CLOEXEC", "EFD_CLOEXEC", "FLAGS"}.union(
    *(ring for ring in RINGS if ring[0].startswith(("EPOLLIN", "EPOLLET", "MODEL_"))))
FOREIGN_ERRNO = "EIO"  # nothing here makes it
NUMBERS = {"INT_MAX", "UINT64_MAX", "UINT32_MAX", "INT64_MAX", "INT32_MAX"}
ERRNO = re.compile(r"E(?!POLL|OF\b|FD_)[A-Z0-9]{2,}")
_WORD = re.compile(r"\b[A-Za-z_]\w*\b")
_DEFINITION = re.compile(r"[ \t]*#[ \t]*define[ \t]+(\w+)(\([^)]*\))?")
_NUMBER = re.compile(r"(?<![\w.])(?:0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*\b")
_OPERATOR = re.compile(r"<<|>>|==|(?<= )[-+*/|&](?= )")
_OTHER_OPERATORS = {"<<": (">>",), ">>": ("<<",), "==": ("!=",), "+": ("-",), "-": ("+",),
                    "*": ("/",), "/": ("*",), "|": ("&",), "&": ("|",)}


class Names:
    """The constants that a source can name: enumerators by their enumeration, and macros."""

    def __init__(self, source, kinds, macros):
        """`kinds`: enumerator -> the enumerators of its (named) enumeration; `macros`: names."""
        self.kinds = kinds
        self.numbers = NUMBERS | macros
        used = set(_WORD.findall(source.code))
        self.errnos = sorted(name for name in used if ERRNO.fullmatch(name))

    def others(self, name):
        """(text, kind of mutation) of each constant that may stand for this one."""
        if name in self.errnos:
            ring = self.errnos[self.errnos.index(name) + 1:] + self.errnos
            return [(other, "errno") for other in {ring[0], FOREIGN_ERRNO} - {name}]
        if name in TRUTHS:
            return [(TRUTHS[name], "constant")]
        found = [(ring[(ring.index(name) + 1) % len(ring)], "flag")
                 for ring in RINGS if name in ring]
        if name in FLAGS:
            found.append(("0", "flag"))
        if not found and name in self.kinds:
            ring = self.kinds[name]
            found = [(ring[(ring.index(name) + 1) % len(ring)], "enumerator")]
        if not found and name in self.numbers:
            found = [(f"({name} + 1)", "constant"), (f"({name} - 1)", "constant"),
                     ("0", "constant")]
        return found


def enumerations(trees):
    """The `kinds` of Names; the enumerators of an enumeration without name are numbers: macros."""
    kinds, numbers = {}, set()
    for tree in trees:
        for node in tree.walk():
            if node.kind != "EnumDecl":
                continue
            names = [child.name for child in node.children if child.kind == "EnumConstantDecl"]
            if node.name:
                kinds.update((name, names) for name in names)
            else:
                numbers.update(names)
    return kinds, numbers


def macros(source):
    """The object-like macros of a source that stand for a number."""
    found = set()
    for directive in source.directives():
        match = _DEFINITION.match(directive.group())
        if match and not match[2] and _NUMBER.search(directive.group(), match.end()):
            found.add(match[1])
    return found


def named_constants(source, names, extent):
    """Every use of a constant's name between two places."""
    for match in _WORD.finditer(source.code, *extent):
        for text, kind in names.others(match.group()):
            yield Edit(match.start(), match.end(), text, kind)


def _rows(start, body):
    """Of a list `X(a, ...) X(b, ...)`: each row left out."""
    for match in re.finditer(r"\bX\([^()]*\)", body):
        yield Edit(start + match.start(), start + match.end(), "", "row")


def macro_bodies(source):
    """What a macro stands for: its numbers, its operators, its flags; the rows of a list."""
    for directive in source.directives():
        match = _DEFINITION.match(directive.group())
        if not match:
            continue
        start = directive.start() + match.end()
        body = directive.group()[match.end():]
        if match[2]:
            yield from _rows(start, body)
            continue
        for number in _NUMBER.finditer(body):
            text, at = number.group(), start + number.start()
            for other in (f"({text} + 1)", f"({text} - 1)", "0"):
                yield Edit(at, at + len(text), other, "constant")
        for operator in _OPERATOR.finditer(body):
            for other in _OTHER_OPERATORS[operator.group()]:
                yield Edit(start + operator.start(), start + operator.end(), other, "operator")
        for word in _WORD.finditer(body):
            if word.group() in FLAGS:
                yield Edit(start + word.start(), start + word.end(), "0", "flag")
            elif word.group() in NUMBERS:
                yield Edit(start + word.start(), start + word.end(), f"({word.group()} - 1)",
                           "constant")
