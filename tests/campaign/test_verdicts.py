# SPDX-License-Identifier: BSD-3-Clause
"""What a target and the replay tool say becomes a verdict, a signature and an explanation."""

import unittest

import support  # noqa: F401

from campaign_lib import verdicts

ASAN = """==7==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x6020 at pc 0x4f
READ of size 1 at 0x6020 thread T0
    #0 0x4f1 in epollctx_wait /build/src/wait.c:12:3
SUMMARY: AddressSanitizer: heap-buffer-overflow /build/src/wait.c:12:3 in epollctx_wait
"""
MISMATCH = """violation: the kernel and the model differ
  expected:  EEXIST
epollctx target: violation
==7== ERROR: libFuzzer: deadly signal
"""
TAP = r"""TAP version 13
1..1
not ok 1 - a.scn
  ---
  file: "a.scn"
  line: 5
  operation: "wait ep 8"
  expected: "none"
  got: "7:HUP \"\\"
  verdict: "violation"
  ...
# 0 passed, 1 failed
  ignored: "after the block"
"""


class Outputs(unittest.TestCase):
    def test_verdicts(self):
        self.assertEqual(verdicts.verdict_of_output(ASAN), "sanitizer")
        self.assertEqual(verdicts.verdict_of_output("a.c:3:1: runtime error: overflow"),
                         "sanitizer")
        self.assertEqual(verdicts.verdict_of_output(MISMATCH), "violation")
        self.assertEqual(verdicts.verdict_of_output("deviation: another order"), "deviation")
        self.assertEqual(verdicts.verdict_of_output("==1== ERROR: libFuzzer: timeout after 10"),
                         "hang")
        self.assertEqual(verdicts.verdict_of_output("", timed_out=True), "hang")
        self.assertEqual(verdicts.verdict_of_output("epollctx target: the C file is empty"),
                         "crash")

    def test_a_signature_has_no_numbers_that_change(self):
        other = ASAN.replace("0x6020", "0x9999").replace(":12:3", ":13:4")
        self.assertEqual(verdicts.signature(ASAN), verdicts.signature(other))
        self.assertIn("heap-buffer-overflow", verdicts.signature(ASAN))

    def test_different_defects_have_different_signatures(self):
        self.assertNotEqual(verdicts.signature("epollctx target: refused without a reason"),
                            verdicts.signature("epollctx target: the C file is empty"))

    def test_first_line_of_a_shrunk_scenario(self):
        self.assertEqual(verdicts.read_shrunk("# violation, performed as poll\nepoll e\n"),
                         ("violation", "poll"))
        self.assertEqual(verdicts.read_shrunk("# violation of what is stated, performed as poll"),
                         ("violation", "poll"))
        self.assertIsNone(verdicts.read_shrunk("epoll e\n"))

    def test_tap(self):
        fields = verdicts.read_tap(TAP)
        self.assertEqual((fields["line"], fields["operation"], fields["expected"], fields["got"]),
                         ("5", "wait ep 8", "none", '7:HUP "\\'))
        self.assertNotIn("ignored", fields)

    def test_comments_do_not_make_a_scenario_another_one(self):
        self.assertEqual(verdicts.without_comments("# a\nepoll e # b\n\nwait e 1 => none\n"),
                         "epoll e\nwait e 1 => none\n")


if __name__ == "__main__":
    unittest.main()
