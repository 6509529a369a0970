# SPDX-License-Identifier: BSD-3-Clause
"""The gates of the proof: what is wrong in the sources or in their contracts makes it fail."""

import importlib.machinery
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "ci" / "prove"
FUNCTION = "epollctx_token_kind"
BODY = "return token & (((uint64_t)1 << kind_bits) - 1);"


def imported(name):
    """A tool without a suffix as a module."""
    sys.path.insert(0, str(TOOLS))
    loader = importlib.machinery.SourceFileLoader(f"prove_{name}", str(TOOLS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


class ProofTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)
        for name in ("src", "include"):
            shutil.copytree(ROOT / name, self.root / name)

    def change(self, name, old, new):
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        self.assertEqual(text.count(old), 1, f"{name} has no single {old!r}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def contract(self):
        """The function's contract, as the header has it."""
        before = (self.root / "include" / "epollctx.h").read_text(encoding="utf-8")
        before = before[:before.index(f" {FUNCTION}(")]
        return before[before.rindex("/*@"):before.rindex("*/") + 2]

    def prove(self, status, *options, file="src/token.c"):
        done = subprocess.run([TOOLS / "prove", "--root", self.root, "--build", self.root / "build",
                               "--file", file, "--function", FUNCTION, "--jobs", "1", *options],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False, timeout=300)
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def test_what_is_shipped_is_proved(self):
        output = self.prove(0, "--smoke")
        self.assertRegex(output, r"Proved goals: [1-9]\d* / [1-9]\d*, of 1 functions; [1-9]")

    def test_too_few_goals(self):
        self.assertIn("fewer than the floor of 1000", self.prove(1, "--floor", "1000"))

    def test_a_body_that_does_something_else(self):
        self.change("src/token.c", BODY, "return token & ((uint64_t)1 << kind_bits);")
        self.assertIn("NOT PROVED", self.prove(1, "--quiet"))

    def test_undefined_behaviour_that_the_contract_does_not_see(self):
        self.change("src/token.c", BODY,
                    "unsigned more = kind_bits + 1;\n\t(void)((uint64_t)1 << more);\n\t" + BODY)
        self.assertIn("rte", self.prove(1, "--quiet"))

    def test_a_function_without_a_contract(self):
        self.change("include/epollctx.h", self.contract(), "")
        self.assertIn(FUNCTION, self.prove(1, "--quiet"))

    def test_a_contract_that_nobody_can_meet(self):
        contract = self.contract()
        self.change("include/epollctx.h", contract,
                    contract.replace("/*@", "/*@ requires kind_bits < kind_bits;\n   ", 1))
        self.assertIn("smoke", self.prove(1, "--quiet", "--smoke"))

    def test_a_file_that_is_not_there(self):
        self.assertIn("is no source file", self.prove(2, file="src/nothing.c"))


class WeakeningTest(unittest.TestCase):
    mutants = imported("mutants")

    def read(self, text):
        with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            return self.mutants.read_list(file.name)

    def test_an_entry_is_applied_within_its_function(self):
        entry, = self.read("# c\n== src/x.c f: is wrong\n- return 1;\n+ return 2;\n")
        text = "int g(void)\n{\n\treturn 1;\n}\n\nint f(void)\n{\n\treturn 1;\n}\n"
        self.assertEqual(entry.apply(text), "return 2;".join(text.rsplit("return 1;", 1)))

    def test_what_does_not_fit_is_refused(self):
        entry, = self.read("== src/x.c f: is wrong\n- 1\n+ 2\n")
        for text in ("int g(void)\n{\n\treturn 1;\n}\n", "int f(void)\n{\n\treturn 11;\n}\n",
                     "int f(void)\n{\n\treturn 0;\n}\n"):
            with self.assertRaises(self.mutants.BadList):
                entry.apply(text)

    def test_a_list_that_says_no_change_is_refused(self):
        for text in ("- 1\n", "nonsense\n", "== src/x.c f: is wrong\n- 1\n",
                     "== src/x.c f: is wrong\n- 1\n+ 1\n"):
            with self.assertRaises(self.mutants.BadList):
                self.read(text)

    def test_a_function_without_an_entry_is_refused(self):
        entries = self.mutants.read_list(str(TOOLS / "weakenings.txt"))
        self.mutants.check_list(entries)
        rest = [entry for entry in entries if entry.function != FUNCTION]
        self.assertLess(len(rest), len(entries))
        with self.assertRaisesRegex(self.mutants.BadList, FUNCTION):
            self.mutants.check_list(rest)


if __name__ == "__main__":
    unittest.main()
