# SPDX-License-Identifier: BSD-3-Clause
"""A campaign from its start to its report."""

import glob
import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor

from . import aflpp, corpus, libfuzzer, machine, measure, plots, processes, report_html
from . import report_text, results, targets, wrong_kernels
from .findings import Examiner
from .fuzzing import Fuzzing, make_tasks
from .options import check_sync
from .problem import EXIT_CLEAN, EXIT_FINDINGS, EXIT_UNUSABLE, Problem
from .schedule import slice_length
from .status import Status
from .task import RawFinding

PLOTS = (("edges", "edges"), ("rate", "executions per second"))
EXIT_KILLED = 130


class Interrupts:
    """The first SIGINT or SIGTERM ends the fuzzing; a second one ends the process at once."""

    def __init__(self, status):
        self.status = status
        self.count = 0
        self.is_preparing = True
        self.is_evaluating = False
        self.is_hurried = False
        signal.signal(signal.SIGINT, self.take)
        signal.signal(signal.SIGTERM, self.take)

    def take(self, number, frame):
        """The handler."""
        del number, frame
        self.count += 1
        if self.count > 1:
            processes.kill_all()
            os._exit(EXIT_KILLED)
        if self.is_preparing:
            # Nothing has been fuzzed, so that there is nothing to report.
            processes.kill_all()
            return
        # What takes long in the evaluation is shrinking.
        self.is_hurried = self.is_evaluating
        self.status.say("Interrupted: the report is being made. Once more ends it at once.")

    def stopped(self):
        """Whether there has been one."""
        return self.count > 0


class Campaign:
    """Everything that one campaign knows."""

    def __init__(self, options):
        self.options = options
        self.engines = [name for name in targets.ENGINES
                        if not options.engine or name in options.engine]
        self.layout = targets.Layout(options.build)
        self.status = Status()
        self.interrupts = Interrupts(self.status)
        self.raw = []
        self.tasks = []
        self.fuzzing = None
        self.start_sizes = {}
        self.max_lengths = {}
        self.targets = []
        # What every encoded program starts with: the encoding of one without an operation.
        self.header = b""

    def run(self):
        """Returns the exit status."""
        processes.adopt_orphans()
        try:
            self.prepare()
            self.fuzz()
            report = self.evaluate()
        except Problem:
            if self.interrupts.stopped() and self.fuzzing is None:
                raise Problem("interrupted before the fuzzing began") from None
            raise
        finally:
            processes.kill_all()
            processes.reap_orphans()
        self.write(report)
        if report.problem:
            return EXIT_UNUSABLE
        return EXIT_FINDINGS if report.findings else EXIT_CLEAN

    def prepare(self):
        """Looks whether all is there, and makes the corpora."""
        self.targets = targets.discover(self.options)
        targets.check(self.targets, self.engines, self.layout)
        check_sync(self.options)
        shutil.rmtree(self.layout.logs, ignore_errors=True)
        for folder in (self.layout.logs, self.layout.work, self.layout.findings):
            os.makedirs(folder, exist_ok=True)
        self.status.say(f"seed {self.options.seed}, {len(self.targets)} targets, "
                        f"{results.plural(self.options.jobs, 'job')}, "
                        f"{self.options.duration} s; logs are in {self.layout.logs}")
        seeds = corpus.read_seeds(self.layout) + [corpus.empty_program(self.layout)]
        self.header = seeds[-1][1]
        for target in self.targets:
            self.raw += leftovers(target, self.layout)
        with ThreadPoolExecutor(self.options.jobs) as pool:
            prepared = [pool.submit(corpus.prepare, target, self.layout, seeds,
                                    own_leftover_queues(target, self.layout))
                        for target in self.targets]
            for target, future in zip(self.targets, prepared):
                self.max_lengths[target.name], found = future.result()
                self.raw += found
                self.start_sizes[target.name] = len(os.listdir(self.layout.corpus(target)))
        if self.interrupts.stopped():
            raise Problem("interrupted")

    def fuzz(self):
        """The campaign proper."""
        if not self.options.sync:
            shutil.rmtree(os.path.join(self.layout.work, "aflpp"), ignore_errors=True)
        self.tasks = make_tasks(self.targets, self.engines, self.layout, self.options,
                                self.max_lengths)
        self.fuzzing = Fuzzing(self.tasks, self.layout, self.options, self.status,
                               self.interrupts.stopped)
        self.interrupts.is_preparing = False
        self.fuzzing.run()
        self.fuzzing.show(force=True)
        self.status.say("")
        for task in self.tasks:
            self.raw += task.found

    def evaluate(self):
        """Findings, coverage, rules and plots."""
        report = results.Results(machine.facts(), self.settings())
        report.problem = self.fuzzing.problem
        report.notes += machine.warnings()
        self.interrupts.is_evaluating = True
        examiner = Examiner(self.layout, self.options, lambda: self.interrupts.is_hurried)
        report.findings = examiner.examine(self.raw, self.show_examined)
        report.notes += [f"not examined: {results.plural(count, 'failing input')} in {folder} (of "
                         f"a target and engine {self.options.shrink_limit} are examined, see "
                         "--shrink-limit, of those that hang one, none after an interruption)"
                         for folder, count in examiner.left.items()]
        self.note_former_findings(report)
        self.status.say("measuring coverage")
        self.measure(report)
        report.rules, notes = measure.rules(self.layout, self.targets, self.header)
        report.notes += notes
        self.draw(report)
        report.corpora = [(target.name,
                           f"{len(os.listdir(self.layout.corpus(target))):,} inputs, "
                           f"{self.start_sizes[target.name]:,} when the fuzzing began, in "
                           f"{self.layout.corpus(target)}") for target in self.targets]
        return report

    def show_examined(self, done, total):
        """Progress of the shrinking, which can take a while."""
        self.status.update(f"shrinking what failed: {done} of {total}", force=done == total)
        if done == total:
            self.status.say("")

    def settings(self):
        """How the campaign was run, so that it can be run again."""
        length = slice_length(self.options.duration, len(self.tasks), self.options.jobs)
        ran = f"{self.fuzzing.duration:.0f} s of {self.options.duration} s"
        return [
            ("fuzzing", ran + (", interrupted" if self.interrupts.stopped() else "")),
            ("jobs", f"{self.options.jobs} for {results.plural(len(self.tasks), 'instance')}, "
                     f"turns of {length:.0f} s"),
            ("random seed", f"{self.options.seed} (--seed {self.options.seed})"),
            ("engines", ", ".join(targets.ENGINE_NAMES[name] for name in self.engines)),
            ("sync directory", self.options.sync or "none"),
        ]

    def note_former_findings(self, report):
        """Their folders are left where they are."""
        known = {finding.key for finding in report.findings} | {"not-examined"}
        former = [name for name in os.listdir(self.layout.findings) if name not in known]
        if former:
            report.notes.append(f"{results.plural(len(former), 'finding')} of former campaigns, "
                                f"not met again, in {self.layout.findings}")

    def of(self, target, engine):
        """The instances of an engine on a target."""
        return [task for task in self.tasks
                if task.target is target and task.engine == engine]

    def inputs(self, target, engine):
        """The inputs that an engine has for a target: what it started with, and what it found."""
        if not any(task.slices for task in self.of(target, engine)):
            return []
        if engine == "aflpp":
            folder = aflpp.sync_folder(target, self.layout, self.options)
            return [path for queue in aflpp.own_queues(folder)
                    for path in sorted(glob.glob(os.path.join(queue, "id:*")))]
        foreign = self.fuzzing.exchanges[target.name].from_aflpp
        return [entry.path for entry in sorted(os.scandir(self.layout.corpus(target)),
                                               key=lambda entry: entry.name)
                if entry.name not in foreign]

    def measure(self, report):
        """Coverage of each engine on each target, and of all together."""
        coverage = measure.Coverage(self.layout)
        kinds = [(target, engine) for target in self.targets for engine in self.engines]
        with ThreadPoolExecutor(self.options.jobs) as pool:
            measured = [pool.submit(coverage.measure, target, engine, self.inputs(target, engine))
                        for target, engine in kinds]
            for (target, engine), future in zip(kinds, measured):
                report.engines.append(results.of_tasks(target, engine, self.of(target, engine),
                                                       future.result()))
        report.coverage = coverage.total()
        report.notes += coverage.notes

    def draw(self, report):
        """A plot of each kind for each target."""
        for target in self.targets:
            series = [(item.engine, item.samples) for item in report.engines
                      if item.target == target.name]
            report.plots += [plots.draw(self.layout, target, what, label, series)
                             for what, label in PLOTS]
        report.wrong_kernels = wrong_kernels.read(self.options.build)
        report.wrong_kernels.plot = plots.draw_found(self.layout, report.wrong_kernels.curves)

    def write(self, report):
        """Both forms; then what the campaign needed is removed, what it found is not."""
        for name, text in (("report.txt", report_text.render(report)),
                           ("report.html", report_html.render(report))):
            path = os.path.join(self.layout.root, name)
            with open(path + ".new", "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(path + ".new", path)
        for target in self.targets:
            shutil.rmtree(self.layout.artifacts(target), ignore_errors=True)
        shutil.rmtree(self.layout.work, ignore_errors=True)
        for finding in report.findings:
            self.status.say(f"{finding.verdict}: {finding.folder} ({', '.join(finding.sources)})")
        if report.problem:
            self.status.say(f"epollctx campaign: {report.problem}")
        self.status.say(f"{report.headline()} The report: "
                        f"{os.path.join(self.layout.root, 'report.html')} (and report.txt)")


def own_leftover_queues(target, layout):
    """Queues of a campaign that was killed; what they hold is not lost."""
    return aflpp.queues(os.path.join(layout.work, "aflpp", target.name))


def leftovers(target, layout):
    """Inputs that failed in a campaign that was killed before it could examine them."""
    found = []
    log = os.path.join(layout.logs, "leftovers.log")
    for path in sorted(glob.glob(os.path.join(layout.artifacts(target), "*", "*"))):
        kind = libfuzzer.kind_of(os.path.basename(path))
        if kind:
            found.append(RawFinding(target, "libfuzzer", kind, path, log))
    # AFL++'s folder starts anew, so that they move to where libFuzzer's are.
    kept = os.path.join(layout.artifacts(target), "aflpp")
    for folder in sorted(glob.glob(os.path.join(layout.work, "aflpp", target.name, "*"))):
        for inode, (kind, path) in aflpp.failed_inputs(folder).items():
            os.makedirs(kept, exist_ok=True)
            place = os.path.join(kept, f"{'timeout' if kind == 'hang' else kind}-{inode}")
            os.replace(path, place)
            found.append(RawFinding(target, "aflpp", kind, place, log))
    return found
