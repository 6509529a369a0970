# SPDX-License-Identifier: BSD-3-Clause
"""Each diagnosis of ci/doctor, on a machine that is good and on one that is spoiled in one thing."""

import errno
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CI = pathlib.Path(__file__).resolve().parent.parent.parent / "ci"
sys.dont_write_bytecode = True
sys.path[:0] = [str(CI), str(pathlib.Path(__file__).resolve().parent)]

import spoil  # noqa: E402
from doctor_lib import diagnoses, machine  # noqa: E402
from spoil import GOOD_FILES  # noqa: E402

class Fake(machine.Machine):
    """A machine in good health below a folder, but for what a test changes."""

    def __init__(self, root, files=(), **answers):
        super().__init__(root)
        spoil.write_files(self.root, files)
        self.answers = {"fixed": True, "attach": 0, "libc": True, "pwait2": errno.EBADF,
                        "descriptors": (20000, 20000), "address space": (None, None),
                        "missing": (), **answers}

    def may_fix_addresses(self):
        return self.answers["fixed"]

    def attach(self):
        return self.answers["attach"]

    def libc_has(self, name):
        return self.answers["libc"] and name == "epoll_pwait2"

    def epoll_pwait2(self):
        return self.answers["pwait2"]

    def limit(self, name):
        return self.answers[name]

    def program(self, name):
        return name not in self.answers["missing"]


class DoctorCase(unittest.TestCase):
    def examine(self, files=(), **answers):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        return {finding.name: finding
                for finding in diagnoses.examine(Fake(scratch.name, files, **answers))}

    def only(self, name, state, files=(), also=(), **answers):
        """The change shows in this diagnosis, has a fix, and in no other but those named."""
        findings = self.examine(files, **answers)
        self.assertEqual(findings[name].state, state, findings[name])
        self.assertTrue(findings[name].fix, findings[name])
        others = {other for other, finding in findings.items()
                  if finding.state != diagnoses.GOOD and other != name}
        self.assertEqual(others, set(also))
        return findings[name]

    def test_a_good_machine_is_good(self):
        for finding in self.examine().values():
            self.assertEqual(finding.state, diagnoses.GOOD, finding)
            self.assertEqual(finding.fix, "")

    def test_many_random_bits_are_helped_by_setarch(self):
        found = self.only("mmap_rnd_bits", "helped", {"/proc/sys/vm/mmap_rnd_bits": "32"})
        self.assertIn("32", found.says)
        self.assertEqual(found.jobs, ("tsan", "gcc-tsan", "msan"))

    def test_many_random_bits_spoil_without_personality(self):
        bits = {"/proc/sys/vm/mmap_rnd_bits": "29"}
        found = self.only("mmap_rnd_bits", "spoiled", bits,
                          also=["personality"], fixed=False)
        self.assertIn("--security-opt seccomp=unconfined", found.fix)

    def test_a_refused_personality_spoils_nothing_with_few_random_bits(self):
        found = self.only("personality", "helped", fixed=False)
        self.assertEqual(found.jobs, ("tsan", "gcc-tsan", "msan"))

    def test_a_tracer_and_a_refused_ptrace(self):
        status = GOOD_FILES["/proc/self/status"].replace("TracerPid:\t0", "TracerPid:\t77")
        self.assertIn("77", self.only("ptrace", "spoiled", {"/proc/self/status": status}).says)
        self.assertIn("EPERM", self.only("ptrace", "spoiled", attach=errno.EPERM).says)

    def test_a_core_pattern_that_is_a_pipe(self):
        self.only("core_pattern", "spoiled", {"/proc/sys/kernel/core_pattern": "|/lib/crash %p"})

    def test_too_few_and_too_many_descriptors(self):
        self.only("descriptors", "spoiled", **{"descriptors": (1024, 4096)})
        self.only("descriptors", "helped", **{"descriptors": (1 << 30, 1 << 30)})
        self.only("descriptors", "helped", **{"descriptors": (None, None)})

    def test_few_watches(self):
        self.only("max_user_watches", "spoiled", {"/proc/sys/fs/epoll/max_user_watches": "100"})

    def test_a_limited_address_space(self):
        self.only("address_space", "spoiled", **{"address space": (1 << 32, 1 << 32)})
        self.only("address_space", "spoiled", {"/proc/sys/vm/overcommit_memory": "2"})

    def test_a_c_library_without_epoll_pwait2(self):
        self.only("libc", "spoiled", libc=False)

    def test_a_kernel_without_epoll_pwait2_and_a_filter(self):
        self.assertIn("5.11", self.only("kernel", "spoiled", pwait2=errno.ENOSYS).fix)
        status = GOOD_FILES["/proc/self/status"].replace("Seccomp:\t0", "Seccomp:\t2")
        found = self.only("kernel", "spoiled", {"/proc/self/status": status}, also=["seccomp"],
                          pwait2=errno.EPERM)
        self.assertIn("seccomp", found.fix)

    def test_a_filter_alone(self):
        status = GOOD_FILES["/proc/self/status"].replace("Seccomp:\t0", "Seccomp:\t2")
        self.only("seccomp", "helped", {"/proc/self/status": status})

    def test_proc_without_descriptors(self):
        self.only("proc", "spoiled", {"/proc/self/fdinfo/0": None})

    def test_missing_programs(self):
        self.only("valgrind", "spoiled", missing=["valgrind"])
        self.only("clang", "spoiled", missing=["llvm-symbolizer"])
        self.only("cross_s390x", "spoiled", missing=["qemu-s390x"])
        self.only("cross_i386", "spoiled", missing=["i686-linux-gnu-gcc"])


class CommandCase(unittest.TestCase):
    """The command, with files of its own in the place of /proc."""

    def doctor(self, files, *options):
        with tempfile.TemporaryDirectory() as scratch:
            Fake(scratch, files)
            return subprocess.run([CI / "doctor", "--root", scratch, *options], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                                  env=os.environ)

    def test_one_job_sees_its_own_findings(self):
        files = {"/proc/sys/kernel/core_pattern": "|/lib/crash"}
        self.assertEqual(self.doctor(files, "--for", "campaign").returncode, 1)
        done = self.doctor(files, "--for", "memcheck")
        self.assertNotIn("core_pattern", done.stdout)

    def test_the_answer_for_machines(self):
        done = self.doctor({"/proc/sys/fs/epoll/max_user_watches": "7"}, "--json", "--for", "tsan")
        rows = {row["name"]: row for row in json.loads(done.stdout)}
        self.assertEqual(done.returncode, 1)
        self.assertEqual(rows["max_user_watches"]["state"], "spoiled")
        self.assertIn("sysctl", rows["max_user_watches"]["fix"])

    def test_an_unknown_job_is_refused(self):
        done = self.doctor({}, "--for", "nothing")
        self.assertEqual(done.returncode, 2)
        self.assertIn("nothing", done.stderr)


if __name__ == "__main__":
    unittest.main()
