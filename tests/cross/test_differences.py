# SPDX-License-Identifier: BSD-3-Clause
"""What is made of another machine's answers: which differences are known, and which are a failure."""

import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "ci"))

from cross import differences  # noqa: E402
from sanitize import cases, common  # noqa: E402


def difference(name, verdict, reason):
    return (f"not ok 1 - {name}\n  ---\n  line: 3\n  operation: \"read a\"\n  expected: \"1\"\n"
            f"  got: \"2\"\n  verdict: {verdict}\n  reason: \"{reason}\"\n  ...\n")


WHAT = "line 3: read a: expected 1, got 2"


def known(verdict, reason, what=WHAT):
    return {"a.scn": differences.Known(verdict, reason, what)}


class ResultsCase(unittest.TestCase):
    def test_each_scenario_has_a_result(self):
        found = differences.read_results("1..2\nok 1 - a.scn\n" + difference("b.scn", "violation", "x"),
                                         1, ["a.scn", "b.scn"])
        self.assertIsNone(found["a.scn"])
        self.assertEqual(found["b.scn"]["got"], "2")

    def test_a_result_that_is_missing_or_a_wrong_end_is_no_result(self):
        for output, status in (("ok 1 - a.scn\n", 0), ("ok 1 - a.scn\nok 2 - b.scn\n", 1),
                               ("ok 1 - a.scn\nok 2 - b.scn\n", -11),
                               ("ok 1 - a.scn\nnot ok 2 - b.scn\n", 0), ("", 0)):
            with self.assertRaises(common.Missing):
                differences.read_results(output, status, ["a.scn", "b.scn"])

    def test_a_failure_that_says_nothing_is_a_difference(self):
        found = differences.read_results("not ok 1 - a.scn\n", 1, ["a.scn"])
        self.assertNotEqual(differences.kind_of(found["a.scn"]), differences.AGREED)


class CompareCase(unittest.TestCase):
    def outcome(self, output, expected, flavour="context"):
        status = int("not ok" in output)
        results = differences.read_results(output, status, ["a.scn"])
        case, = differences.compare(flavour, results, expected)
        return case.outcome, case.text

    def test_an_answer_that_agrees(self):
        self.assertEqual(self.outcome("ok 1 - a.scn\n", {}), (cases.PASSED, ""))

    def test_a_difference_that_is_not_listed(self):
        outcome, text = self.outcome(difference("a.scn", "violation", "why"), {})
        self.assertEqual(outcome, cases.FAILED)
        for part in (WHAT, "violation: why"):
            self.assertIn(part, text)

    def test_a_known_difference_is_a_skip_with_its_reason(self):
        for verdict in ("violation", "deviation"):
            self.assertEqual(self.outcome(difference("a.scn", verdict, "why"),
                                          known(verdict, "qemu")), (cases.SKIPPED, "qemu"))

    def test_another_difference_than_the_listed_one(self):
        for what in (WHAT.replace("3", "4"), WHAT.replace("got 2", "got 3"), WHAT[8:]):
            outcome, text = self.outcome(difference("a.scn", "violation", "why"),
                                         known("violation", "qemu", what))
            self.assertEqual(outcome, cases.FAILED)
            self.assertIn(f"listed is violation: {what}", text)

    def test_a_difference_at_the_end_has_no_line(self):
        result = difference("a.scn", "violation", "why").replace("  line: 3\n", "")
        self.assertEqual(self.outcome(result, known("violation", "qemu", WHAT[8:]))[0],
                         cases.SKIPPED)

    def test_another_verdict_than_the_listed_one(self):
        self.assertEqual(self.outcome(difference("a.scn", "violation", "why"),
                                      known("deviation", "qemu"))[0], cases.FAILED)

    def test_a_known_difference_that_is_gone(self):
        outcome, text = self.outcome("ok 1 - a.scn\n", known("violation", "qemu"))
        self.assertEqual(outcome, cases.FAILED)
        self.assertIn("is gone (qemu)", text)

    def test_only_the_context_is_held_to_what_is_stated(self):
        stated = difference("a.scn", "violation", "not what is stated")
        expected = known("stated", "16 bytes")
        self.assertEqual(self.outcome(stated, expected)[0], cases.SKIPPED)
        self.assertEqual(self.outcome("ok 1 - a.scn\n", expected, "poll")[0], cases.PASSED)
        self.assertEqual(self.outcome("ok 1 - a.scn\n", expected)[0], cases.FAILED)


class ExpectedCase(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as scratch:
            path = pathlib.Path(scratch) / "machine"
            path.write_text(text, encoding="utf-8")
            return differences.expected_of(path)

    def test_a_difference_has_its_reason_and_says_what_differs(self):
        good = f"a.scn violation # why\n  {WHAT}\n"
        self.assertEqual(self.read("# about\n\n" + good), known("violation", "why"))
        for text in ("a.scn violation\n", "a.scn violation #\n", "a.scn wrong # why\n", "a.scn\n",
                     "a.scn violation # why\n", "a.scn violation # why\nb.scn violation # why\n",
                     f"  {WHAT}\n"):
            with self.assertRaises(common.Missing) as raised:
                self.read(f"# about\n{text}")
            self.assertIn(":2: ", str(raised.exception))
        with self.assertRaises(common.Missing):
            self.read(good + good)


if __name__ == "__main__":
    unittest.main()
