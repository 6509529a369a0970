# SPDX-License-Identifier: BSD-3-Clause
"""Each static check finds a defect of its kind, in a project of one file, and a clean one is clean."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "ci"))

from lint import checks  # noqa: E402

FLAGS = "-std=c11 -D_GNU_SOURCE"
HEAD = "/* SPDX-License-Identifier: BSD-3-Clause */\n"
CLEAN = {
    "src/clean.c": HEAD + "int twice(int number);\nint twice(int number)\n{\n\treturn 2 * number;\n}\n",
    "ci/clean": '#!/usr/bin/env bash\necho "$1"\n',
    "ci/clean.py": '"""Clean."""\n',
}


def function(body, prototype="int f(int *p)"):
    return f"{HEAD}#include <stdlib.h>\n\n{prototype};\n{prototype}\n{{\n{body}}}\n"


DEFECTS = {  # check: (file, text, what is said)
    "formatting": ("src/x.c", "int  x(void){return 0;}\n", "clang-format-violations"),
    "tidy": ("src/x.c", function("\tif (*p > 0)\n\t\treturn (*p)--;\n\telse\n\t\treturn 0;\n"),
             "readability-else-after-return"),
    "clang-analyzer": ("src/x.c", function("\tif (p == NULL)\n\t\treturn *p;\n\treturn 0;\n"),
                       "core.NullDereference"),
    "gcc-analyzer": ("src/x.c", function("\tfree(p);\n\tfree(p);\n\treturn 0;\n"),
                     "analyzer-double-free"),
    "cppcheck": ("src/x.c", function("\tint a[4] = {0};\n\n\treturn p ? a[4] : 0;\n"),
                 "arrayIndexOutOfBounds"),
    "sparse": ("src/x.c", "int x;\n", "was not declared"),
    "shellcheck": ("ci/x", "#!/usr/bin/env bash\ncd /nowhere\necho here\n", "SC2164"),
    "pyflakes": ("ci/x.py", "import os\n", "imported but unused"),
    "sizes": ("src/x.c", function("\t*p = 1;\n" * 60 + "\treturn 0;\n"), "f has 64 lines"),
}


class Scratch:
    """A repository with the checks, their settings, and clean files."""

    def __init__(self, case):
        folder = tempfile.TemporaryDirectory()
        case.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "project"
        shutil.copytree(ROOT / "ci" / "lint", self.root / "ci" / "lint")
        for name in (".clang-tidy", "src/.clang-tidy", ".clang-format", ".gitignore"):
            self.write(name, (ROOT / name).read_text(encoding="utf-8"))
        for name, text in CLEAN.items():
            self.write(name, text)
        self.git("init", "-q")
        self.commit()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def git(self, *command):
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *command],
                       cwd=self.root, check=True, stdout=subprocess.DEVNULL)

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")

    def lint(self, *options):
        """The status and the output, once the flags of every C file are written, as make does."""
        names = sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*.c"))
        self.write("build/lint/flags", "".join(f"{name} {FLAGS}\n" for name in names))
        done = subprocess.run([sys.executable, self.root / "ci" / "lint" / "run", *options],
                              cwd=self.root, check=False, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return done.returncode, done.stdout


class DefectCase(unittest.TestCase):
    def test_what_is_clean_is_clean(self):
        status, output = Scratch(self).lint()
        self.assertEqual(status, 0, output)
        self.assertIn(f"{len(checks.CHECKS)} checks passed, 0 failed", output)

    def test_every_check_finds_its_defect(self):
        self.assertEqual(DEFECTS.keys(), checks.CHECKS.keys())
        for check, (name, text, said) in DEFECTS.items():
            with self.subTest(check):
                scratch = Scratch(self)
                scratch.write(name, text)
                scratch.commit()
                status, output = scratch.lint(check)
                self.assertEqual(status, 1, output)
                self.assertIn(said, output)

    def test_long_functions_and_files_of_each_language(self):
        for name, text, said in (
                ("ci/x.py", "def f():\n" + "    print(1)\n" * 60, "ci/x.py:1: f has 61 lines"),
                ("ci/x", "#!/usr/bin/env bash\nf() {\n" + "\ttrue\n" * 60 + "}\n",
                 "ci/x:2: f has 62 lines"),
                ("ci/x.mk", "# long\n" * 501, "ci/x.mk has 501 lines")):
            with self.subTest(name):
                scratch = Scratch(self)
                scratch.write(name, text)
                scratch.commit()
                status, output = scratch.lint("sizes")
                self.assertEqual(status, 1, output)
                self.assertIn(said, output)

    def test_annotations_of_the_proof_are_no_lines_of_a_function(self):
        annotation = "\t/*@ assert *p == 1;\n\t    assert p != 0;\n\t */\n"
        scratch = Scratch(self)
        scratch.write("src/x.c", function(annotation * 30 + "\t*p = 1;\n" * 56 + "\treturn 0;\n"))
        scratch.commit()
        self.assertEqual(scratch.lint("sizes"), (0, mock.ANY))

    def test_nothing_to_check_is_a_failure(self):
        scratch = Scratch(self)
        (scratch.root / "ci" / "clean").unlink()
        scratch.commit()
        status, output = scratch.lint("shellcheck")
        self.assertEqual(status, 1, output)
        self.assertIn("there was nothing to check", output)

    def test_an_unknown_check_and_a_file_without_flags(self):
        scratch = Scratch(self)
        self.assertEqual(scratch.lint("nothing")[0], 2)
        (scratch.root / "src" / "late.c").write_text("int late;\n", encoding="utf-8")
        scratch.commit()
        flags = scratch.root / "flags"
        flags.write_text("src/clean.c\n", encoding="utf-8")
        status, output = scratch.lint("--flags", str(flags))
        self.assertEqual(status, 2, output)
        self.assertIn("no flags are known for src/late.c", output)


class SinceCase(unittest.TestCase):
    """What is looked at, of a defect that clang's analyzer finds, when it is not all."""

    def project(self, changes):
        """Two commits: a wrong file and its header outside of src/, and then the changes."""
        scratch = Scratch(self)
        scratch.write("fuzz/x.c", DEFECTS["clang-analyzer"][1].replace(
            "#include", '#include "x.h"\n#include', 1))
        scratch.write("fuzz/x.h", HEAD)
        scratch.commit()
        for name, text in changes.items():
            scratch.write(name, text)
        scratch.commit()
        return scratch

    def test_only_what_has_changed(self):
        scratch = self.project({"src/new.c": CLEAN["src/clean.c"]})
        self.assertEqual(scratch.lint("--since", "HEAD~1", "clang-analyzer")[0], 0)
        self.assertEqual(scratch.lint("--since", "HEAD~2", "clang-analyzer")[0], 1)
        self.assertEqual(scratch.lint("clang-analyzer")[0], 1)

    def test_a_changed_header_means_the_files_that_include_it(self):
        scratch = self.project({"fuzz/x.h": HEAD + "/* changed */\n"})
        for options in (["--since", "HEAD~1"], ["--since", "HEAD~1", "--sample"]):
            self.assertEqual(scratch.lint(*options, "clang-analyzer")[0], 1)

    def test_a_sample_analyses_the_core_and_what_has_changed(self):
        scratch = self.project({"ci/new": CLEAN["ci/clean"]})
        self.assertEqual(scratch.lint("--sample", "--since", "HEAD~1", "clang-analyzer")[0], 0)
        scratch.write("src/x.c", DEFECTS["clang-analyzer"][1])
        scratch.commit()
        for since in ("HEAD", "HEAD~1"):
            self.assertEqual(scratch.lint("--sample", "--since", since, "clang-analyzer")[0], 1)

    def test_a_tree_without_git(self):
        scratch = self.project({"build/old.py": "import os\n", ".hidden/old.py": "import os\n"})
        shutil.rmtree(scratch.root / ".git")
        self.assertEqual(scratch.lint("pyflakes", "sizes")[0], 0)
        scratch.write(*DEFECTS["pyflakes"][:2])
        self.assertEqual(scratch.lint("pyflakes")[0], 1)

    def test_a_clone_without_history(self):
        scratch = self.project({})
        shallow = scratch.root.parent / "shallow"
        scratch.git("clone", "-q", "--depth=1", f"file://{scratch.root}", str(shallow))
        scratch.root = shallow
        status, output = scratch.lint("--sample", "--since", "HEAD~1", "clang-analyzer")
        self.assertEqual(status, 0, output)
        self.assertIn("HEAD~1 is not known here", output)
        status, output = scratch.lint("--since", "HEAD~1", "clang-analyzer")
        self.assertEqual(status, 2, output)
        self.assertIn("HEAD~1", output)


if __name__ == "__main__":
    unittest.main()
