# SPDX-License-Identifier: BSD-3-Clause
"""The checks: the commands that each of them consists of. A disabled rule of a tool has its reason
beside it: here, in .clang-tidy or in ci/lint/cppcheck.txt.
"""

import dataclasses
import re
import shutil
import subprocess

from . import sizes

SOME = 8  # files for one process of a quick tool
# Programs that are wrong on purpose: the sanitizers must find it, and the analyzers do too.
WRONG = "ci/sanitize/canary/defects/"
# Where gcc 12's analyzer is wrong, and why.
LEAK = "-Wno-analyzer-malloc-leak"
GCC_IS_WRONG = {
    # It takes a return from must() for possible after a failure.
    "tests/bench/bench.c": (LEAK, "-Wno-analyzer-file-leak"),
    # What is allocated belongs to the structure whose address came in; the caller frees it.
    "tests/exhaustive/declaration.c": (LEAK,),
    "tests/stress/object.c": (LEAK,),
}


@dataclasses.dataclass(frozen=True)
class Work:
    """One command, or function, of a check; a `silent` tool writes only when it found something."""

    check: str
    about: str
    action: object
    silent: bool = False


def portions(names, size=SOME):
    for first in range(0, len(names), size):
        yield names[first:first + size]


def deep(project):
    """The C files of the analyzers, which take long."""
    return [name for name in project.ending(".c")
            if name in project.deep and not name.startswith(WRONG)]


def formatting(check, project):
    for names in portions(project.ending(".c", ".h", ".cc"), 40):
        yield Work(check, names[0], ["clang-format", "--dry-run", "-Werror", *names])


def tidy(check, project):
    for name in project.ending(".c"):
        yield Work(check, name, ["clang-tidy", "--quiet", name, "--", *project.flags[name]])


def clang_analyzer(check, project):
    for name in deep(project):
        yield Work(check, name, [
            "clang", *project.flags[name], "--analyze", "--analyzer-output", "text",
            "-Xclang", "-analyzer-werror", "-o", "/dev/null", name], silent=True)


def gcc_analyzer(check, project):
    """The core as one unit, so that the analyzer sees that a NULL ends in -EINVAL."""
    command = ["gcc", "-O1", "-fanalyzer", "-Werror", "-c", "-o", "/dev/null"]
    core = [name for name in project.ending(".c") if name.startswith("src/")]
    if core:
        every = sorted(name for name in project.flags if name.startswith("src/"))
        unit = project.root / "build" / "lint" / "core.c"
        unit.parent.mkdir(parents=True, exist_ok=True)
        unit.write_text("".join(f'#include "{project.root / name}"\n' for name in every),
                        encoding="utf-8")
        yield Work(check, "src/", [*command, *project.flags[every[0]], str(unit)])
    for name in deep(project):
        if name not in core:
            yield Work(check, name, [*command, *project.flags[name],
                                     *GCC_IS_WRONG.get(name, ()), name])


def cppcheck(check, project):
    for names in portions(project.ending(".c")):
        flags = sorted({flag for name in names for flag in project.flags[name]
                        if flag.startswith(("-I", "-D"))})
        yield Work(check, names[0], [
            "cppcheck", "--quiet", "--enable=warning,style,performance,portability",
            "--std=c11", "--error-exitcode=1",
            "--template={file}:{line}: {severity}: {message} [{id}]",
            "--suppressions-list=ci/lint/cppcheck.txt", *flags, *names], silent=True)


# -Wno-non-pointer-null: the initialisers of the header must hold in C and C++ and without another
# header; 0 is a null pointer in both.
def sparse(check, project):
    for name in project.ending(".c"):
        yield Work(check, name, ["sparse", "-Wall", "-Wno-non-pointer-null", "-Wsparse-error",
                                 *project.flags[name], name], silent=True)


# SC2046, SC2086: names of the project's files hold no blanks, and lists of them are meant to split.
# SC2015: `a && b || fail` where b is an echo or a test that cannot fail by itself.
# SC2013: words of our own tables, which hold no blanks. SC2016: $ that belongs to another language.
def shellcheck(check, project):
    for names in portions(project.shell()):
        yield Work(check, names[0], ["shellcheck", "--exclude=SC2046,SC2086,SC2015,SC2013,SC2016",
                                     *names])


def unused_but_wanted(root, names):
    """What pyflakes says, but for imports whose line says that they are wanted for their effect."""
    done = subprocess.run(["pyflakes3", *names], cwd=root, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    found = []
    for line in done.stdout.splitlines():
        name, _, rest = line.partition(":")
        number = rest.partition(":")[0]
        source = (root / name).read_text(encoding="utf-8").splitlines() if number.isdigit() else []
        if not (source and "imported but unused" in line and
                re.search("# noqa: .*F401", source[int(number) - 1])):
            found.append(line)
    if done.returncode not in (0, 1):
        found.append(f"pyflakes3 ended with {done.returncode}")
    return "\n".join(found)


def pyflakes(check, project):
    for names in portions(project.python(), 100):
        yield Work(check, names[0], lambda names=names: unused_but_wanted(project.root, names))


def size_check(check, project):
    yield Work(check, "every file", lambda: sizes.too_long(project))


CHECKS = {
    "formatting": formatting,
    "tidy": tidy,
    "clang-analyzer": clang_analyzer,
    "gcc-analyzer": gcc_analyzer,
    "cppcheck": cppcheck,
    "sparse": sparse,
    "shellcheck": shellcheck,
    "pyflakes": pyflakes,
    "sizes": size_check,
}
TOOLS = {
    "formatting": "clang-format", "tidy": "clang-tidy", "clang-analyzer": "clang",
    "gcc-analyzer": "gcc", "cppcheck": "cppcheck", "sparse": "sparse",
    "shellcheck": "shellcheck", "pyflakes": "pyflakes3", "sizes": "ctags",
}


def missing_tools(names):
    return sorted({TOOLS[name] for name in names if shutil.which(TOOLS[name]) is None})
