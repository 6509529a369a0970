# SPDX-License-Identifier: BSD-3-Clause
"""ci/cross/run as a whole: a machine that differs, a list that is wrong, and one that cannot run."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "ci"))

from doctor_lib import diagnoses, machine  # noqa: E402

BUILD = pathlib.Path(os.environ.get("REPLAY", ROOT / "build" / "epollctx-replay")).parent.resolve()
MACHINE = "s390x"  # qemu is a wrong kernel there, in the duplicate of an eventfd
REASON = diagnoses.why_skip(machine.Machine(), f"cross-{MACHINE}")
RIGHT = "fuzz/seeds/ctl_mod_and_del_of_what_is_not_registered.scn"
WRONG = "fuzz/seeds/dup_is_the_same_file.scn"
LISTED = (ROOT / "ci" / "cross" / "expected" / MACHINE).read_text(encoding="utf-8")
GOT = "216172782113783810"


class CrossCase(unittest.TestCase):
    """Starts the command; without tests of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = pathlib.Path(scratch.name)
        self.report = BUILD / "cross" / f"{MACHINE}.xml"
        self.assertIn(GOT, LISTED)

    def run_cross(self, *options, also=(), listed=LISTED, build=BUILD, path=None):
        """(status, output) of two scenarios."""
        (self.scratch / MACHINE).write_text(listed, encoding="utf-8")
        environment = {**os.environ, **({"PATH": path} if path else {})}
        done = subprocess.run(
            [ROOT / "ci" / "cross" / "run", MACHINE, *also, "--build", build, "--expected", self.scratch,
             "--scenario", RIGHT, "--scenario", WRONG, "--jobs", "1", *options],
            check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env=environment, cwd="/")
        return done.returncode, done.stdout

    def counts(self, report):
        suite = ElementTree.parse(report).find("testsuite")
        return [int(suite.get(key)) for key in ("tests", "failures", "skipped")]


@unittest.skipIf(REASON, REASON)
class DefectsCase(CrossCase):
    """What is not as listed is a failure."""

    def test_what_is_listed_passes_and_the_wrong_kernel_is_noticed(self):
        status, output = self.run_cross()
        self.assertEqual(status, 0, output)
        self.assertEqual(self.counts(self.report), [1 + 3 * 2, 0, 3])
        case = ElementTree.parse(self.report).find(".//testcase")
        self.assertEqual(case.get("name"), "the wrong kernel is noticed")

    def test_a_machine_that_differs(self):
        status, output = self.run_cross(listed="")
        self.assertEqual(status, 1, output)
        self.assertIn(f"line 6: read a: expected 5, got {GOT} (violation", output)
        self.assertEqual(self.counts(self.report), [1 + 3 * 2, 3, 0])

    def test_a_machine_that_differs_otherwise(self):
        status, output = self.run_cross(listed=LISTED.replace(GOT, "6"))
        self.assertEqual(status, 1, output)
        self.assertIn("listed is violation: line 6: read a: expected 5, got 6", output)

    def test_a_difference_that_does_not_show(self):
        gone = f"{RIGHT} violation # gone\n  line 6: del ep e: expected ENOENT, got ok\n"
        status, output = self.run_cross(listed=LISTED + gone)
        self.assertEqual(status, 1, output)
        self.assertIn("the known difference is gone (gone)", output)

    def test_a_wrong_answer(self):
        text = (ROOT / RIGHT).read_text(encoding="utf-8").replace("=> ENOENT", "=> EEXIST", 1)
        (self.scratch / "wrong.scn").write_text(text, encoding="utf-8")
        status, output = self.run_cross("--scenario", self.scratch / "wrong.scn")
        self.assertEqual(status, 1, output)
        self.assertIn("expected EEXIST, got ENOENT", output)

    def test_a_list_of_what_is_no_scenario(self):
        status, output = self.run_cross(listed="nothing.scn violation # why\n  what\n")
        self.assertEqual(status, 2, output)
        self.assertIn("names nothing.scn, which is no scenario", output)
        self.assertEqual(self.counts(self.report), [1, 1, 0])


@unittest.skipIf(REASON, REASON)
class UnusableCase(CrossCase):
    """What cannot run or be built says so in its XML, whatever was there, and the others run."""

    def path(self, missing, broken=()):
        """A PATH of one folder: every program but the missing ones, and some that do nothing."""
        folder = self.scratch / "bin"
        folder.mkdir()
        for place in os.environ["PATH"].split(":"):
            for program in pathlib.Path(place).glob("*") if "ccache" not in place else ():
                if program.name not in missing and not (folder / program.name).is_symlink():
                    where = shutil.which("false") if program.name in broken else program
                    (folder / program.name).symlink_to(where)
        return str(folder)

    def stale(self, build):
        for name in ("i386", MACHINE):
            report = build / "cross" / f"{name}.xml"
            report.parent.mkdir(parents=True, exist_ok=True)
            report.write_text("green", encoding="utf-8")

    def test_one_that_cannot_run_here(self):
        self.stale(BUILD)
        status, output = self.run_cross(also=["i386"], path=self.path(["qemu-i386"]))
        self.assertEqual(status, 77, output)
        self.assertIn("s390x passed, i386 skipped", output)
        self.assertEqual(self.counts(BUILD / "cross" / "i386.xml"), [1, 0, 1])
        self.assertEqual(self.counts(self.report), [1 + 3 * 2, 0, 3])

    def test_one_that_cannot_be_built(self):
        build = self.scratch / "build"
        self.stale(build)
        status, output = self.run_cross(
            also=["i386"], build=build, path=self.path(["qemu-i386"], [f"{MACHINE}-linux-gnu-gcc"]))
        self.assertEqual(status, 2, output)
        self.assertIn("s390x could not run, i386 skipped", output)
        self.assertEqual(self.counts(build / "cross" / f"{MACHINE}.xml"), [1, 1, 0])
        self.assertEqual(self.counts(build / "cross" / "i386.xml"), [1, 0, 1])


if __name__ == "__main__":
    unittest.main()
