# SPDX-License-Identifier: BSD-3-Clause
"""A job notices that it cannot see a defect, by its canaries, even where ci/doctor knows nothing."""

import dataclasses
import errno
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "ci"), str(ROOT / "tests" / "doctor")]

import spoil  # noqa: E402
from sanitize import cases, jobs, processes, suites  # noqa: E402

JOB = jobs.JOBS["asan"]
BUILD = pathlib.Path(os.environ.get("REPLAY", ROOT / "build" / "epollctx-replay")).parent.resolve()


class CanariesCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        processes.build(ROOT, "sanitize-canaries-asan", BUILD, 1, [])

    def failed(self, job=JOB, spoiled=None):
        """The canaries that fail."""
        tasks = [*suites.canaries(job, BUILD)]
        self.assertEqual(len(tasks), 1 + len(job.finds))
        return {case.program for task in tasks
                for case in processes.perform(ROOT, job, task, spoiled)
                if case.outcome != cases.PASSED}

    def test_each_defect_is_seen(self):
        self.assertEqual(self.failed(), set())

    def test_a_sanitizer_that_looks_away(self):
        blind = {"ASAN_OPTIONS": "detect_leaks=0:exitcode=66"}
        self.assertEqual(self.failed(dataclasses.replace(JOB, environment=blind)), {"canary/leak"})

    @unittest.skipUnless(spoil.KNOWN, "system calls have other numbers on this machine")
    def test_a_leak_sanitizer_that_cannot_attach(self):
        failed = self.failed(spoiled=lambda: spoil.refuse("ptrace", errno.EPERM))
        self.assertLessEqual({"canary/none", "canary/leak"}, failed)

    @unittest.skipUnless(spoil.KNOWN, "system calls have other numbers on this machine")
    def test_programs_that_cannot_be_started(self):
        job = dataclasses.replace(JOB, launcher=tuple(jobs.FIXED))
        every = {"canary/none"} | {f"canary/{defect}" for defect in job.finds}
        self.assertEqual(self.failed(job, lambda: spoil.refuse("personality", errno.EPERM)), every)


class BuildCase(unittest.TestCase):
    def test_a_job_that_cannot_be_built_could_not_run(self):
        with tempfile.TemporaryDirectory() as scratch:
            done = subprocess.run([ROOT / "ci" / "sanitize" / "run", "gcc-asan", "--sample",
                                   "--build", scratch], env={**os.environ, "GCC": "false"},
                                  check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            tree = ElementTree.parse(pathlib.Path(scratch) / "sanitize" / "gcc-asan.xml")
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("make sanitize-sample-gcc-asan failed",
                      tree.getroot().find(".//failure").get("message"))


if __name__ == "__main__":
    unittest.main()
