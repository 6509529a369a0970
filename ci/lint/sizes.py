# SPDX-License-Identifier: BSD-3-Clause
"""A function fits a screen, a file 500 lines; in every language, by a parser of it."""

import ast
import json
import re
import subprocess

FUNCTION_LINES = 60
FILE_LINES = 500
# The contracts of the header are its text, and the proof reads them there.
MAY_BE_LONGER = {"include/epollctx.h"}
# Of a C function, what is read by the proof alone does not count.
ANNOTATION = re.compile(r"^[ \t]*/\*@.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
SHELL_FUNCTION = re.compile(r"^([a-zA-Z_][\w-]*)\(\) *[{(]")


def lines_of_annotations(path):
    """The numbers of the lines that ACSL takes for itself."""
    text = path.read_text(encoding="utf-8")
    found = set()
    for match in ANNOTATION.finditer(text):
        first = text.count("\n", 0, match.start()) + 1
        found.update(range(first, first + match[0].count("\n")))
    return found


def c_functions(root, names):
    """(file, function, first line, number of lines) of each, as universal-ctags parses them."""
    annotations = {}
    done = subprocess.run(
        ["ctags", "--output-format=json", "--languages=C,C++", "--map-C=+.h", "--map-C++=-.h",
         "--kinds-C=f", "--kinds-C++=f", "--fields=+ne", "-f", "-", *names],
        cwd=root, check=True, stdout=subprocess.PIPE, text=True)
    for line in done.stdout.splitlines():
        tag = json.loads(line)
        if tag["_type"] == "tag" and "end" in tag:
            path = tag["path"]
            if path not in annotations:
                annotations[path] = lines_of_annotations(root / path)
            lines = set(range(tag["line"], tag["end"] + 1)) - annotations[path]
            yield path, tag["name"], tag["line"], len(lines)


def python_functions(root, names):
    for name in names:
        tree = ast.parse((root / name).read_text(encoding="utf-8"), name)
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield name, node.name, node.lineno, node.end_lineno - node.lineno + 1


def shell_functions(root, names):
    """By the project's form: a name at the left margin, and a closing brace there."""
    for name in names:
        started = None
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            match = SHELL_FUNCTION.match(line)
            if match and not line.rstrip().endswith((" }", ";}")):
                started = match[1], number
            elif started and line in ("}", ")"):
                yield name, *started, number - started[1] + 1
                started = None


def long_functions(project):
    c_files = project.ending(".c", ".h", ".cc")
    found = [*c_functions(project.root, c_files)] if c_files else []
    if [name for name in c_files if name.endswith(".c")] and not found:
        yield "ctags finds no function in any C file"
    found += python_functions(project.root, project.python())
    found += shell_functions(project.root, project.shell())
    for name, function, first, lines in found:
        if lines > FUNCTION_LINES:
            yield f"{name}:{first}: {function} has {lines} lines"


def long_files(project):
    names = [*project.ending(".c", ".h", ".cc", ".mk"), *project.python(), *project.shell(),
             *(name for name in project.all if name.endswith("Makefile"))]
    for name in names:
        lines = (project.root / name).read_bytes().count(b"\n")
        if lines > FILE_LINES and name not in MAY_BE_LONGER:
            yield f"{name} has {lines} lines"


def too_long(project):
    """What is too long, a line for each."""
    return "\n".join([*long_files(project), *long_functions(project)])
