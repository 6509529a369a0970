# SPDX-License-Identifier: BSD-3-Clause
"""Which runs count for what, and runs that say nothing; what the compiler would leave out."""

import io
import os
import unittest

import support

IF = ("int g(int a)\n{\n\tif (a > 1)\n\t\treturn 1;\n"
      "\t/* unreachable (a == 1 is true): nobody has one */\n\treturn a == 1 ? 2 : 3;\n}\n")
HALF = "static inline int half(int a)\n{\n\tif (a)\n\t\treturn 2;\n\treturn 1;\n}\n"
USE = "#include \"half.h\"\nint %s(int a)\n{\n\treturn half(a);\n}\n"
PAIR = "int h(int a, int b)\n{\n\treturn a && b;\n}\n"
OTHER = ("#ifdef OTHER\nint o(int a)\n{\n\treturn -a;\n}\n#else\nint o(int a)\n{\n\treturn a;\n}\n"
         "#endif\n")
FILES = {"a.c": IF, "half.h": HALF, "u.c": USE % "u", "v.c": USE % "v", "p.c": PAIR, "o.c": OTHER}


class Suites(support.FolderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.module = support.build("module.o", FILES)
        cls.other = support.build("other.o", FILES, ["-DOTHER"])
        heads = "\tint g(int), h(int, int), u(int), v(int), o(int);\n"
        cls.one = support.program("one", heads + "g(2); h(1, 1); h(0, 1); u(1); o(1);", cls.module)
        cls.two = support.program("two", heads + "g(0); h(1, 1); h(1, 0); v(0);", cls.module)
        cls.three = support.program("three", heads + "o(1);", cls.other)
        cls.reaches = support.program("reaches", heads + "g(1);", cls.module)
        cls.fails = support.program("fails", "return 3;", cls.module)

    def measure(self, tests, alone=(), output=None):
        return support.measure(FILES, tests, alone, output)

    def test_all_suites_and_all_builds_together(self):
        """A pair of runs, an inline function's branch, the code of one #if: each from its own."""
        tests = {"unit tests": [support.Part(self.module, [self.one])],
                 "fault tests": [support.Part(self.module, [self.two]),
                                 support.Part(self.other, [self.three])]}
        measured = self.measure(tests)
        self.assertEqual(measured.results[0].account.gaps, [])
        self.assertTrue(measured.covered())
        self.assertEqual([result.required for result in measured.results], [True, False, False])
        measured = self.measure(tests, alone=["unit tests"])
        self.assertFalse(measured.covered())

    def test_a_reach_by_any_suite_counts_against_a_marker(self):
        part = support.Part(self.module, [self.one, self.two])
        measured = self.measure({"unit tests": [part, support.Part(self.other, [self.three])],
                                 "fault tests": [support.Part(self.module, [self.reaches])]})
        self.assertEqual(measured.results[0].account.gaps, [])
        self.assertIn("was reached", support.wrong(measured, "a.c")[0][1])
        self.assertFalse(measured.covered())

    def test_runs_that_say_nothing(self):
        for text, commands in (("failed (3)", [self.fails]), ("left no profile", [["/bin/true"]]),
                               ("cannot start", [["./missing"]]), ("nothing to run", [])):
            with self.assertRaises(support.suites.Problem) as caught:
                support.suites.run("tests", commands, "runs", 1)
            self.assertIn(text, str(caught.exception))

    def test_a_skip_is_said(self):
        output = io.StringIO()
        skips = ["sh", "-c", "echo no such kernel; exit 77"]
        self.measure({"tests": [support.Part(self.module, [skips, self.one])]}, output=output)
        self.assertIn("skipped: sh: no such kernel", output.getvalue())


class Compiler(support.FolderCase):
    def test_a_decision_that_is_not_instrumented_is_an_error(self):
        support.write("a.c", "int f(int a, int b, int c)\n{\n\treturn a && (b || c) == 1;\n}\n")
        done = support.compile_with(*support.INSTRUMENT, "-c", "a.c", "-o", "a.o")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("unsupported MC/DC", done.stderr)
        self.assertFalse(os.path.exists("a.o"))


if __name__ == "__main__":
    unittest.main()
