# SPDX-License-Identifier: BSD-3-Clause
"""What a job performs: the canaries, the unit tests, the seeds, the faults and the stress."""

import dataclasses
import re

from . import cases, jobs
from .common import FLAVOURS, SAMPLE_OF_SEEDS, Missing
from .common import scenarios as every_scenario

FILES_AT_ONCE = 64
SAMPLE_OF_UNIT = "core"
STRESS_SEED = 1
ROWS = "test_errors"  # the program of the jobs' rows
ROWS_WITH_THREADS = "*: EINTR: *"
MAKES_THREADS = b"pthread_create"  # the symbol, in a program that does
NO_THREADS = "it makes no thread, so that there is nothing between threads to find"
SAMPLE_OF_STRESS = 10000  # operations


@dataclasses.dataclass(frozen=True)
class Task:
    """One process: its command, and how its tests are read from what it writes."""

    name: str
    command: tuple
    read: object
    seconds: int  # a plain run never takes longer
    finds: str = ""  # a canary: the report that must appear, instead of success


def unit_sources(root, sample):
    """The unit tests' sources, below the root."""
    pattern = f"tests/unit/{SAMPLE_OF_UNIT if sample else '*'}/test_*.c"
    return sorted(path.relative_to(root) for path in root.glob(pattern))


def canaries(job, build):
    """The user of the core, right and with each defect that the job is there for."""
    folder = build / job.variant / "canary"
    yield Task("canary/none", (folder / "none",), cases.read_status, 60)
    for defect, report in job.finds.items():
        yield Task(f"canary/{defect}", (folder / defect,), cases.read_status, 60, report)


def rows_of(job, program):
    """The arguments by which a program of rows performs those that concern the job."""
    if program != ROWS:
        return ()
    if job.threads:
        return (ROWS_WITH_THREADS,)
    return ("--without", *job.rows) if job.rows else ()


def programs(job, build, sources, seconds):
    """Test programs of cmocka, but for those that the job must leave out."""
    for source in sources:
        program = source.with_suffix("")
        if program.name not in job.leaves_out:
            command = (build / job.variant / program, *rows_of(job, program.name))
            yield Task(str(program.relative_to("tests")), command, cases.read_cmocka, seconds)


def scenarios(job, root, sample):
    """The files that are replayed, and those that the job must leave out."""
    kept = [path for path in every_scenario(root) if path.name not in job.leaves_out]
    return kept[::SAMPLE_OF_SEEDS] if sample else kept


def replays(job, build, root, sample):
    files = scenarios(job, root, sample)
    for flavour in FLAVOURS[:1] if sample else FLAVOURS:
        for first in range(0, len(files), FILES_AT_ONCE):
            command = (build / job.variant / "epollctx-replay", "--as", flavour, "run",
                       *files[first:first + FILES_AT_ONCE])
            yield Task(f"seeds/{flavour}-{first // FILES_AT_ONCE}", command, cases.read_tap, 60)


def stress(job, build, operations):
    """Threads at random and in directed waits, from a seed that does not change; each history is
    checked by the program itself.
    """
    command = (build / job.variant / "epollctx-stress", "--seed", STRESS_SEED, "--duration", 0,
               "--operations", operations, "--output", build / "sanitize" / "stress")
    yield Task("stress/threads", command, cases.read_status, 120)


def of(job, build, root, sample):
    """Every task of a job, the canaries first."""
    tasks = [*canaries(job, build), *programs(job, build, unit_sources(root, sample), 60),
             *replays(job, build, root, sample)]
    kinds = ["canary", "unit", "seeds"]
    if sample and "race" in job.finds:
        tasks += stress(job, build, SAMPLE_OF_STRESS)
    if not sample:
        faults = sorted(path.relative_to(root) for path in root.glob("tests/faults/test_*.c"))
        tasks += [*programs(job, build, faults, 120), *stress(job, build, job.operations)]
        kinds += ["faults", "stress"]
    for task in tasks:
        if not task.command[0].exists():
            raise Missing(f"{task.command[0]} is not built")
    for kind in kinds:
        if not any(task.name.startswith(kind + "/") for task in tasks):
            raise Missing(f"there is nothing to perform for {kind}")
    return tasks


def concerns(job, task):
    """Whether the job can find anything in the task."""
    return not job.threads or MAKES_THREADS in task.command[0].read_bytes()


def left_out(job, root, tasks):
    """A skipped case with its reason for each file, row or task that is left out; a name of none is
    wrong.
    """
    names = {path.name for path in root.glob("fuzz/seeds/**/*.scn")}
    tests = list(root.glob("tests/**/test_*.c"))
    names |= {path.stem for path in tests}
    for name, reason in job.leaves_out.items():
        if name not in names:
            if not any(name in path.read_text(encoding="utf-8") for path in tests):
                raise Missing(f"{name} is left out, but there is no such file or test")
            continue  # one test of a program: it is performed, and its failure is a skip
        yield cases.Case("left out", name, cases.SKIPPED, 0.0, reason)
    for name, reason in job.rows.items():
        yield cases.Case(f"left out of {ROWS}", name, cases.SKIPPED, 0.0, reason)
    if job.threads:
        yield cases.Case(f"left out of {ROWS}", f"all but {ROWS_WITH_THREADS}", cases.SKIPPED, 0.0,
                         NO_THREADS)
    for task in tasks:
        if not concerns(job, task):
            yield cases.Case("left out", task.name, cases.SKIPPED, 0.0, NO_THREADS)


def judge(task, status, output, job, seconds):
    """The cases of one task. A canary passes when its defect is reported, and only then."""
    if not task.finds:
        return cases.judge(task.name, task.read, status, output, jobs.REPORT, seconds,
                           job.leaves_out)
    found = status not in (0, None) and re.search(task.finds, output, re.MULTILINE)
    return [cases.Case(task.name, "the planted defect is reported",
                       cases.PASSED if found else cases.FAILED, seconds,
                       "" if found else f"no report of {task.finds!r}, status {status}\n{output}")]
