# SPDX-License-Identifier: BSD-3-Clause
"""Each rule of mutation makes exactly what it promises."""

import support

FUNCTION = """#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/epoll.h>
{before}
{head}
{{
{body}
}}
"""


class Generate(support.Project):
    def changes(self, body, head="int f(int a, int b)", kinds=None, before=""):
        """The changed lines, without those that only return another value."""
        mutants = self.mutants(FUNCTION.format(head=head, body=body, before=before))
        return sorted(mutant.after for mutant in mutants
                      if (mutant.kind in kinds if kinds else mutant.kind != "return"))

    def test_relations_become_the_three_that_matter(self):
        self.assertEqual(self.changes("return a < b;"),
                         ["return 0;", "return a != b;", "return a <= b;"])

    def test_pointers_are_equal_or_not(self):
        self.assertEqual(self.changes("return p == NULL;", "int f(char *p)"),
                         ["return 0;", "return 1;", "return p != NULL;"])

    def test_arithmetic_and_operands(self):
        self.assertEqual(self.changes("return a + b;"), ["return a * b;", "return a - b;",
                                                         "return a;", "return b;"])

    def test_bits_and_shifts(self):
        self.assertEqual(self.changes("return a | b << a;", kinds=("operator",)),
                         ["return a & b << a;", "return a ^ b << a;", "return a | b >> a;"])

    def test_conditions_are_forced_and_negated(self):
        self.assertEqual(self.changes("if (a)\nb = a;\nreturn b;", kinds=("condition",)),
                         ["if (!(a))", "if (0)", "if (1)"])

    def test_each_part_of_a_condition_is_forced(self):
        self.assertEqual(self.changes("if (a && b)\na = b;\nreturn b;",
                                      kinds=("condition", "operator")),
                         ["if (!(a && b))", "if (!(a) && b)", "if (0)", "if (1 && b)", "if (1)",
                          "if (a && !(b))", "if (a && 1)", "if (a || b)"])

    def test_not_is_taken_away(self):
        self.assertEqual(self.changes("return !a;"), ["return (a);"])

    def test_a_loop_can_stop_and_never_stop(self):
        self.assertEqual(self.changes("while (a > b)\na--;\nreturn a;", kinds=("condition",)),
                         ["while (0)", "while (1)"])

    def test_constants(self):
        self.assertEqual(self.changes("return 7;"), ["return (7 + 1);", "return (7 - 1);",
                                                     "return 0;"])
        self.assertEqual(self.changes("return true;", "bool f(void)"), ["return false;"])

    def test_errnos_are_exchanged(self):
        self.assertEqual(self.changes("if (a)\nreturn -EBADF;\nreturn -EINVAL;",
                                      kinds=("errno",)),
                         ["return -EBADF;", "return -EINVAL;", "return -EIO;", "return -EIO;"])

    def test_flags_are_exchanged_and_dropped(self):
        self.assertEqual(self.changes("return a | EPOLLIN;", kinds=("flag",)),
                         ["return a | 0;", "return a | EPOLLOUT;"])

    def test_enumerators_and_named_numbers(self):
        before = "enum colour { RED, BLUE };\nenum { ROOM = 4 };\n#define LIMIT 9"
        self.assertEqual(self.changes("return a == RED ? ROOM : LIMIT;", before=before,
                                      kinds=("enumerator",)), ["return a == BLUE ? ROOM : LIMIT;"])
        self.assertEqual(self.changes("return LIMIT;", before=before, kinds=("constant",)),
                         ["#define LIMIT (9 + 1)", "#define LIMIT (9 - 1)", "#define LIMIT 0",
                          "enum { ROOM = (4 + 1) };", "enum { ROOM = (4 - 1) };",
                          "enum { ROOM = 0 };", "return (LIMIT + 1);", "return (LIMIT - 1);",
                          "return 0;"])

    def test_enumerators_that_are_made_of_others(self):
        before = "#define LIMIT 9\nenum { ROOM = LIMIT, DOOR = EPOLLIN };"
        changed = "enum {{ ROOM = {}, DOOR = {} }};".format
        self.assertEqual([after for after in self.changes("return 0;", before=before)
                          if after.startswith("enum")],
                         [changed("(LIMIT + 1)", "EPOLLIN"), changed("(LIMIT - 1)", "EPOLLIN"),
                          changed("0", "EPOLLIN"), changed("LIMIT", "0"),
                          changed("LIMIT", "EPOLLOUT")])

    def test_rows_of_a_list(self):
        self.assertEqual(self.changes("return a;", before="#define LIST(X) X(one) X(two)"),
                         ["#define LIST(X) X(one)", "#define LIST(X) X(two)"])

    def test_statements_are_left_out(self):
        self.assertEqual(self.changes("a = b;\nif (b)\nreturn 1;\nreturn a;",
                                      kinds=("statement",)), [";", ";"])

    def test_jumps(self):
        body = "while (b)\n{\nif (a)\nbreak;\nif (b)\ncontinue;\nb = 0;\n}\nreturn a;"
        self.assertEqual(self.changes(body, kinds=("jump",)), ["break;", "continue;"])

    def test_cases_lose_their_label(self):
        body = "switch (a) {\ncase 1:\nreturn 2;\ndefault:\nreturn b;\n}"
        self.assertEqual(self.changes(body, kinds=("case",)), ["", ""])

    def test_steps(self):
        self.assertEqual(self.changes("a++;\nb = a--;\nreturn b;", kinds=("operator",)),
                         ["a--;", "b = --a;", "b = a++;"])

    def test_assignments(self):
        self.assertEqual(self.changes("a += b;\nreturn a;", kinds=("operator",)),
                         ["a -= b;", "a = b;"])

    def test_other_values(self):
        self.assertEqual(self.changes("int c = f(a, b);\nreturn c;", kinds=("initial",)),
                         ["int c = (f(a, b)) + 1;", "int c = -(f(a, b));", "int c = 0;"])
        self.assertEqual(self.changes("return p + 1;", "char *f(char *p)", ("return",)),
                         ["return NULL;"])

    def test_names_outlive_changes_elsewhere(self):
        body = "return a < b;"
        first = self.mutants(FUNCTION.format(head="int f(int a, int b)", body=body, before=""))
        second = self.mutants(FUNCTION.format(head="int f(int a, int b)", body=body,
                                              before="\n/* a < b */\n"))
        self.assertEqual([mutant.name() for mutant in first],
                         [mutant.name() for mutant in second])
        self.assertNotEqual(first[0].line, second[0].line)

    def test_equal_lines_have_numbers(self):
        mutants = self.mutants("int f(int a)\n{\nif (a == 1)\nreturn 5;\nif (a == 2)\n"
                               "return 5;\nreturn a;\n}\n")
        names = [mutant.name() for mutant in mutants]
        self.assertEqual(len(names), len(set(names)))
        self.assertIn(("src/small.c", "f", "return 5;", "return 0;", 2), names)

    def test_comments_and_strings_are_no_code(self):
        self.assertEqual(self.changes('/* a < b, EPOLLIN */\nreturn f("EPOLLIN"); // 7',
                                      "int f(const char *s)"), [])

    def test_a_file_without_anything_to_mutate_is_an_error(self):
        with self.assertRaisesRegex(support.judging.Problem, "nothing in it can be mutated"):
            self.mutants("extern int a;\n")

    def test_a_file_that_does_not_compile_is_an_error(self):
        with self.assertRaisesRegex(support.judging.Problem, "does not compile"):
            self.mutants("int f(\n")


if __name__ == "__main__":
    support.unittest.main()
