# SPDX-License-Identifier: BSD-3-Clause
"""A program that loops, hangs or eats memory ends, and it is said how."""

import tempfile
import unittest

import support
from mutation import limits


class Ends(unittest.TestCase):
    def ending(self, *command, memory=None):
        with tempfile.TemporaryDirectory() as folder:
            return support.Limits(1, memory).run(list(command), folder)

    def test_a_status_and_the_last_words(self):
        ending = self.ending("sh", "-c", "echo words; exit 3")
        self.assertEqual((ending.status, ending.how, ending.tail), (3, "status 3", "words\n"))

    def test_a_signal(self):
        self.assertEqual(self.ending("sh", "-c", "kill -SEGV $$").how, "SIGSEGV")

    def test_an_endless_loop(self):
        self.assertEqual(self.ending("sh", "-c", "while :; do :; done").how, "takes too long")

    def test_one_that_sleeps_for_good(self):
        self.assertEqual(self.ending("sleep", "1000").how, "hangs")

    def test_its_children_are_looked_at_too(self):
        ending = self.ending("sh", "-c", "sh -c 'while :; do :; done' & wait $!")
        self.assertNotEqual(ending.how, "hangs")

    def test_too_much_memory(self):
        ending = self.ending("python3", "-c", "bytes(1 << 30)", memory=1 << 29)
        self.assertEqual(ending.status, 1)

    def test_too_much_output(self):
        ending = self.ending("sh", "-c", "exec yes")
        self.assertIn(ending.how, ("SIGXFSZ", "status 1", "takes too long"))
        self.assertLessEqual(len(ending.tail), limits.TAIL_BYTES)

    def test_no_such_program(self):
        self.assertNotIn(self.ending("/no/such/program").status, (0, 1))


if __name__ == "__main__":
    unittest.main()
