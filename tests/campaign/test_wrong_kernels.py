# SPDX-License-Identifier: BSD-3-Clause
"""What the canary measures, how it judges, and how the campaign's report tells it."""

import json
import pathlib
import re
import shutil
import tempfile
import types
import unittest
import xml.dom.minidom

import support

from campaign_lib import plots, report_html, report_text, results, wrong_kernels
from canary_lib import kernels, measure, times
from canary_lib.engines import WAYS, Outcome

FILE = "/* SPDX-License-Identifier: BSD-3-Clause */\n/* Nothing\n * is right. */\n{}\n" \
       "static int f;\n\nWRONG_KERNEL(\n\tthing, .read = f);\n"
LIBFUZZER, BYTES = WAYS[1], WAYS[3]


def entry(found=True, used=1.25, bound=10, digest="d", passed=True):
    """One measurement, as the file has it."""
    return {"found": found, "passed": passed, "used": used, "bound": bound, "executions": 5123,
            "seed": 7, "digest": digest}


def way_that_says(verdicts, engine="libfuzzer", mutator=True):
    """A way whose runs end with these verdicts, one after the other, 4 s each."""
    turns = iter(verdicts)

    def run(*arguments):
        del arguments
        return Outcome(list(next(turns)), 10, 4.0)

    return types.SimpleNamespace(name="way", engine=engine, mutator=mutator, run=run)


class Declarations(unittest.TestCase):
    def folder(self, text, name="wrong_thing.c"):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        folder = pathlib.Path(scratch.name)
        (folder / name).write_text(text)
        return folder

    def test_a_file_says_what_is_wrong_and_how_it_is_judged(self):
        folder = self.folder(FILE.format("/* verdict: deviation */\n/* bound: 120 s */"))
        control, kernel = kernels.choose([], folder)
        self.assertEqual((control.name, control.verdict), ("right", None))
        self.assertEqual(kernel, kernels.Kernel("wrong_thing", "Nothing is right.", "deviation",
                                                120))

    def test_a_file_without_a_verdict_is_refused(self):
        with self.assertRaisesRegex(kernels.Unusable, "declares 0 verdicts"):
            kernels.choose([], self.folder(FILE.format("")))

    def test_a_kernel_is_named_as_its_file_is(self):
        with self.assertRaisesRegex(kernels.Unusable, "named as the file is"):
            kernels.choose([], self.folder(FILE.format("/* verdict: violation */"), "wrong_x.c"))

    def test_no_kernel_and_an_unknown_kernel_are_refused(self):
        with self.assertRaisesRegex(kernels.Unusable, "there is no wrong kernel"):
            kernels.choose([], self.folder("", "real.c"))
        with self.assertRaisesRegex(kernels.Unusable, "unknown kernel: y"):
            kernels.choose(["y"], self.folder(FILE.format("/* verdict: violation */")))

    def test_there_are_many_and_each_is_declared(self):
        self.assertGreaterEqual(len(kernels.choose([])) - 1, 70)


class Judging(unittest.TestCase):
    def measured(self, verdict, way, seconds=10):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        kernel = kernels.Kernel("k", "", verdict, 0)
        return measure.measure(pathlib.Path(scratch.name), kernel, way, seconds, 1)

    def test_the_declared_verdict_passes(self):
        result = self.measured("violation", way_that_says([["violation"]]))
        self.assertEqual((result.passed, result.found, result.used), (True, True, 4.0))

    def test_a_deviation_is_not_enough_for_a_violation(self):
        result = self.measured("violation", way_that_says([["deviation"], ["violation"]]))
        self.assertEqual((result.passed, result.used, result.executions), (True, 8.0, 20))
        result = self.measured("violation", way_that_says([["deviation"]] * 3))
        self.assertEqual((result.passed, result.found), (False, False))

    def test_a_violation_is_too_much_for_a_deviation(self):
        result = self.measured("deviation", way_that_says([["deviation", "violation"]]))
        self.assertFalse(result.passed)

    def test_nothing_in_time_fails_with_the_mutator_only(self):
        self.assertFalse(self.measured("violation", way_that_says([[]] * 3)).passed)
        result = self.measured("violation", way_that_says([[]] * 3, mutator=False))
        self.assertEqual((result.passed, result.found), (True, False))

    def test_the_right_kernel_must_show_nothing(self):
        self.assertTrue(self.measured(None, way_that_says([[]] * 3)).passed)
        self.assertFalse(self.measured(None, way_that_says([["deviation"]])).passed)


class StartTest(support.FolderCase):
    def test_a_start_that_fails_already_is_found_without_afl(self):
        build = pathlib.Path(self.folder)
        target = build / "canary" / "aflpp" / "fuzz_sequence"
        start = build / "canary" / "start" / "start"
        for path in (target, start):
            path.parent.mkdir(parents=True)
        start.write_text("bytes")
        target.write_text('#!/bin/sh\n[ "$WRONG_KERNEL" = k ] && grep -q bytes "$1" || exit 3\n'
                          'echo "epollctx target: violation" >&2\nexit 1\n')
        target.chmod(0o755)
        kernel = kernels.Kernel("k", "", "violation", 0)
        outcome = WAYS[2].run(build, kernel, build / "work", 10, 1, True)
        self.assertEqual((outcome.verdicts, outcome.executions, outcome.error),
                         (["violation"], 1, ""))


class TimesCase(support.FolderCase):
    """A test with a place for measurements."""

    def setUp(self):
        super().setUp()
        self.path = pathlib.Path(self.folder) / "canary" / "times.json"
        self.path.parent.mkdir()
        self.kernel = kernels.Kernel("wrong_thing", "It is <wrong>.", "violation", 0)


class Kept(TimesCase):
    def test_what_was_measured_with_the_same_files_is_known(self):
        times.Times(self.path).keep(self.kernel, LIBFUZZER, entry(), "")
        again = times.Times(self.path)
        self.assertIsNotNone(again.known(self.kernel, LIBFUZZER, "d", 60, None))
        self.assertIsNone(again.known(self.kernel, LIBFUZZER, "other", 60, None))
        self.assertIsNone(again.known(self.kernel, LIBFUZZER, "d", 60, 8))
        self.assertIsNone(again.known(self.kernel, BYTES, "d", 60, None))

    def test_a_failure_and_too_short_a_time_are_measured_again(self):
        kept = times.Times(None)
        kept.keep(self.kernel, LIBFUZZER, entry(passed=False), "")
        kept.keep(self.kernel, BYTES, entry(found=False), "")
        self.assertIsNone(kept.known(self.kernel, LIBFUZZER, "d", 10, None))
        self.assertIsNone(kept.known(self.kernel, BYTES, "d", 20, None))
        self.assertIsNotNone(kept.known(self.kernel, BYTES, "d", 10, None))

    def test_a_damaged_file_is_refused(self):
        self.path.write_text("{")
        with self.assertRaisesRegex(kernels.Unusable, "damaged"):
            times.Times(self.path)
        self.assertIn("damaged", wrong_kernels.read(self.folder).note)

    def test_the_table_tells_what_was_not_found(self):
        kept = times.Times(None)
        kept.keep(self.kernel, LIBFUZZER, entry(), "")
        kept.keep(self.kernel, BYTES, entry(found=False), "")
        text = times.table(kept, [self.kernel])
        self.assertIn("1.2 s, 5,123", text)
        self.assertIn("not in 10 s", text)


class Told(TimesCase):
    def report(self):
        report = results.Results([], [])
        report.wrong_kernels = wrong_kernels.read(self.folder)
        return report

    def test_without_measurements_the_command_is_said(self):
        for text in (report_text.render(self.report()), report_html.render(self.report())):
            self.assertIn("Not measured: `make canary`", " ".join(text.split()))

    def test_both_reports_hold_the_table(self):
        kept = times.Times(self.path)
        kept.keep(self.kernel, LIBFUZZER, entry(used=3.5), "")
        kept.keep(self.kernel, BYTES, entry(found=False), "")
        kept.keep(kernels.CONTROL, LIBFUZZER, entry(found=False), "")
        report = self.report()
        self.assertEqual(len(report.wrong_kernels.rows), 1)
        self.assertEqual(report.wrong_kernels.summary[1],
                         ("libFuzzer", "1", "1", "3.5", "3.5", "wrong_thing"))
        self.assertEqual(report.wrong_kernels.summary[3][:3], ("libFuzzer, bytes", "1", "0"))
        self.assertIn("3 measurements are missing", report.wrong_kernels.note)
        page = report_html.render(report)
        for text in (report_text.render(report), page):
            self.assertIn("3.5 s, 5,123", text)
            self.assertIn("not in 10 s", text)
        xml.dom.minidom.parseString(re.sub(r"<meta[^>]*>", "", page.partition("\n")[2]))

    @unittest.skipUnless(shutil.which("gnuplot"), "gnuplot is not installed (ci/setup has it)")
    def test_the_curves_are_drawn(self):
        times.Times(self.path).keep(self.kernel, LIBFUZZER, entry(), "")
        element = plots.draw_found(self.layout, self.report().wrong_kernels.curves)
        self.assertTrue(element.startswith("<svg"))
        self.assertIn("libFuzzer", element)
        self.assertEqual(plots.draw_found(self.layout, []), "")


class Format(TimesCase):
    def test_the_file_is_json_that_others_can_read(self):
        times.Times(self.path).keep(self.kernel, LIBFUZZER, entry(), "a difference")
        read = json.loads(self.path.read_text())["kernels"]["wrong_thing"]
        self.assertEqual((read["mistake"], read["verdict"], read["difference"]),
                         ("It is <wrong>.", "violation", "a difference"))
        self.assertEqual(read["ways"]["libfuzzer"]["used"], 1.25)


if __name__ == "__main__":
    unittest.main()
