# SPDX-License-Identifier: BSD-3-Clause
"""The report says what was found, in a form that needs nothing else to be read."""

import re
import types
import unittest
import xml.dom.minidom

import support  # noqa: F401

from campaign_lib import plots, report_html, report_text, results, series, status
from campaign_lib.findings import Finding


def example():
    """A small campaign with a finding whose text is hostile to HTML."""
    report = results.Results([("kernel", "Linux 6")], [("random seed", "7")])
    report.engines = [results.EngineResult(
        "fuzz_sequence", engine, 1, 1234567, 10.0, 400, 1100, "99.5%", 1,
        {"src": (9, 10)}, [], "") for engine in ("libfuzzer", "aflpp")]
    report.coverage = {"src": (95, 100), "fuzz/model": (1, 3)}
    report.rules = {"often": (1500, "a rule"), "never": (0, "<b>none</b>"), "once": (1, "x")}
    report.findings = [Finding("0a1b", "violation", "context", "epoll e\nwait e 1 => 7:IN&<x>\n",
                               {"operation": "wait e 1", "expected": "none", "got": "<7>"},
                               "build/f", "replay run f", sources=["fuzz_sequence on aflpp"],
                               inputs=3)]
    report.notes = ["a <note>"]
    return report


class Reports(unittest.TestCase):
    def test_text(self):
        text = report_text.render(example())
        for part in ("1 finding.", "violation  0a1b", "expected: none", "got: <7>",
                     "reproduce: replay run f", "1,234,567", "99.5%", "90.0 %", "33.3 %",
                     "2 of 3 rules exercised", "random seed  7", "Linux 6"):
            self.assertIn(part, text)

    def test_rules_that_were_never_reached_come_first(self):
        names = [name for name, _, _ in example().rules_sorted()]
        self.assertEqual(names, ["never", "once", "often"])
        text = report_text.render(example())
        self.assertLess(text.index("never:"), text.index("once:"))

    def test_html_is_well_formed_and_escaped(self):
        page = report_html.render(example())
        body = re.sub(r"<meta[^>]*>", "", page.partition("\n")[2])
        xml.dom.minidom.parseString(body)
        self.assertIn("7:IN&amp;&lt;x&gt;", page)
        self.assertNotIn("<b>none</b>", page)

    def test_html_needs_no_network(self):
        page = report_html.render(example())
        self.assertEqual(re.findall(r"(?:src|href)=|@import|url\(|<script", page), [])

    def test_html_holds_what_the_text_holds(self):
        page = report_html.render(example())
        for part in ("1 finding.", "0a1b", "replay run f", "1,234,567", "99.5%", "95.0 %",
                     "33.3 %", "2 / 3", "Linux 6", "a &lt;note&gt;"):
            self.assertIn(part, page)

    def test_headlines(self):
        report = example()
        report.problem = "afl-fuzz ended"
        self.assertIn("could not run", report.headline())
        self.assertEqual(results.Results([], []).headline(), "No finding.")

    def test_a_headline_says_who_executed_nothing(self):
        report = example()
        self.assertEqual(report.headline(), "1 finding.")
        report.findings = []
        report.engines[1].executions = 0
        self.assertEqual(report.headline(), "No finding. But 1 of 2 pairs of target and engine "
                                            "executed nothing.")

    def test_nothing_to_cover_is_no_percentage(self):
        self.assertEqual(results.percent(None), results.NO_VALUE)
        self.assertEqual(results.percent((0, 0)), results.NO_VALUE)

    def test_the_lowest_stability_counts(self):
        self.assertEqual(results.lowest_stability(["100.00%", "", "98.60%"]), "98.60%")
        self.assertEqual(results.lowest_stability([""]), results.NO_VALUE)


class Notes(unittest.TestCase):
    def test_an_engine_that_met_failing_inputs_only_is_said(self):
        def task(edges, retired=""):
            counts = types.SimpleNamespace(executions=10, edges=edges)
            return types.SimpleNamespace(retired=retired, slices=1, counts=counts)
        self.assertIn("did not get to fuzzing", results.note_of(task(0)))
        self.assertEqual(results.note_of(task(5)), "")
        self.assertEqual(results.note_of(task(5, "stopped")), "stopped")


class Series(unittest.TestCase):
    def test_instances_side_by_side(self):
        one = [series.Sample(1, 100, 10), series.Sample(3, 200, 12)]
        two = [series.Sample(2, 50, 30)]
        self.assertEqual(series.combine([one, two]),
                         [series.Sample(1, 100, 10), series.Sample(2, 150, 30),
                          series.Sample(3, 250, 30)])

    def test_thinning_keeps_both_ends(self):
        samples = [series.Sample(time, 0, 0) for time in range(10000)]
        thinned = series.thin(samples, 100)
        self.assertEqual((len(thinned), thinned[0].time, thinned[-1].time), (100, 0, 9999))


class Plots(unittest.TestCase):
    def test_an_inline_plot_takes_the_colour_of_the_page_and_its_own_names(self):
        svg = ("<?xml version='1.0'?>\n<svg>\n<title>Gnuplot</title>\n"
               "<g id='gpPt1' color=\"black\" stroke=\"rgb(  1,   2,   3)\"/>\n"
               "<use xlink:href='#gpPt1' stroke='#010203'/></svg>")
        inlined = plots.inline(svg, "a-")
        self.assertTrue(inlined.startswith("<svg>"))
        self.assertNotIn("black", inlined)
        self.assertNotIn("Gnuplot", inlined)
        self.assertEqual(inlined.count("currentColor"), 2)
        self.assertEqual(inlined.count("a-gpPt1"), 2)


class Lines(unittest.TestCase):
    def test_short_numbers(self):
        self.assertEqual([status.short(number) for number in (0, 999, 12345, 2.5e6, 108000)],
                         ["0", "999", "12.3k", "2.5M", "108k"])

    def test_clock(self):
        self.assertEqual([status.clock(65), status.clock(7384)], ["1:05", "2:03:04"])

    def test_the_status_line_adds_up(self):
        tasks = [types.SimpleNamespace(
            engine=engine, target=types.SimpleNamespace(name=name), found=[None] * found,
            counts=types.SimpleNamespace(rate=rate, executions=1000, edges=edges))
            for engine, name, rate, edges, found in (("libfuzzer", "a", 500, 10, 0),
                                                     ("libfuzzer", "a", 500, 12, 1),
                                                     ("aflpp", "a", 1000, 7, 2))]
        self.assertEqual(status.summary(5, 60, tasks, 42),
                         "0:05/1:00  2.0k exec/s  3.0k execs  edges libfuzzer 12 aflpp 7  "
                         "corpus 42  failing inputs 3")


if __name__ == "__main__":
    unittest.main()
