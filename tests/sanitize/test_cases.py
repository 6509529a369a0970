# SPDX-License-Identifier: BSD-3-Clause
"""What a sanitizer job makes of the output of its programs, and the XML that it writes."""

import contextlib
import io
import pathlib
import re
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "ci"))

from sanitize import cases, common, jobs, suites  # noqa: E402

CMOCKA = """[==========] Running 2 test(s).
[ RUN      ] one
[       OK ] f: EBADF: one
[ RUN      ] two
[  ERROR   ] --- 0x1 != 0
[  FAILED  ] two
[==========] 2 test(s) run.
[  PASSED  ] 1 test(s).
[  FAILED  ] 1 test(s), listed below:
[  FAILED  ] two
"""


class JudgeCase(unittest.TestCase):
    def judge(self, read, status, output):
        return {case.name: case.outcome
                for case in cases.judge("program", read, status, output, jobs.REPORT, 1.0)}

    def test_each_test_of_cmocka_is_a_case(self):
        self.assertEqual(self.judge(cases.read_cmocka, 1, CMOCKA),
                         {"f: EBADF: one": "passed", "two": "failed"})

    def test_each_line_of_tap_is_a_case(self):
        output = "1..2\nok 1 - a.scn\nnot ok 2 - b.scn\n  ---\n"
        self.assertEqual(self.judge(cases.read_tap, 1, output),
                         {"a.scn": "passed", "b.scn": "failed"})

    def test_a_skip_has_the_reason_that_the_program_gives(self):
        for read, output in (
                (cases.read_cmocka, "[ RUN      ] x\n# no room\n[  SKIPPED ] x\n"),
                (cases.read_tap, "1..1\nok 1 - x # SKIP no room\n")):
            case, = cases.judge("program", read, 0, output, jobs.REPORT, 1.0)
            self.assertEqual((case.outcome, case.text), (cases.SKIPPED, "no room"))

    def test_a_skip_without_a_reason_is_a_failure(self):
        for read, output in ((cases.read_cmocka, "[ RUN      ] x\n[  SKIPPED ] x\n"),
                             (cases.read_tap, "1..1\nok 1 - x # SKIP\n")):
            self.assertEqual(self.judge(read, 0, output), {"x": "failed"})

    def test_no_test_is_a_failure(self):
        self.assertEqual(self.judge(cases.read_cmocka, 0, ""), {"the end of the process": "failed"})

    def test_a_bad_end_is_a_failure(self):
        for status in (1, 66, -11, None):
            found = self.judge(cases.read_tap, status, "ok 1 - a.scn\n")
            self.assertEqual(found, {"a.scn": "passed", "the end of the process": "failed"})

    def test_a_report_is_a_failure_whatever_the_status_is(self):
        for report in ("WARNING: ThreadSanitizer: data race (pid=1)",
                       "==5==ERROR: AddressSanitizer: heap-use-after-free",
                       "==5==ERROR: LeakSanitizer: detected memory leaks",
                       "==5==WARNING: MemorySanitizer: use-of-uninitialized-value",
                       "src/wait.c:5:3: runtime error: signed integer overflow",
                       "==77== Invalid write of size 1"):
            found = self.judge(cases.read_tap, 0, f"ok 1 - a.scn\n{report}\n")
            self.assertEqual(found["the end of the process"], "failed", report)

    def test_a_canary_passes_only_with_its_report(self):
        task = suites.Task("canary/race", ("x",), cases.read_status, 1, "data race")
        for status, output, outcome in ((66, "data race", "passed"), (0, "data race", "failed"),
                                        (66, "heap-buffer-overflow", "failed"),
                                        (None, "data race", "failed")):
            found = suites.judge(task, status, output, jobs.JOBS["tsan"], 1.0)
            self.assertEqual([case.outcome for case in found], [outcome])

    def test_a_test_that_is_left_out_is_a_skip_with_its_reason(self):
        self.assertEqual(self.excused(1, CMOCKA), [("passed", ""), ("skipped", "a reason")])

    def excused(self, status, output):
        task = suites.Task("unit/x", ("x",), cases.read_cmocka, 1)
        job = jobs.Job("", "x", {}, leaves_out={"two": "a reason"})
        return [(case.outcome, case.text) for case in suites.judge(task, status, output, job, 1.0)]

    def test_a_test_that_is_left_out_excuses_no_other_end(self):
        early = CMOCKA[:CMOCKA.index("[==========] 2 test(s) run")]
        for status, output in ((-11, CMOCKA), (66, CMOCKA), (99, CMOCKA), (None, CMOCKA), (2, CMOCKA),
                               (1, early), (1, CMOCKA + "==77== Invalid write of size 1\n")):
            outcomes = [outcome for outcome, _ in self.excused(status, output)]
            self.assertEqual(outcomes, ["passed", "skipped", "failed"], (status, output))


class JunitCase(unittest.TestCase):
    def test_the_counts_and_texts_are_in_the_file(self):
        found = [cases.Case("unit/core/test_x", "one", cases.PASSED, 0.5),
                 cases.Case("unit/core/test_x", "two", cases.FAILED, 0.5, "why\x00 <&>\nmore"),
                 cases.Case("seeds", "three", cases.SKIPPED, 0.0, "no room")]
        with tempfile.TemporaryDirectory() as scratch:
            path = pathlib.Path(scratch) / "deep" / "job.xml"
            cases.write_junit(path, "job", found, 1.0)
            suite = ElementTree.parse(path).getroot().find("testsuite")
        self.assertEqual([suite.get(key) for key in ("tests", "failures", "skipped")],
                         ["3", "1", "1"])
        self.assertEqual(suite.find("testcase").get("classname"), "job.unit.core.test_x")
        self.assertEqual(suite.find(".//failure").get("message"), "why? <&>")
        self.assertEqual(suite.find(".//skipped").get("message"), "no room")


class EndCase(unittest.TestCase):
    def end(self, *statuses):
        with contextlib.redirect_stdout(io.StringIO()) as output:
            status = common.end([f"job{number}" for number in range(len(statuses))], statuses)
        return status, output.getvalue()

    def test_a_skip_of_some_is_not_silently_green(self):
        passed, failed, unusable, skipped = 0, 1, 2, 77
        for statuses, status in (((passed,), passed), ((skipped,), skipped),
                                 ((passed, passed), passed), ((passed, skipped), skipped),
                                 ((skipped, unusable, passed), unusable),
                                 ((skipped, unusable, failed, passed), failed)):
            self.assertEqual(self.end(*statuses)[0], status, statuses)
        self.assertEqual(self.end(passed, skipped)[1], "job0 passed, job1 skipped\n")


class JobsCase(unittest.TestCase):
    def test_every_row_that_is_left_out_is_one(self):
        rows = {f"{function}: {error}: {cause}" for function, error, cause in re.findall(
            r'^(?:OWN|AFTER|KERNEL|HANDLED)\((\w+), .*?\b(E[A-Z0-9]+|ANY), "(.*?)"',
            (ROOT / "tests" / "faults" / "errors.def").read_text(encoding="utf-8"), re.MULTILINE)}
        for name, job in jobs.JOBS.items():
            self.assertLessEqual(set(job.rows), rows)
            self.assertLess(len(job.rows), 20, name)
            self.assertNotIn(suites.ROWS, job.leaves_out)

    def test_a_job_for_threads_performs_what_makes_threads(self):
        with tempfile.TemporaryDirectory() as scratch:
            tasks = []
            for name, content in (("with", b"\x7fELF pthread_create"), ("none", b"\x7fELF fork")):
                path = pathlib.Path(scratch) / name
                path.write_bytes(content)
                tasks.append(suites.Task(f"unit/{name}", (path,), cases.read_cmocka, 1))
            for name, expected in (("helgrind", [True, False]), ("memcheck", [True, True])):
                job = jobs.JOBS[name]
                self.assertEqual([suites.concerns(job, task) for task in tasks], expected)
            skipped = {case.name: case.text
                       for case in suites.left_out(jobs.JOBS["helgrind"], ROOT, tasks)}
        self.assertEqual(skipped["unit/none"], suites.NO_THREADS)
        self.assertNotIn("unit/with", skipped)

    def test_every_job_has_canaries_that_exist(self):
        folder = pathlib.Path(suites.__file__).parent / "canary" / "defects"
        known = {path.stem for path in folder.glob("*.c")}
        used = {defect for job in jobs.JOBS.values() for defect in job.finds}
        self.assertEqual(known, used)
        for job in jobs.JOBS.values():
            self.assertTrue(job.finds)


if __name__ == "__main__":
    unittest.main()
