# SPDX-License-Identifier: BSD-3-Clause
"""Survivors, their justifications, and when a justification is idle."""

import json

import support
from campaign_lib.problem import Problem
from mutation import equivalents, outcome, page
from mutation.judge import DUPLICATE, KILLED, SURVIVED, Verdict

SOURCE = "int small(int a)\n{\n\treturn a + 1;\n}\n"


class Outcomes(support.Project):
    def entries(self, text):
        """What a file of justifications says."""
        self.write("equivalents.txt", text)
        return equivalents.read(self.root / "equivalents.txt")

    def outcome(self, survives, justified=(), text=None):
        """All killed but those whose line is in `survives`."""
        mutants = self.mutants(SOURCE)
        verdicts = [Verdict(mutant, SURVIVED if mutant.after in survives else KILLED,
                            killer="" if mutant.after in survives else "unit",
                            by={"unit": None if mutant.after in survives else "status 1"})
                    for mutant in mutants]
        if text is None:
            text = "".join(equivalents.draft(mutant) + "\nbecause\n\n" for mutant in mutants
                           if mutant.after in justified)
        names = {mutant.name() for mutant in mutants}
        return outcome.Outcome(verdicts, self.entries(text), names, ["unit"])

    def test_no_survivor_is_good(self):
        self.assertTrue(self.outcome([]).is_good())

    def test_a_survivor_is_not(self):
        result = self.outcome(["return a;"])
        self.assertFalse(result.is_good())
        self.assertIn("survived: src/small.c:3:9 (small, operand)", outcome.text(result))
        self.assertIn("    + return a;", outcome.text(result))

    def test_a_justified_one_is(self):
        result = self.outcome(["return a;"], ["return a;"])
        self.assertTrue(result.is_good())
        self.assertEqual(len(result.justified), 1)

    def test_a_killed_one_needs_no_reason(self):
        result = self.outcome([], ["return a;"])
        self.assertFalse(result.is_good())
        self.assertRegex("\n".join(outcome.text(result)), r"equivalents.txt:1: .* is noticed")

    def test_the_proof_does_not_contradict_a_reason(self):
        result = self.outcome([], ["return a;"])
        verdict = next(verdict for verdict in result.verdicts
                       if verdict.mutant.after == "return a;")
        verdict.killer = "proof"
        names = {verdict.mutant.name() for verdict in result.verdicts}
        again = outcome.Outcome(result.verdicts, result.entries, names, ["unit", "proof"])
        self.assertTrue(again.is_good())

    def test_an_entry_without_a_mutant_is_stale(self):
        result = self.outcome([], text="@ src/small.c small\n- gone\n+ away\nbecause\n")
        self.assertFalse(result.is_good())
        self.assertRegex("\n".join(outcome.text(result)), "there is no such mutant: away")

    def test_a_twin_shares_the_reason(self):
        result = self.outcome(["return a;"])
        verdicts = result.verdicts
        survivor = result.survivors[0]
        twin = next(verdict for verdict in verdicts if verdict is not survivor)
        twin.status, twin.twin, twin.killer = DUPLICATE, survivor, ""
        entries = self.entries(equivalents.draft(twin.mutant) + "\nbecause\n")
        names = {verdict.mutant.name() for verdict in verdicts}
        self.assertTrue(outcome.Outcome(verdicts, entries, names, ["unit"]).is_good())

    def test_the_same_code_shares_the_reason_of_one_that_was_not_chosen(self):
        result = self.outcome(["return a;"])
        names = {verdict.mutant.name() for verdict in result.verdicts}
        result.survivors[0].identity = "the code"
        for code, is_good in (("the code", True), ("other code", False)):
            again = outcome.Outcome(result.verdicts, result.entries, names, ["unit"],
                                    {("src/small.c", code)})
            self.assertEqual(again.is_good(), is_good)

    def test_the_matrix_counts(self):
        result = self.outcome(["return a;"])
        whole = len(result.verdicts)
        self.assertEqual(result.matrix(), [("unit", whole, whole - 1, whole - 1)])

    def test_malformed_entries_are_refused(self):
        for text in ("@ a b\n- c\nbecause\n", "a b\n- c\n+ d\nbecause\n", "@ a b\n- c\n+ d\n"):
            with self.assertRaisesRegex(Problem, "equivalents.txt:1: an entry is"):
                self.entries(text)
        with self.assertRaisesRegex(Problem, ":6: the same as in line 1"):
            self.entries("@ a b\n- c\n+ d\nx\n\n@ a b\n- c\n+ d\ny\n")
        self.assertEqual(len(self.entries("@ a b\n- c\n+ d\nx\n\n@ a b #2\n- c\n+ d\ny\n")), 2)

    def test_the_files_are_written(self):
        result = self.outcome(["return a;"])
        outcome.write_json(result, self.root / "mutants.json")
        whole = json.loads((self.root / "mutants.json").read_text())
        self.assertEqual(len(whole["survivors"]), 1)
        self.assertEqual(len(whole["mutants"]), len(result.verdicts))
        page.write_page(result, lambda path: SOURCE, self.root / "mutants.html")
        text = (self.root / "mutants.html").read_text()
        self.assertIn('<div class="survived">', text)
        self.assertIn("+ return a;", text)


if __name__ == "__main__":
    support.unittest.main()
