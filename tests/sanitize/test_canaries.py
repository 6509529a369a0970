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
from doctor_lib import machine  # noqa: E402
from sanitize import cases, common, jobs, processes, suites  # noqa: E402

JOB = jobs.JOBS["asan"]
BUILD = pathlib.Path(os.environ.get("REPLAY", ROOT / "build" / "epollctx-replay")).parent.resolve()


def failed(job, spoiled=None):
    """The canaries that fail; there is one for each defect, and one without."""
    tasks = [*suites.canaries(job, BUILD)]
    assert len(tasks) == 1 + len(job.finds)
    return {case.program for task in tasks for case in processes.perform(ROOT, job, task, spoiled)
            if case.outcome != cases.PASSED}


class CanariesCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        common.build(ROOT, "ci/sanitize/Makefile", ["sanitize-canaries-asan"], BUILD, 1)

    def test_each_defect_is_seen(self):
        self.assertEqual(failed(JOB), set())

    def test_a_sanitizer_that_looks_away(self):
        blind = {"ASAN_OPTIONS": "detect_leaks=0:exitcode=66"}
        self.assertEqual(failed(dataclasses.replace(JOB, environment=blind)), {"canary/leak"})

    @unittest.skipUnless(spoil.KNOWN, "system calls have other numbers on this machine")
    def test_a_leak_sanitizer_that_cannot_attach(self):
        found = failed(JOB, lambda: spoil.refuse("ptrace", errno.EPERM))
        self.assertLessEqual({"canary/none", "canary/leak"}, found)

    @unittest.skipUnless(spoil.KNOWN, "system calls have other numbers on this machine")
    def test_programs_that_cannot_be_started(self):
        job = dataclasses.replace(JOB, launcher=jobs.FIXED)
        every = {"canary/none"} | {f"canary/{defect}" for defect in job.finds}
        self.assertEqual(failed(job, lambda: spoil.refuse("personality", errno.EPERM)), every)


class AddressesCase(unittest.TestCase):
    """A job whose runtime wants fixed mappings, with many random bits and with few, where they may
    be fixed and where they may not; many bits that may not be fixed are tests/doctor's.
    """

    def job(self, bits, allowed):
        with tempfile.TemporaryDirectory() as scratch:
            spoil.write_files(scratch, {"/proc/sys/vm/mmap_rnd_bits": bits})
            here = machine.Machine(scratch)
            here.may_fix_addresses = lambda: allowed
            return jobs.on(here, jobs.JOBS["tsan"])

    def test_only_many_bits_are_fixed(self):
        for bits, allowed, launcher in (("28", True, ()), ("28", False, ()), ("29", False, ()),
                                        ("29", True, jobs.FIXED), (None, True, jobs.FIXED),
                                        (None, False, ())):
            with self.subTest(bits=bits, allowed=allowed):
                self.assertEqual(self.job(bits, allowed).launcher, launcher)

    @unittest.skipUnless(spoil.KNOWN, "system calls have other numbers on this machine")
    def test_the_canaries_run_with_either(self):
        common.build(ROOT, "ci/sanitize/Makefile", ["sanitize-canaries-tsan"], BUILD, 1)
        for bits, spoiled in (("28", lambda: spoil.refuse("personality", errno.EPERM)),
                              ("28", None), ("32", None)):
            with self.subTest(bits=bits, refused=spoiled is not None):
                job = self.job(bits, spoiled is None)
                self.assertEqual(failed(job, spoiled), set())


class BuildCase(unittest.TestCase):
    def test_a_job_that_cannot_be_built_could_not_run_and_the_next_one_is_tried(self):
        with tempfile.TemporaryDirectory() as scratch:
            done = subprocess.run([ROOT / "ci" / "sanitize" / "run", "gcc-asan", "memcheck",
                                   "--sample", "--build", scratch],
                                  env={**os.environ, "GCC": "false"}, check=False, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for job, goal in (("gcc-asan", "gcc-asan"), ("memcheck", "valgrind")):
                tree = ElementTree.parse(pathlib.Path(scratch) / "sanitize" / f"{job}.xml")
                self.assertIn(f"make sanitize-sample-{goal} failed",
                              tree.getroot().find(".//failure").get("message"))
        self.assertEqual(done.returncode, 2, done.stdout)
        self.assertIn("gcc-asan could not run, memcheck could not run", done.stdout)

    def test_the_help_states_the_statuses(self):
        for command in ("sanitize", "cross"):
            done = subprocess.run([ROOT / "ci" / command / "run", "--help"], check=True, text=True,
                                  stdout=subprocess.PIPE, cwd="/")
            self.assertIn("77 this machine cannot run some of the jobs", done.stdout)


if __name__ == "__main__":
    unittest.main()
