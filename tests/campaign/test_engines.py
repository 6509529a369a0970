# SPDX-License-Identifier: BSD-3-Clause
"""What is read from the output of the two engines."""

import os
import socket
import types
import unittest

from support import FolderCase

from campaign_lib import aflpp, libfuzzer, task


class LibFuzzerLines(unittest.TestCase):
    def test_progress(self):
        line = "#18\tNEW    cov: 841 ft: 2176 corp: 14/4116b lim: 4096 exec/s: 0 rss: 34Mb L: 1/2"
        self.assertEqual(libfuzzer.parse_progress(line), (18, 841, 14))

    def test_progress_of_every_kind(self):
        for what in ("INITED", "REDUCE", "RELOAD", "pulse ", "DONE  "):
            line = f"#524288\t{what} cov: 23 ft: 89 corp: 29/737b lim: 4096 exec/s: 13 rss: 89Mb"
            self.assertEqual(libfuzzer.parse_progress(line), (524288, 23, 29), what)

    def test_other_lines_are_no_progress(self):
        for line in ("#0 0x55 in abort", "INFO: Seed: 3", "", "cov: 23 ft: 89 corp: 29/737b"):
            self.assertIsNone(libfuzzer.parse_progress(line), line)

    def test_executions_at_the_end(self):
        self.assertEqual(libfuzzer.parse_executed("stat::number_of_executed_units: 2115"), 2115)
        self.assertIsNone(libfuzzer.parse_executed("stat::average_exec_per_sec:     352"))

    def test_kinds_of_artifacts(self):
        names = ("crash-0a", "leak-0a", "timeout-0a", "oom-0a")
        self.assertEqual([libfuzzer.kind_of(name) for name in names],
                         ["crash", "leak", "timeout", "oom"])
        self.assertIsNone(libfuzzer.kind_of("slow-unit-0a"))
        self.assertIsNone(libfuzzer.kind_of("0a1b2c"))


class LibFuzzerEnds(FolderCase):
    def setUp(self):
        super().setUp()
        options = types.SimpleNamespace(seed=1, sync=None)
        self.task = libfuzzer.LibFuzzerTask(self.target, 0, self.layout, options, 4096)
        self.task.running = types.SimpleNamespace(started=0, log_start=0)
        self.write("campaign/logs/fuzz_sequence-libfuzzer-0.log", "cannot prepare the process\n")
        self.task.follow()

    def test_a_failing_start_is_a_problem_with_its_output(self):
        with self.assertRaisesRegex(task.Problem, "status 1.*\n.*cannot prepare the process"):
            self.task.finish(1)

    def test_a_failing_input_is_found_once_and_leaves_the_corpus(self):
        self.write("campaign/corpus/fuzz_sequence/0a1b", "x")
        self.write("campaign/inputs/fuzz_sequence/libfuzzer-0/crash-0a1b", "x")
        self.task.take_line("artifact_prefix='x'; Test unit written to x/crash-0a1b")
        self.task.take_artifacts()
        self.task.take_artifacts()
        self.task.finish(77)
        self.assertEqual([found.kind for found in self.task.found], ["crash"])
        self.assertEqual(os.listdir(self.layout.corpus(self.target)), [])

    def test_the_same_failing_input_again_is_no_failing_start(self):
        self.write("campaign/inputs/fuzz_sequence/libfuzzer-0/crash-0a1b", "x")
        self.task.take_artifacts()
        self.task.take_line("Test unit written to x/crash-0a1b")
        self.task.finish(77)
        self.assertEqual(len(self.task.found), 1)

    def test_a_report_without_an_input_is_found(self):
        self.task.take_line("==1==ERROR: LeakSanitizer: detected memory leaks")
        self.task.finish(77)
        self.assertEqual([found.path for found in self.task.found], [None])
        self.assertTrue(self.task.retired)

    def test_ends_at_once_again_and_again(self):
        with self.assertRaisesRegex(task.Problem, "again and again"):
            self.task.slice_length = 10
            self.task.elapsed = lambda: 0.1
            for _ in range(task.SHORT_SLICES_MAX):
                self.task.note_short_slice(False)


class AflFiles(FolderCase):
    def test_metrics_arrive_in_their_order(self):
        metrics = aflpp.Metrics()
        self.addCleanup(metrics.socket.close)
        self.assertEqual(metrics.read(), [])
        environment = metrics.environment()
        place = (environment["AFL_STATSD_HOST"], int(environment["AFL_STATSD_PORT"]))
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for executions in (15, 30):
                sender.sendto(f"fuzzing.execs_done:{executions}|g\nfuzzing.edges_found:7|g\n"
                              "noise\n".encode(), place)
        self.assertEqual(metrics.read(), [{"execs_done": "15", "edges_found": "7"},
                                          {"execs_done": "30", "edges_found": "7"}])

    def test_stats(self):
        stats = aflpp.parse_stats("run_time          : 13\nstability         : 98.60%\n"
                                  "command_line      : a -i b:c\nunfinished")
        self.assertEqual(stats, {"run_time": "13", "stability": "98.60%",
                                 "command_line": "a -i b:c"})

    def test_failed_inputs_also_of_earlier_slices(self):
        self.write("i/crashes/id:000000,sig:06", "a")
        self.write("i/crashes/README.txt", "no input")
        self.write("i/crashes.2026-01-01-00:00:00/id:000000,sig:06", "b")
        self.write("i/hangs/id:000000,src:000", "c")
        self.write("i/queue/id:000000,orig:a", "d")
        kinds = sorted(kind for kind, _ in aflpp.failed_inputs(f"{self.folder}/i").values())
        self.assertEqual(kinds, ["crash", "crash", "hang"])

    def test_own_queues_are_those_of_this_host_without_what_is_published(self):
        host = aflpp.host_name()
        for name in (f"{host}-0", f"{host}-12", f"{host}-campaign", "other-0"):
            os.makedirs(os.path.join(self.folder, "s", name, "queue"))
        own = aflpp.own_queues(os.path.join(self.folder, "s"))
        self.assertEqual([path.split("/")[-2] for path in own], [f"{host}-0", f"{host}-12"])
        self.assertEqual(len(aflpp.queues(os.path.join(self.folder, "s"))), 4)

    def test_figures_of_an_earlier_campaign_are_not_ours(self):
        host = aflpp.host_name()
        instance = f"s/fuzz_sequence/{host}-0"
        self.write(f"{instance}/fuzzer_stats", "run_time : 100\nexecs_done : 5000\n")
        options = types.SimpleNamespace(seed=1, sync=os.path.join(self.folder, "s"))
        instance = aflpp.AflTask(self.target, 0, self.layout, options, 4096)
        self.addCleanup(instance.metrics.socket.close)
        self.assertEqual(instance.counts.executions, 0)
        instance.elapsed = lambda: 10
        instance.take(6000, 40)
        self.assertEqual((instance.counts.executions, instance.counts.rate), (1000, 100.0))
        self.assertEqual(instance.counts.samples[0].time, 10)

    def test_a_name_fits_into_what_aflpp_accepts(self):
        self.assertLessEqual(len(f"{aflpp.host_name()}-99999"), 24)


if __name__ == "__main__":
    unittest.main()
