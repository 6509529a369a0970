# SPDX-License-Identifier: BSD-3-Clause
"""Inputs that failed become findings: each defect once, none lost. The tools are stand-ins."""

import os
import types
import unittest

from support import FolderCase

from campaign_lib import findings
from campaign_lib.task import RawFinding

# Stands for epollctx-replay: every input that holds 'bug' shrinks to the same scenario.
REPLAY = r"""#!/bin/sh
for last; do :; done
case " $* " in
*" --shrink "*) grep -q bug "$last" || exit 2
    printf '# violation, performed as context\nepoll e\nwait e 1 => none\n' ;;
*" --to-bytes "*) printf 'encoded bug' ;;
*" --from-bytes "*) printf 'epoll whole\n' ;;
*" --emit-c "*) printf 'int main(void) { return 0; }\n' ;;
*" run "*) printf '  ---\n  line: 3\n  operation: "wait e 1"\n  expected: "none"\n'
    printf '  got: "1:IN"\n  reason: "they differ"\n  ...\n'; exit 1 ;;
esac
"""
TARGET = r"""#!/bin/sh
for last; do :; done
grep -q -e bug -e overflow "$last" || exit 0
grep -q overflow "$last" && echo 'a.c:1:1: runtime error: overflow' && exit 77
echo 'epollctx target: violation'; exit 77
"""


class Examining(FolderCase):
    def setUp(self):
        super().setUp()
        for path in ("asan/epollctx-replay", "epollctx-replay"):
            self.write(path, REPLAY, 0o755)
        self.write("libfuzzer/fuzz_sequence", TARGET, 0o755)
        self.options = types.SimpleNamespace(jobs=2, shrink_limit=3)
        self.stopped = False

    def examine(self, *contents):
        raw = [RawFinding(self.target, "libfuzzer", "crash",
                          self.write(f"campaign/inputs/crash-{number}", content), "no.log")
               for number, content in enumerate(contents)]
        self.examiner = findings.Examiner(self.layout, self.options, lambda: self.stopped)
        return self.examiner.examine(raw, lambda done, total: None)

    def test_a_mismatch_is_stored_with_all_that_is_needed(self):
        found, = self.examine("a bug")
        self.assertEqual((found.verdict, found.detail["got"]), ("violation", "1:IN"))
        self.assertEqual(sorted(os.listdir(found.folder)),
                         ["README", "input", "output.txt", "program.bytes", "reproducer.c",
                          "scenario.scn", "verdict"])
        self.assertEqual(self.read(os.path.join(found.folder, "input")), "a bug")
        self.assertIn("epollctx target: violation",
                      self.read(os.path.join(found.folder, "output.txt")))
        self.assertIn(found.reproduce, self.read(os.path.join(found.folder, "README")))
        self.assertIn("expected: none", self.read(os.path.join(found.folder, "README")))

    def test_the_same_shrunk_scenario_is_one_finding(self):
        found, = self.examine("a bug", "another bug")
        self.assertEqual(found.inputs, 2)

    def test_what_cannot_be_shrunk_goes_by_its_message(self):
        found, = self.examine("overflow 1", "overflow 2")
        self.assertEqual((found.verdict, found.inputs), ("sanitizer", 2))
        self.assertEqual(self.read(os.path.join(found.folder, "scenario.scn")), "epoll whole\n")

    def test_what_does_not_fail_again_is_kept(self):
        found = self.examine("nothing", "nothing else")
        self.assertEqual([item.verdict for item in found], ["unreproduced"] * 2)
        self.assertEqual({self.read(os.path.join(item.folder, "input")) for item in found},
                         {"nothing", "nothing else"})

    def test_the_worst_comes_first(self):
        found = self.examine("nothing", "a bug", "overflow")
        self.assertEqual([item.verdict for item in found],
                         ["sanitizer", "violation", "unreproduced"])

    def test_inputs_above_the_limit_are_kept_and_counted(self):
        self.examine(*(f"a bug {'x' * number}" for number in range(5)))
        folder, = self.examiner.left
        self.assertEqual(self.examiner.left[folder], 2)
        self.assertEqual(len(os.listdir(folder)), 2)

    def test_nothing_is_lost_when_there_is_no_time(self):
        self.stopped = True
        self.assertEqual(self.examine("a bug", "overflow"), [])
        self.assertEqual(list(self.examiner.left.values()), [2])

    def test_a_failure_without_an_input_is_a_finding(self):
        log = self.write("engine.log", "==1==ERROR: LeakSanitizer: detected memory leaks\n")
        raw = [RawFinding(self.target, "libfuzzer", "crash", None, log)]
        examiner = findings.Examiner(self.layout, self.options, lambda: self.stopped)
        found, = examiner.examine(raw, lambda *_: None)
        self.assertIn("LeakSanitizer", self.read(os.path.join(found.folder, "output.txt")))


class Order(unittest.TestCase):
    def test_probably_the_same_defect(self):
        def item(key, inputs, got):
            detail = {"operation": "add ep x 0 0", "expected": "EEXIST", "got": got}
            return findings.Finding(key, "violation", "", "", detail, "", "", inputs=inputs)
        ordered = findings.in_order([item("a", 1, "ok"), item("b", 5, "EPERM"), item("c", 9, "ok")])
        self.assertEqual([(found.key, found.like) for found in ordered],
                         [("c", ""), ("a", "c"), ("b", "")])


if __name__ == "__main__":
    unittest.main()
