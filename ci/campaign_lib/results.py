# SPDX-License-Identifier: BSD-3-Clause
"""What a campaign found out: the one source of both reports."""

from dataclasses import dataclass, field

from .measure import FOLDERS
from .series import combine
from .targets import ENGINE_NAMES

NO_VALUE = "–"


@dataclass
class EngineResult:
    """One engine on one target, all its instances together."""

    target: str
    engine: str
    instances: int
    executions: int
    seconds: float
    corpus: int
    edges: int
    stability: str
    failed_inputs: int
    coverage: dict
    samples: list
    note: str

    @property
    def rate(self):
        """Executions per second of one instance, over the whole time that it had."""
        return self.executions / self.seconds if self.seconds else 0.0


@dataclass
class Results:
    """The whole campaign."""

    facts: list
    settings: list
    engines: list = field(default_factory=list)
    corpora: list = field(default_factory=list)
    coverage: dict = field(default_factory=dict)
    rules: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)
    former_findings: int = 0
    notes: list = field(default_factory=list)
    problem: str = ""
    plots: list = field(default_factory=list)
    wrong_kernels: object = None

    @property
    def executions(self):
        """Of all engines."""
        return sum(engine.executions for engine in self.engines)

    def rules_sorted(self):
        """[(name, count, text)]: those that were never reached first, then the rarest."""
        rows = [(name, count, text) for name, (count, text) in self.rules.items()]
        return sorted(rows, key=lambda row: (row[1], row[0]))

    def never_reached(self):
        """How many rules no input of any corpus has exercised."""
        return sum(count == 0 for count, _ in self.rules.values())

    def headline(self):
        """The result in one sentence, and what it does not cover."""
        if self.problem:
            return "The campaign could not run to its end."
        said = f"{plural(len(self.findings), 'finding')}." if self.findings else "No finding."
        idle = sum(engine.executions == 0 for engine in self.engines)
        if idle:
            said += (f" But {idle} of {len(self.engines)} pairs of target and engine executed "
                     "nothing.")
        return said


def of_tasks(target, engine, tasks, coverage):
    """The result of an engine on a target from its instances."""
    return EngineResult(
        target=target.name,
        engine=engine,
        instances=len(tasks),
        executions=sum(task.counts.executions for task in tasks),
        seconds=sum(task.used for task in tasks),
        corpus=max(task.counts.corpus for task in tasks),
        edges=max(task.counts.edges for task in tasks),
        stability=lowest_stability(task.counts.stability for task in tasks),
        failed_inputs=sum(len(task.found) for task in tasks),
        coverage=coverage,
        samples=combine([task.counts.samples for task in tasks]),
        note="; ".join(sorted(filter(None, map(note_of, tasks)))),
    )


def note_of(task):
    """What the figures of an instance do not say."""
    if task.retired:
        return task.retired
    if task.slices and task.counts.executions and not task.counts.edges:
        return "it met nothing but failing inputs, and did not get to fuzzing"
    return ""


def lowest_stability(values):
    """The worst of the instances: anything below 100 % is a target that keeps state."""
    known = [value for value in values if value]
    return min(known, key=lambda value: float(value.rstrip("%")), default=NO_VALUE)


def percent(pair):
    """'97.3 %' of (covered, all); a dash where there is nothing to cover."""
    return f"{100 * pair[0] / pair[1]:.1f} %" if pair and pair[1] else NO_VALUE


def plural(count, noun):
    """'1 finding', '2 findings'."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


ENGINE_COLUMNS = ("target", "engine", "instances", "seconds", "executions", "per second", "corpus",
                  "edges", "stability", "failing inputs",
                  *(f"lines of {folder}/" for folder in FOLDERS))


def engine_row(result):
    """The cells of ENGINE_COLUMNS."""
    return (result.target, ENGINE_NAMES[result.engine], f"{result.instances}",
            f"{result.seconds:.0f}", f"{result.executions:,}", f"{result.rate:,.0f}",
            f"{result.corpus:,}", f"{result.edges:,}", result.stability,
            f"{result.failed_inputs:,}",
            *(percent(result.coverage.get(folder)) for folder in FOLDERS))


EXPLANATIONS = (
    "Executions, rate and corpus are the engine's own figures; the rate is that of one instance "
    "over the time that it had, starts included.",
    "libFuzzer counts edges of a build with AddressSanitizer and UBSan, AFL++ those of a plain "
    "build: compare each with itself only.",
    "Lines are those that an engine's corpus reaches in a build without an engine. A dash: the "
    "target contains no line of that folder, or the engine did not run.",
)
