# SPDX-License-Identifier: BSD-3-Clause
"""The ways to find a mistake: the seeds' replay, and each engine with and without the mutator."""

import hashlib
import re
import shutil
import subprocess
from dataclasses import dataclass, field

from .kernels import RIGHT, ROOT, Unusable
from .processes import PATIENCE, perform

SEEDS = ROOT / "fuzz" / "seeds"
START = "epoll ep\nwait ep 8\n"
MAX_BYTES = 512  # libFuzzer's largest input, some 25 operations: each mistake shows in fewer
SHRINK_SECONDS = 60
LIBFUZZER_INTERRUPTED = 72  # its status after SIGINT

_VERDICT_OF_TARGET = re.compile(r"^epollctx target: (violation|deviation)$", re.MULTILINE)
_VERDICT_OF_REPLAY = re.compile(r'^  verdict: "(\w+)"$', re.MULTILINE)
_UNITS = re.compile(r"^stat::number_of_executed_units:\s*(\d+)$", re.MULTILINE)
_DONE = re.compile(r"^execs_done\s*: (\d+)$", re.MULTILINE)
_PLANNED = re.compile(r"^1\.\.(\d+)$", re.MULTILINE)
_TEST = re.compile(r"^not ok \d+ - (.*?)$.*?^  \.\.\.$", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r'^  (\w+): "(.*)"$', re.MULTILINE)


@dataclass
class Outcome:
    """What one run showed: verdicts, executions, processor time, an error of the run itself."""

    verdicts: list = field(default_factory=list)
    executions: int = 0
    used: float = 0.0
    error: str = ""
    seed: str = ""  # the first one that shows what is declared


def last_lines(text):
    """The end of an output, for a message."""
    return "\n".join("    " + line for line in text.splitlines()[-15:])


def run_libfuzzer(build, kernel, work, seconds, seed, mutator):
    """libFuzzer from the start corpus until it finds something or the time is over."""
    corpus = work / "corpus"
    shutil.copytree(build / "canary" / "start", corpus)
    target = build / "canary" / "libfuzzer" / ("fuzz_sequence" if mutator else
                                               "fuzz_sequence_bytes")
    status, text, used = perform(
        [target, f"-seed={seed % 2**31 + 1}", f"-max_total_time={seconds * PATIENCE}",
         "-print_final_stats=1", "-print_funcs=0", f"-max_len={MAX_BYTES}",
         f"-artifact_prefix={work}/", corpus], seconds,
        {"WRONG_KERNEL": kernel.name, "ASAN_OPTIONS": "symbolize=0",
         "UBSAN_OPTIONS": "symbolize=0"})
    units = _UNITS.search(text)
    executions = int(units[1]) if units else 0
    verdicts = _VERDICT_OF_TARGET.findall(text)
    if verdicts or (status in (0, LIBFUZZER_INTERRUPTED) and executions > 0):
        return Outcome(verdicts, executions, used)
    return Outcome(used=used, error=f"libFuzzer ended with {status}:\n{last_lines(text)}")


def run_aflpp(build, kernel, work, seconds, seed, mutator):
    """AFL++, the same; what it found must fail again without it.

    It does not begin where every input that it is given fails: that is found by one execution.
    """
    target = build / "canary" / "aflpp" / "fuzz_sequence"
    _, said, used = perform([target, build / "canary" / "start" / "start"], seconds,
                            {"WRONG_KERNEL": kernel.name})
    verdicts = _VERDICT_OF_TARGET.findall(said)
    if verdicts:
        return Outcome(verdicts, 1, used)
    out = work / "out"
    environment = {
        "WRONG_KERNEL": kernel.name,
        "AFL_BENCH_UNTIL_CRASH": "1",
        "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
        "AFL_SKIP_CPUFREQ": "1",
        "AFL_NO_AFFINITY": "1",
        "AFL_NO_UI": "1",
    }
    if mutator:
        environment["AFL_CUSTOM_MUTATOR_LIBRARY"] = str(build / "aflpp" / "mutator.so")
        environment["AFL_CUSTOM_MUTATOR_ONLY"] = "1"
    status, text, used = perform(
        ["afl-fuzz", "-V", seconds * PATIENCE, "-s", seed, "-t", 5000,
         "-i", build / "canary" / "start", "-o", out, "--", target], seconds, environment)
    stats = out / "default" / "fuzzer_stats"
    done = _DONE.search(stats.read_text()) if stats.exists() else None
    executions = int(done[1]) if done else 0
    for crash in sorted((out / "default" / "crashes").glob("id*")):
        _, said, _ = perform([target, crash], seconds, {"WRONG_KERNEL": kernel.name})
        again = _VERDICT_OF_TARGET.findall(said)
        if not again:
            return Outcome([], executions, used,
                           f"{crash} does not fail again:\n{last_lines(said)}")
        verdicts += again
    if status == 0 and (verdicts or executions > 0):
        return Outcome(verdicts, executions, used)
    return Outcome(used=used, error=f"afl-fuzz ended with {status}:\n{last_lines(text)}")


def run_replay(build, kernel, work, seconds, seed, mutator):
    """Every seed."""
    del work, seed, mutator
    seeds = sorted(SEEDS.glob("*.scn"))
    if not seeds:
        return Outcome(error="there is no seed")
    replay = build / "canary" / "epollctx-replay"
    status, text, used = perform([replay, "run", *seeds], seconds, {"WRONG_KERNEL": kernel.name})
    planned = _PLANNED.search(text)
    verdicts = _VERDICT_OF_REPLAY.findall(text)
    if not planned or status != (1 if verdicts else 0):
        return Outcome(used=used, error=f"epollctx-replay ended with {status}:\n"
                                        f"{last_lines(text)}")
    shown = [test[1] for test in _TEST.finditer(text)
             if kernel.verdict in _VERDICT_OF_REPLAY.findall(test[0])]
    return Outcome(verdicts, int(planned[1]), used, seed=shown[0] if shown else "")


def smallest(build, kernel, seed):
    """What a seed is shrunk to: the operation, its answer and the expected one.

    The scenario is kept, so that one can see whether the mistake is the one that was meant.
    """
    replay = build / "canary" / "epollctx-replay"
    environment = {"WRONG_KERNEL": kernel.name}
    status, text, _ = perform([replay, "--shrink", seed], SHRINK_SECONDS, environment)
    scenario = build / "canary" / "smallest" / f"{kernel.name}.scn"
    scenario.parent.mkdir(exist_ok=True)
    scenario.write_text("".join(line + "\n" for line in text.splitlines()
                                if not line.startswith("shrinking:")))
    if status != 0:
        return f"cannot be shrunk: {last_lines(text)}"
    _, text, _ = perform([replay, "run", scenario], SHRINK_SECONDS, environment)
    fields = dict(_FIELD.findall(text))
    if "operation" not in fields:
        return "is gone in the shrunk scenario"
    return (f"{fields['operation']} => {fields['got']} instead of {fields['expected']}"
            + ("" if "the model differ" in fields["reason"] else f" ({fields['reason']})"))


@dataclass(frozen=True)
class Way:
    """A way to find a mistake, and what it is called in a table."""

    name: str
    engine: str
    mutator: bool
    title: str
    run: object
    files: tuple


WAYS = (
    Way("replay", "replay", True, "seeds' replay", run_replay, ("canary/epollctx-replay",)),
    Way("libfuzzer", "libfuzzer", True, "libFuzzer", run_libfuzzer,
        ("canary/libfuzzer/fuzz_sequence",)),
    Way("aflpp", "aflpp", True, "AFL++", run_aflpp,
        ("canary/aflpp/fuzz_sequence", "aflpp/mutator.so")),
    Way("libfuzzer-bytes", "libfuzzer", False, "libFuzzer, bytes", run_libfuzzer,
        ("canary/libfuzzer/fuzz_sequence_bytes",)),
    Way("aflpp-bytes", "aflpp", False, "AFL++, bytes", run_aflpp,
        ("canary/aflpp/fuzz_sequence",)),
)


def digest(build, way):
    """What a measurement depends on: the files that ran, and for the replay the seeds."""
    paths = [build / name for name in way.files]
    if way.engine == "replay":
        paths += sorted(SEEDS.glob("*.scn"))
    joined = hashlib.sha256()
    for path in paths:
        joined.update(hashlib.sha256(path.read_bytes()).digest())
    return joined.hexdigest()[:16]


def prepare(build, ways):
    """Checks that everything is built, and writes the program from which the engines start."""
    replay = build / "canary" / "epollctx-replay"
    for path in [replay, *(build / name for way in ways for name in way.files)]:
        if not path.exists():
            raise Unusable(f"{path} is missing (make canary builds it)")
    if any(way.engine == "aflpp" for way in ways) and shutil.which("afl-fuzz") is None:
        raise Unusable("afl-fuzz is not installed (ci/setup installs it)")
    start = build / "canary" / "start"
    start.mkdir(parents=True, exist_ok=True)
    text = build / "canary" / "start.scn"
    text.write_text(START)
    encoded = subprocess.run([replay, "--to-bytes", text], stdout=subprocess.PIPE, check=True,
                             env={"WRONG_KERNEL": RIGHT})
    (start / "start").write_bytes(encoded.stdout)
