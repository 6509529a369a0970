# SPDX-License-Identifier: BSD-3-Clause
"""One measurement: a way and a kernel, until the declared verdict or the end of the time."""

import shutil
import time
from dataclasses import dataclass

from .processes import stopping


@dataclass
class Measurement:
    """How it ended."""

    passed: bool
    found: bool
    said: str
    used: float = 0.0
    took: float = 0.0
    executions: int = 0
    seed: str = ""


def judge(kernel, verdicts):
    """None while nothing is decided, else (passed, found, why)."""
    if kernel.verdict is None:
        if verdicts:
            return False, True, f"{verdicts[0]} on the right kernel"
        return True, False, "nothing found, as it must be"
    if kernel.verdict == "deviation" and "violation" in verdicts:
        return False, True, "a violation, declared is a deviation"
    if kernel.verdict in verdicts:
        return True, True, kernel.verdict
    return None


def at_end(kernel, way, seconds):
    """Nothing was found: with the mutator that is a failure, without it a figure."""
    if way.mutator:
        return False, False, f"not caught ({kernel.verdict} declared)"
    return True, False, f"not in {seconds} s"


def measure(build, kernel, way, seconds, seed):
    """Runs the way again, with the next seed, while it shows a deviation instead of a violation."""
    started = time.monotonic()
    result = Measurement(False, False, "stopped")
    others = attempt = 0
    work = build / "canary" / "work" / f"{kernel.name}.{way.name}"
    while True:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        left = max(1, round(seconds - result.used))
        outcome = way.run(build, kernel, work, left, seed + attempt, way.mutator)
        if stopping.is_set():
            return result
        attempt += 1
        result.executions += outcome.executions
        result.used += outcome.used
        result.took = time.monotonic() - started
        result.seed = outcome.seed
        decided = (False, False, outcome.error) if outcome.error else judge(kernel,
                                                                           outcome.verdicts)
        if decided is None:
            others += len(outcome.verdicts)
            if way.engine == "replay" or result.used >= seconds:
                decided = at_end(kernel, way, seconds)
        if decided is not None:
            result.passed, result.found, result.said = decided
            if others:
                result.said += f", after {others} of the other verdict"
            if result.passed:
                shutil.rmtree(work, ignore_errors=True)
            return result
