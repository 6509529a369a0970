# SPDX-License-Identifier: BSD-3-Clause
"""A machine that is spoiled for real is noticed, and the job is skipped with the reason: status 77,
and no test in its XML that has passed.
"""

import errno
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import spoil  # noqa: E402

CI = pathlib.Path(__file__).resolve().parent.parent.parent / "ci"


def lower(limit, value):
    return lambda: resource.setrlimit(limit, (value, value))


def refuse(call, error):
    return lambda: spoil.refuse(call, error)


class JobsCase(unittest.TestCase):
    """Starts a job in a process that lacks something; without tests of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name)

    def start(self, *command, prepare=None, path=None):
        environment = {**os.environ, "PATH": path} if path else None
        return subprocess.run([*map(str, command)], check=False, text=True, preexec_fn=prepare,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)

    def path_without(self, *missing):
        """A PATH of one folder, where all programs are but these."""
        folder = self.scratch / "bin"
        folder.mkdir()
        for name in ("env", "python3", "setarch", "true", "clang", "llvm-symbolizer", "valgrind",
                     "qemu-s390x", "s390x-linux-gnu-gcc"):
            where = shutil.which(name)
            if name not in missing and where:
                (folder / name).symlink_to(where)
        return str(folder)

    def assert_sanitizer_skipped(self, job, reason, *options, **how):
        done = self.start(CI / "sanitize" / "run", job, "--build", self.scratch, *options, **how)
        self.assertEqual(done.returncode, 77, done.stdout)
        self.assertIn(reason, done.stdout)
        self.assert_one_skip(self.scratch / "sanitize" / f"{job}.xml", reason)

    def assert_one_skip(self, report, reason):
        suite = ElementTree.parse(report).find("testsuite")
        self.assertEqual([suite.get(key) for key in ("tests", "failures", "skipped")],
                         ["1", "0", "1"])
        self.assertIn(reason, suite.find(".//skipped").get("message"))

    def assert_cross_skipped(self, reason, **how):
        stale = self.scratch / "cross" / "s390x.xml"
        stale.parent.mkdir(exist_ok=True)
        stale.write_text("green", encoding="utf-8")
        done = self.start(CI / "cross" / "run", "s390x", "--build", self.scratch, **how)
        self.assertEqual(done.returncode, 77, done.stdout)
        self.assert_one_skip(stale, reason)


class LimitedCase(JobsCase):
    """A limit that is too low, a program that is missing."""

    def test_too_few_descriptors(self):
        prepare = lower(resource.RLIMIT_NOFILE, 1024)
        self.assert_sanitizer_skipped("gcc-asan", "RLIMIT_NOFILE is at most 1024", prepare=prepare)
        self.assert_cross_skipped("RLIMIT_NOFILE is at most 1024", prepare=prepare)

    def test_a_limited_address_space(self):
        self.assert_sanitizer_skipped("msan", "RLIMIT_AS", prepare=lower(resource.RLIMIT_AS, 1 << 34))

    def test_missing_programs(self):
        path = self.path_without("valgrind", "qemu-s390x")
        self.assert_sanitizer_skipped("memcheck", "valgrind missing", path=path)
        self.assert_cross_skipped("qemu-s390x missing", path=path)


@unittest.skipUnless(spoil.KNOWN, "system calls have other numbers on this machine")
class FilteredCase(JobsCase):
    """A system call that is refused."""

    def test_without_ptrace_there_is_no_leak_sanitizer(self):
        self.assert_sanitizer_skipped("gcc-asan", "ptrace(2) is refused (EPERM)",
                                      prepare=refuse("ptrace", errno.EPERM))

    def test_without_epoll_pwait2(self):
        prepare = refuse("epoll_pwait2", errno.ENOSYS)
        self.assert_sanitizer_skipped("helgrind", "epoll_pwait2 is refused (ENOSYS)", prepare=prepare)

    def test_without_personality(self):
        done = self.start(CI / "doctor", prepare=refuse("personality", errno.EPERM))
        self.assertRegex(done.stdout, "helped +personality +setarch -R is refused")
        self.assertRegex(done.stdout, "helped +seccomp")

    def test_without_personality_and_with_many_random_bits(self):
        spoil.write_files(self.scratch, {"/proc/sys/vm/mmap_rnd_bits": "32"})
        for job in ("tsan", "gcc-tsan", "msan"):
            self.assert_sanitizer_skipped(job, "docker run --security-opt seccomp=unconfined",
                                          "--root", self.scratch,
                                          prepare=refuse("personality", errno.EPERM))


if __name__ == "__main__":
    unittest.main()
