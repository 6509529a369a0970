# SPDX-License-Identifier: BSD-3-Clause
"""What is read from llvm-cov and from the replay tool."""

import json
import os
import sys
import tempfile
import unittest

from support import FolderCase

from campaign_lib import machine, measure
from doctor_lib import machine as doctor

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "doctor"))
import spoil  # noqa: E402


def unit(filename, covered, count):
    return {"filename": filename, "summary": {"lines": {"covered": covered, "count": count}}}


class Measures(unittest.TestCase):
    def test_coverage_is_added_up_by_folder(self):
        files = [unit("/p/src/a.c", 3, 10), unit("src/b.c", 7, 10), unit("/p/fuzz/model/m.c", 1, 4),
                 unit("/p/fuzz/lockstep/l.c", 9, 9), unit("/elsewhere/src/x.c", 5, 5)]
        text = json.dumps({"data": [{"files": files}]})
        self.assertEqual(measure.parse_coverage(text, "/p"),
                         {"src": (10, 20), "fuzz/model": (1, 4)})

    def test_rules(self):
        rules = measure.parse_rules("           0 del: DEL of an item\n"
                                    "          12 dup_not_open: dup: EBADF, also\nnoise\n")
        self.assertEqual(rules, {"del": (0, "DEL of an item"),
                                 "dup_not_open": (12, "dup: EBADF, also")})

    def test_rules_of_several_batches_add_up(self):
        total = {}
        for text in ("1 a: x\n0 b: y\n", "2 a: x\n0 b: y\n"):
            measure.add_rules(total, measure.parse_rules(text))
        self.assertEqual(total, {"a": (3, "x"), "b": (0, "y")})

    def test_what_the_doctor_says_of_this_machine_is_in_the_report(self):
        with tempfile.TemporaryDirectory() as root:
            spoil.write_files(root, {"/proc/sys/kernel/core_pattern": "|/usr/lib/handler %p"})
            asked = doctor.Machine(root)
            asked.limit = lambda name: (20000, 20000)
            asked.program = lambda name: name != "llvm-symbolizer"
            said = machine.warnings(asked)
        self.assertEqual(len(said), 2, said)
        self.assertIn("core dumps go to a program (|/usr/lib/handler %p)", said[0])
        self.assertIn("llvm-symbolizer missing (ci/setup)", said[1])


class CoverageRuns(FolderCase):
    """The target stands for one that ends at each input that holds 'bad'."""

    def run_inputs(self, *contents):
        self.write("cov/fuzz_sequence", """#!/bin/sh
for file in "$1"/*; do printf '%s: 3 bytes' "$file"; grep -q bad "$file" && exit 134; echo ', ok'
done; : > "$LLVM_PROFILE_FILE"
""", 0o755)
        for number, content in enumerate(contents):
            self.write(f"inputs/{number}", content)
        self.profile = os.path.join(self.folder, "profile")
        coverage = measure.Coverage(self.layout)
        return coverage.run_inputs(self.target, os.path.join(self.folder, "inputs"), self.profile)

    def test_inputs_that_fail_are_left_out(self):
        self.assertTrue(self.run_inputs("good", "bad", "good", "bad"))
        self.assertTrue(os.path.exists(self.profile))
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "inputs"))), ["0", "2"])

    def test_nothing_is_left(self):
        self.assertFalse(self.run_inputs("bad", "bad"))


if __name__ == "__main__":
    unittest.main()
