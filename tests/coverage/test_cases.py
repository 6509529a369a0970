# SPDX-License-Identifier: BSD-3-Clause
"""Each kind of gap and each wrong marker fails, where it is, and nothing else does."""

import re
import unittest

import support

IF = "int F(int a)\n{\n\tif (a > 1)\n\t\treturn 1;\n\treturn 0;\n}\n"
MIXED = "int F(int a, int b, int c)\n{\n\treturn (a && b) || c;\n}\n"
OR = "int F(int a, int b, int c)\n{\n\treturn a || b || c; %s\n}\n"
EIGHT = ("int F(int a)\n{\n\treturn a & 1 && a & 2 && a & 4 && a & 8 && a & 16 && a & 32 && "
         "a & 64 &&\n\t       a & 128;\n}\n")
SWITCH = "int F(int a)\n{\n\t%s\n\tswitch (a) {\n\tcase 1:\n\tcase 2:\n\t\ta = 3;\n\t}\n\treturn a;\n}\n"
EXPANSIONS = ("#define STEP(x) \\\n\tif (x) \\\n\t\ta++;\nint F(int a)\n{\n\tSTEP(a > 1)\n"
              "\tSTEP(a > 5)\n\treturn a;\n}\n")
IN_MACRO = ("#define BOTH(x, y) ((x) && (y))\nint F(int a, int b)\n{\n\ta += BOTH(a, b);\n"
            "\treturn BOTH(b, a);\n}\n")
HIDDEN = "int F(int a, int b, int c)\n{\n\tif (c ? a || b : a)\n\t\treturn 1;\n\treturn 0;\n}\n"
OTHER = ("#ifdef OTHER\n%sint F(int a)\n{\n\treturn -a;\n}\n#else\nint F(int a)\n{\n\treturn a;\n}\n"
         "#endif\n")
PAIR = "MC/DC: no pair of runs shows that `%s` decides alone"
NEVER = "branch: `%s` is never %s"


def marked_if(outcome, line):
    """IF, with a marker on the condition and one on the line that it leads to."""
    return IF.replace("(a > 1)", "(a > 1) " + outcome).replace("return 1;", "return 1; " + line)


# name: text (its function is F), what the test does, [(line, part of what is missing)]
GAPS = {
    "whole": (IF, "F(1); F(2);", []),
    "line": (IF, "F(1);", [(3, NEVER % ("a > 1", "true")), (4, "the line never ran")]),
    "outcome": ("int F(int a)\n{\n\treturn a ? 1 : 2;\n}\n", "F(1);",
                [(3, NEVER % ("a", "false"))]),
    "unlinked": (IF, "", [(line, "the line never ran") for line in range(2, 7)]),
    # a, b and c are each true and false, and yet neither b nor c ever decides alone.
    "pairs": (MIXED, "F(1, 1, 0); F(0, 0, 0); F(1, 0, 1);",
              [(3, PAIR % "b" + " in `(a && b) || c`"), (3, PAIR % "c")]),
    "all_pairs": (MIXED, "F(1, 1, 0); F(0, 0, 0); F(1, 0, 1); F(1, 0, 0);", []),
    "eight": (EIGHT, "F(255); F(254); F(253); F(251); F(247); F(239); F(223); F(191); F(127);", []),
    "seven_of_eight": (EIGHT, "F(255); F(254); F(253); F(251); F(247); F(239); F(223); F(191);",
                       [(3, PAIR % "a & 128"), (4, NEVER % ("a & 128", "false"))]),
    "no_default": (SWITCH % ";", "F(1); F(2);", [(4, "`a` never has a value beside the cases")]),
    "a_case": (SWITCH % ";", "F(1); F(3);", [(6, "`case 2` is never taken")]),
    "no_case": (SWITCH % ";", "F(3);", [
        (4, "`a` never has the value of a case"), (5, "never ran"), (6, "never ran"),
        (7, "never ran")]),
    "expansions": (EXPANSIONS, "F(1); F(2); F(6);", []),
    "an_expansion": (EXPANSIONS, "F(1); F(2);", [(2, "(expanded at an_expansion.c:7)")]),
    "decisions_of_a_macro": (IN_MACRO, "F(1, 1); F(0, 1); F(1, 0);", []),
    "a_decision_of_a_macro": (IN_MACRO.replace("BOTH(b, a)", "BOTH(b, a + 1)"),
                              "F(1, 1); F(0, 1); F(1, 0);",
                              [(1, "`(y)` decides"), (1, "`(y)` is never false (expanded at a_deci"
                                                         "sion_of_a_macro.c:5)")]),
    "hidden": (HIDDEN, "F(0, 0, 1); F(1, 0, 1); F(0, 1, 1); F(0, 0, 0); F(1, 0, 0);",
               [(3, "`a || b` hides in the condition")]),
    "constant": ("int F(int a)\n{\n\tif (sizeof(a) == 4)\n\t\ta++;\n\treturn a;\n}\n", "F(1);",
                 [(3, "constant")]),
    "constant_macro": ("#define SMALL (sizeof(int) == 4)\nint F(int a)\n{\n"
                       "\treturn SMALL ? a : 2;\n}\n", "F(1);", [(1, "constant")]),
    "constant_operand": ("int F(int a)\n{\n\treturn a && sizeof(a) == 4;\n}\n", "F(1); F(0);",
                         [(3, "MC/DC"), (3, "constant")]),
    "other_build": (OTHER % "", "F(1);", [(2, "this build leaves the code out")]),
    # Markers that excuse what they say.
    "excused": (marked_if("/* unreachable (a > 1 is true): small */", "/* unreachable: small */"),
                "F(1);", []),
    "excused_outcome": (marked_if("/* unreachable (a > 1 is true): small */", ""), "F(1);",
                        [(4, "the line never ran")]),
    "excused_line": (marked_if("", "/* unreachable: small */"), "F(1);", [(3, "never true")]),
    "excused_default": (SWITCH % "/* unreachable (default): always\n\t   1 or 2 */", "F(1); F(2);", []),
    "excused_condition": (OR % "/* unreachable (b is true): so */",
                          "F(0, 0, 0); F(1, 0, 0); F(0, 0, 1);", []),
    "excused_pairs": (MIXED.replace("{", "{\n\t/* unreachable (b decides): so */ "
                                    "/* unreachable (c decides): so */"),
                      "F(1, 1, 0); F(0, 0, 0); F(1, 0, 1);", []),
    "excused_build": (OTHER % "/* unreachable (not compiled): nobody has it */\n", "F(1);", []),
}

ALL_OF_OR = "F(0, 0, 0); F(1, 0, 0); F(0, 1, 0); F(0, 0, 1);"
# name: text, what the test does, (line, part of what is wrong with the marker)
WRONG = {
    "reached_line": (marked_if("", "/* unreachable: small */"), "F(1); F(2);", (4, "the line ran")),
    "reached_true": (marked_if("/* unreachable (a > 1 is true): so */", ""), "F(1); F(2);",
                     (3, "was reached 1 times")),
    "reached_false": (marked_if("/* unreachable (a > 1 is false): so */", ""), "F(1); F(2);",
                      (3, "was reached 1 times")),
    "reached_pair": (OR % "/* unreachable (b decides): so */", ALL_OF_OR, (3, "was reached")),
    "reached_default": (SWITCH % "/* unreachable (default): so */", "F(1); F(2); F(3);",
                        (4, "was reached")),
    "no_reason": (OR % "/* unreachable: */", ALL_OF_OR, (3, "no reason")),
    "no_reason_but_dots": (OR % "/* unreachable (b is true): ... */", ALL_OF_OR, (3, "no reason")),
    "no_colon": (OR % "/* unreachable */", ALL_OF_OR, (3, "not of a form")),
    "no_form": (OR % "/* unreachable (sometimes): so */", ALL_OF_OR, (3, "not of a form")),
    "no_switch": (OR % "/* unreachable (default): so */", ALL_OF_OR, (3, "marks nothing")),
    "no_condition": (OR % "/* unreachable (x is true): so */", ALL_OF_OR, (3, "marks nothing")),
    "no_decision": (OR % "/* unreachable (x decides): so */", ALL_OF_OR, (3, "marks nothing")),
    "no_other_build": (OR % "/* unreachable (not compiled): so */", ALL_OF_OR,
                       (3, "marks nothing")),
    "no_code": (IF.replace("int F", "/* unreachable: so */\n\nint F"), "F(1); F(2);",
                (2, "marks nothing")),
}


class Cases(support.FolderCase):
    """All cases are one module with one test: LLVM's tools take long to start."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cases = {**GAPS, **WRONG}
        texts = {f"{name}.c": text.replace("F(", f"{name}(") for name, (text, *_) in cases.items()}
        declarations = "".join(re.search(r"int F(\(.*\))\n", text).expand(f"\tint {name}\\1;\n")
                               for name, (text, *_) in cases.items())
        body = "\n".join(body.replace("F(", f"{name}(") for name, (_, body, _) in cases.items())
        built = support.build("module.o", texts)
        test = support.program("test", declarations + body, built)
        # A source that nothing was built from.
        support.write("unbuilt.c", IF)
        cls.measured = support.measure([*texts, "unbuilt.c"],
                                       {"tests": [support.Part(built, [test])]})

    def compare(self, got, expected):
        """Line by line, part by part, in any order."""
        got, expected = sorted(got), sorted(expected)
        self.assertEqual([line for line, _ in got], [line for line, _ in expected], got)
        for line, part in expected:
            self.assertTrue(any(line == here and part in what for here, what in got), (part, got))

    def test_gaps(self):
        for name, (_, _, expected) in GAPS.items():
            with self.subTest(name):
                self.compare(support.gaps(self.measured, f"{name}.c"), expected)
                self.assertEqual(support.wrong(self.measured, f"{name}.c"), [])

    def test_wrong_markers(self):
        for name, (_, _, expected) in WRONG.items():
            with self.subTest(name):
                self.compare(support.wrong(self.measured, f"{name}.c"), [expected])
                self.assertEqual(support.gaps(self.measured, f"{name}.c"), [])

    def test_a_source_that_is_in_no_build(self):
        self.compare(support.gaps(self.measured, "unbuilt.c"), [(0, "no code of this file")])

    def test_it_fails(self):
        self.assertFalse(self.measured.covered())

    def test_counts(self):
        row = self.measured.results[0].account.rows["pairs.c"]
        self.assertEqual((row.branches.covered, row.branches.total), (6, 6))
        self.assertEqual((row.pairs.covered, row.pairs.total), (1, 3))

    def test_markers_are_listed(self):
        listed = [(marker.line, marker.label(), marker.reason)
                  for marker in self.measured.markers if marker.file == "excused.c"]
        self.assertEqual(listed, [(3, "(a > 1 is true)", "small"), (4, "(the line)", "small")])


if __name__ == "__main__":
    unittest.main()
