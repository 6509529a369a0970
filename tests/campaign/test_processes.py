# SPDX-License-Identifier: BSD-3-Clause
"""Processes are started, limited and ended; a campaign that cannot run says so with status 2."""

import os
import subprocess
import sys
import unittest

from support import FolderCase

from campaign_lib import processes
from campaign_lib.problem import Problem

CAMPAIGN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "ci", "campaign")


def is_alive(pid):
    """Whether a process runs; one that waits to be collected does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Tools(FolderCase):
    def test_output_and_log(self):
        log = os.path.join(self.folder, "log")
        status, output = processes.run(["sh", "-c", "echo out; echo err >&2"], log, 60)
        self.assertEqual((status, output), (0, b"out\n"))
        self.assertIn("err\n", self.read(log))

    def test_a_failing_tool_is_a_problem_that_names_its_log(self):
        log = os.path.join(self.folder, "log")
        with self.assertRaisesRegex(Problem, f"status 3.*{log}"):
            processes.run(["sh", "-c", "exit 3"], log, 60)

    def test_a_missing_tool_is_a_problem(self):
        with self.assertRaisesRegex(Problem, "cannot start /nowhere"):
            processes.run(["/nowhere"], os.path.join(self.folder, "log"), 60)

    def test_the_whole_group_ends_with_a_tool_that_takes_too_long(self):
        pid_file = os.path.join(self.folder, "pid")
        script = f"sleep 1000 & echo $! > {pid_file}.new; mv {pid_file}.new {pid_file}; wait"
        status, _ = processes.run(["sh", "-c", script], os.path.join(self.folder, "log"), 1,
                                  accept=None)
        self.assertIsNone(status)
        # Killed is not yet ended; were it not killed, this would not end.
        while is_alive(int(self.read(pid_file))):
            pass

    def test_an_engine_is_killed_with_its_children(self):
        script = "sleep 1000 & echo $!; exec sleep 1000"
        log = os.path.join(self.folder, "log")
        engine = processes.Engine(["sh", "-c", script], {"UNSET": None}, log)
        while not self.read(log).rpartition("$!")[2].rpartition("1000\n")[2].strip():
            self.assertIsNone(engine.ended())
        child = int(self.read(log).split()[-1])
        engine.kill()
        while is_alive(child):
            pass
        self.assertIsNotNone(engine.process.returncode)


class CommandLine(FolderCase):
    def campaign(self, *arguments):
        return subprocess.run([sys.executable, CAMPAIGN, *arguments], capture_output=True,
                              text=True, check=False)

    def test_nothing_built_is_no_campaign(self):
        done = self.campaign("--build", os.path.join(self.folder, "none"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("no target is built", done.stderr)

    def test_zero_seconds_and_zero_jobs_are_refused(self):
        for option in ("--duration", "--jobs"):
            done = self.campaign(option, "0")
            self.assertEqual(done.returncode, 2)
            self.assertIn("not above zero", done.stderr)

    def test_a_missing_engine_is_no_skip(self):
        self.write("libfuzzer/fuzz_sequence", "#!/bin/sh\n", 0o755)
        done = self.campaign("--build", self.folder)
        self.assertEqual(done.returncode, 2)
        self.assertIn("aflpp/fuzz_sequence", done.stderr)
        self.assertIn("aflpp/mutator.so", done.stderr)


if __name__ == "__main__":
    unittest.main()
