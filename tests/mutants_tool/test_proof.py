# SPDX-License-Identifier: BSD-3-Clause
"""The proof is the last killer: it sees the mutated tree, and its status 2 is no verdict."""

import support
from mutation.judge import KILLED, SURVIVED, Problem
from mutation.proof import Proof

SOURCE = "int small(int a);\nint small(int a)\n{\n\treturn a + 1;\n}\n"
SEES_NOTHING = ("int small(int a);\nint (*use)(int) = small;\nint main(void)\n{\n\treturn 0;\n}\n")
TOOL = "#!/bin/sh\n[ \"$1 $3 $4\" = '--root --file src/small.c' ] || exit 2\n"


class Proving(support.Project):
    def judged(self, script):
        """All mutants of a function that no test looks at."""
        (self.root / "ci" / "prove").mkdir(parents=True)
        self.write("ci/prove/prove", TOOL + script)
        (self.root / "ci" / "prove" / "prove").chmod(0o755)
        mutants = self.mutants(SOURCE)
        self.make(SEES_NOTHING)
        judge = self.judge()
        judge.proof = Proof(self.root, self.build / "mutants")
        self.assertTrue(judge.proof.is_there())
        judge.killers["core"].append(judge.proof)
        return self.verdicts(judge, mutants)

    def test_what_is_not_proved_is_killed(self):
        verdicts = self.judged("grep -q 'a + 1' \"$2/$4\" && exit 0\nexit 1\n")
        self.assertEqual(verdicts["return a - 1;"].status, KILLED)
        self.assertEqual(verdicts["return a - 1;"].killer, "proof")
        self.assertEqual(verdicts["return a - 1;"].by, {"unit": None, "proof": "not proved"})

    def test_what_is_still_proved_survives(self):
        verdicts = self.judged("exit 0\n")
        self.assertEqual({verdict.status for verdict in verdicts.values()}, {SURVIVED})

    def test_only_the_function_is_proved_again(self):
        verdicts = self.judged("[ \"$5 $6 $7\" = '--function small --build' ] && exit 0\nexit 2\n")
        self.assertEqual({verdict.status for verdict in verdicts.values()}, {SURVIVED})

    def test_a_mutant_that_the_proof_cannot_read_is_an_error(self):
        with self.assertRaisesRegex(Problem, "the proof cannot run, .*: of the mutant it says: "
                                             "status 2"):
            self.judged("grep -q 'a + 1' \"$2/$4\" && exit 0\nexit 2\n")

    def test_a_proof_that_is_killed_is_an_error(self):
        with self.assertRaisesRegex(Problem, "of the mutant it says: SIGSEGV"):
            self.judged("grep -q 'a + 1' \"$2/$4\" && exit 0\nkill -SEGV $$\n")

    def test_a_prover_without_time_is_an_error(self):
        with self.assertRaisesRegex(Problem, "the proof cannot run, or not in time"):
            self.judged("exit 1\n")

    def test_a_proof_that_cannot_run_is_an_error(self):
        with self.assertRaisesRegex(Problem, "the proof cannot run"):
            self.judged("exit 2\n")


if __name__ == "__main__":
    support.unittest.main()
