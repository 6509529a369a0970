# SPDX-License-Identifier: BSD-3-Clause
"""Commands that run for so much processor time."""

import os
import pathlib
import sys
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "ci"))

from canary_lib import processes  # noqa: E402


class PerformTest(unittest.TestCase):
    def test_a_command_ends_by_itself(self):
        status, text, used = processes.perform(["sh", "-c", "echo said; exit 3"], 60)
        self.assertEqual((status, text), (3, "said\n"))
        self.assertLess(used, 60)

    def test_a_command_is_interrupted_when_its_time_is_over(self):
        loop = "trap 'echo interrupted; exit 5' INT; while :; do :; done"
        status, text, used = processes.perform(["sh", "-c", loop], 0.1)
        self.assertEqual((status, text), (5, "interrupted\n"))
        self.assertGreaterEqual(used, 0.1)

    def test_a_command_may_end_just_before_it_is_interrupted(self):
        def too_much_once_it_has_ended(pid):
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            return 99.0

        with mock.patch.object(processes, "processor_time", too_much_once_it_has_ended):
            status, _, used = processes.perform(["sleep", "0.1"], 1)
        self.assertEqual((status, used), (0, 99.0))


if __name__ == "__main__":
    unittest.main()
