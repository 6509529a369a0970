# SPDX-License-Identifier: BSD-3-Clause
"""Which files there are to check, of which language, and with which flags C files are built."""

import re
import shlex
import subprocess

SAMPLED = "src/"
ENOUGH = 40


class Unusable(Exception):
    """The checks cannot be made: the text says why."""


def lines_of(root, *command):
    done = subprocess.run(command, cwd=root, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Unusable(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout.splitlines()


def every_file(root):
    """What git knows; in a tree that came without it, all but what is built and hidden folders."""
    if (root / ".git").exists():
        names = lines_of(root, "git", "ls-files")
    else:
        names = [str(path.relative_to(root)) for path in sorted(root.rglob("*"))]
        names = [name for name in names if not re.match(r"build/|\.[^/]*/", name)]
    return [name for name in names if (root / name).is_file()]


def first_line(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.readline()


class Project:
    """The files of the project, by language; only those changed since a revision, if one is given.

    A header is checked through the C files that include it: a changed one means all of them. A
    sample has every file, but only some of them `deep`, for the checks that take long: SAMPLED, and
    what has changed, or includes what has changed, as far as ENOUGH reaches.
    """

    def __init__(self, root, flags, since=None, sample=False):
        self.root = root
        self.flags = read_flags(flags)
        self.all = every_file(root)
        self.chosen = set(self.all)
        if since and not sample:
            changed = self.changed(since)
            if any(name.endswith(".h") for name in changed):
                changed |= set(self.flags)
            self.chosen &= changed
        self.deep = self.sample_of(since) if sample else self.chosen
        unknown = [name for name in self.ending(".c") if name not in self.flags]
        if unknown:
            raise Unusable(f"no flags are known for {unknown[0]} (make lint writes them)")

    def changed(self, since):
        return set(lines_of(self.root, "git", "diff", "--name-only", since, "--"))

    def sample_of(self, since):
        names = self.ending(".c")
        chosen = [name for name in names if name.startswith(SAMPLED)]
        try:
            changed = self.changed(since) if since else set()
        except Unusable:  # a clone without history, or with one commit
            changed = set()
            print(f"       {since} is not known here: the long checks see {SAMPLED} alone")
        headers = "|".join(re.escape(name.rpartition("/")[2]) for name in sorted(changed)
                           if name.endswith(".h"))
        includes = re.compile(rf'^#include "(.*/)?({headers})"$', re.MULTILINE)
        chosen += [name for name in names if name in changed]
        chosen += [name for name in names if headers and
                   includes.search((self.root / name).read_text(encoding="utf-8"))]
        chosen = list(dict.fromkeys(chosen))
        if len(chosen) > ENOUGH:
            print(f"       the long checks see {ENOUGH} of {len(chosen)} files that have changed")
        return set(chosen[:ENOUGH])

    def ending(self, *endings):
        return [name for name in self.all if name in self.chosen and name.endswith(endings)]

    def scripts(self, *interpreters):
        """Files without an ending that are run by one of the interpreters."""
        return [name for name in self.all
                if name in self.chosen and "." not in name.rpartition("/")[2].lstrip(".")
                and first_line(self.root / name).startswith("#!")
                and first_line(self.root / name).strip().endswith(interpreters)]

    def shell(self):
        return self.ending(".sh") + self.scripts("bash", "/sh")

    def python(self):
        return self.ending(".py") + self.scripts("python3")


def read_flags(path):
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror} (make lint writes it)") from error
    flags = {}
    for line in lines:
        name, *rest = shlex.split(line) or [""]
        if name:
            flags[name] = rest
    return flags
