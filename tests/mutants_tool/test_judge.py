# SPDX-License-Identifier: BSD-3-Clause
"""Mutants are killed by what notices them, and by nothing else."""

import support
from mutation.judge import EQUIVALENT, INVALID, KILLED, SURVIVED, Problem

SOURCE = """int small(int a);
int small(int a)
{
	return a + 1;
}
"""
LOOP = """int small(int a);
int small(int a)
{
	while (a > 9)
		a--;
	return a + 1;
}
"""
TEST = "int small(int a);\nint main(void)\n{\n\treturn %s;\n}\n"
LOOKS = TEST % "small(3) != 4"
SEES_NOTHING = TEST % "0"


class Judging(support.Project):
    def judged(self, test, **options):
        mutants = self.mutants(SOURCE)
        self.make(test)
        return self.verdicts(self.judge(**options), mutants)

    def test_a_test_that_looks_kills(self):
        verdicts = self.judged(LOOKS)
        self.assertEqual(verdicts["return a - 1;"].status, KILLED)
        self.assertEqual(verdicts["return a - 1;"].check, "unit/test_small")
        self.assertEqual(verdicts["return a - 1;"].how, "status 1")
        self.assertEqual({verdict.status for verdict in verdicts.values()}, {KILLED})

    def test_what_nobody_looks_at_survives(self):
        verdicts = self.judged("int small(int a);\nint (*use)(int) = small;\n" + SEES_NOTHING)
        self.assertNotIn(KILLED, {verdict.status for verdict in verdicts.values()})
        self.assertEqual(verdicts["return a - 1;"].status, SURVIVED)

    def test_equal_code_is_not_judged(self):
        same = "int small(int a);\nint small(int a)\n{\n\treturn a * 0 + 1;\n}\n"
        mutants = self.mutants(same)
        self.make(TEST % "small(3) != 1")
        self.assertEqual(self.verdicts(self.judge(), mutants)["return a / 0 + 1;"].status, KILLED)
        judge = self.judge()
        equal = [mutant for mutant in mutants if mutant.after == "return 0 + 1;"]
        self.assertEqual(self.verdicts(judge, equal)["return 0 + 1;"].status, EQUIVALENT)

    def test_an_endless_loop_is_a_kill(self):
        mutants = [mutant for mutant in self.mutants(LOOP) if mutant.after == "while (1)"]
        self.make(LOOKS)
        verdict = self.verdicts(self.judge(), mutants)["while (1)"]
        self.assertEqual((verdict.status, verdict.how), (KILLED, "takes too long"))

    def test_a_crash_is_a_kill(self):
        self.assertIn(self.judged(TEST % "small(3) == 4 ? 0 : (__builtin_trap(), 0)")
                      ["return a - 1;"].how, ("SIGILL", "SIGTRAP"))

    def test_what_does_not_compile_does_not_count(self):
        mutants = self.mutants("int small(int a);\nint small(int a)\n{\n\tswitch (a) {\n"
                               "\tcase 1:\n\tcase 2:\n\t\treturn 9;\n\t}\n\treturn a;\n}\n")
        self.make(TEST % "small(3) != 3")
        twice = [mutant for mutant in mutants if mutant.after == "case (1 + 1):"]
        self.assertEqual(self.verdicts(self.judge(), twice)["case (1 + 1):"].status, INVALID)

    def test_the_control_must_pass(self):
        with self.assertRaisesRegex(Problem, "the control fails: unit/test_small"):
            self.judged(TEST % "small(3) == 4")

    def test_a_program_that_cannot_run_is_no_kill(self):
        mutants = self.mutants(SOURCE)
        self.make(LOOKS)
        judge = self.judge()
        self.check.commands = [["a command line"]]
        self.check.limits = support.Limits(1)
        self.check.limits.run = lambda command, *rest: support.Limits(1).run(
            ["/no/such/program"], *rest)
        with self.assertRaisesRegex(Problem, "the control fails"):
            self.verdicts(judge, mutants)

    def test_an_unclear_status_is_a_kill_only_if_the_control_passes(self):
        verdicts = self.judged(TEST % "small(3) == 4 ? 0 : 99", kills=(1,))
        self.assertEqual(verdicts["return a - 1;"].how, "status 99")
        mutants = self.mutants(SOURCE)
        self.make("#include <unistd.h>\n#include <stdio.h>\nint small(int a);\nint main(void)\n{\n"
                  f"\tif (small(3) == 4 && access(\"{self.root}/gone\", F_OK) == 0)\n"
                  f"\t\treturn 98;\n\tfclose(fopen(\"{self.root}/gone\", \"w\"));\n"
                  "\treturn small(3) == 4 ? 0 : 99;\n}\n")
        with self.assertRaisesRegex(Problem, "the control fails"):
            self.verdicts(self.judge(), mutants)

    def test_what_is_known_is_not_asked_again(self):
        mutants = self.mutants(SOURCE)
        self.make(LOOKS)
        before = self.verdicts(self.judge(), mutants)
        judge = self.judge()
        judge.memory = support.Memory(self.build / "mutants" / "memory.json")
        judge.memory._found.update(self._known)
        self.check.run = self.fail
        after = self.verdicts(judge, mutants)
        self.assertEqual({name: verdict.status for name, verdict in before.items()},
                         {name: verdict.status for name, verdict in after.items()})

    def verdicts(self, judge, mutants):
        """Keeps what the judge has learnt."""
        found = super().verdicts(judge, mutants)
        self._known = judge.memory._found
        return found

    def test_another_test_is_asked_again(self):
        mutants = self.mutants(SOURCE)
        self.make("int small(int a);\nint (*use)(int) = small;\n" + SEES_NOTHING)
        judge = self.judge()
        self.assertEqual(self.verdicts(judge, mutants)["return a - 1;"].status, SURVIVED)
        self.make(LOOKS)
        again = self.judge()
        again.memory = judge.memory
        self.assertEqual(self.verdicts(again, mutants)["return a - 1;"].status, KILLED)

    def test_a_killer_without_a_check_is_an_error(self):
        mutants = self.mutants(SOURCE)
        self.make(SEES_NOTHING)
        with self.assertRaisesRegex(Problem, "src/small.c goes into no killer's programs"):
            self.verdicts(self.judge(), mutants)


if __name__ == "__main__":
    support.unittest.main()
