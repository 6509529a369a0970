# SPDX-License-Identifier: BSD-3-Clause
"""Lets the tests import the tool, and builds a project of one function for it to mutate."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent / "ci" / "mutants"), str(HERE.parent.parent / "ci")]

from mutation import judge as judging  # noqa: E402
from mutation.generate import Generator  # noqa: E402
from mutation.killers import Check, Killer  # noqa: E402
from mutation.limits import Limits  # noqa: E402
from mutation.memory import Memory  # noqa: E402
from mutation.toolchain import Program, Variant  # noqa: E402

FLAGS = ["-std=c11", "-D_GNU_SOURCE", "-Iinclude"]


class Project(unittest.TestCase):
    """A test with a project below a folder of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name).resolve()
        for folder in ("src", "include", "fuzz/model", "tests"):
            (self.root / folder).mkdir(parents=True)
        self.build = self.root / "build"

    def write(self, path, text):
        """A file of the project."""
        (self.root / path).write_text(text)

    def mutants(self, text, path="src/small.c"):
        """The mutants of a source."""
        self.write(path, text)
        return Generator(self.root, FLAGS).mutants(path)

    def make(self, test):
        """What `make` would build: the core from src/small.c, and a test program's object."""
        self.write("tests/small.c", test)
        for path in ("src/small.c", "tests/small.c"):
            to = self.build / "gcc" / (path[:-2] + ".o")
            to.parent.mkdir(parents=True, exist_ok=True)
            self.tool("cc", *FLAGS, "-O2", "-MMD", "-MP", "-c", path, "-o", str(to))
        archive = self.build / "gcc" / "libcore.a"
        archive.unlink(missing_ok=True)
        self.tool("ar", "rcs", str(archive), str(self.build / "gcc" / "src" / "small.o"))

    def tool(self, *command):
        """A compiler or the like, which has to succeed."""
        subprocess.run(command, cwd=self.root, check=True,
                       env={**os.environ, "CCACHE_DISABLE": "1"})

    def judge(self, kills=(1,), checks=None):
        """A judge with one killer, whose check is the test program."""
        variant = Variant(self.root, self.build, "gcc", "cc", FLAGS, ["-O2"])
        program = Program("unit/test_small", variant, ["tests/small.o"], ["core"])
        self.check = Check(program, [[]], Limits(1), kills)
        killers = {"core": [Killer("unit", checks or [self.check])]}
        memory = Memory(self.build / "mutants" / "memory.json")
        self.addCleanup(memory.save)
        return judging.Judge(self.root, self.build / "mutants", variant, killers, None, memory, 1)

    def verdicts(self, judge, mutants):
        """Of each mutant's line: what became of it."""
        found = {}
        for mutant in mutants:
            verdict = judge.compile(mutant)
            if not verdict.status:
                judge.judge(verdict, False)
            found[mutant.after] = verdict
        return found
