# SPDX-License-Identifier: BSD-3-Clause
"""Measures every kernel in every way that is wanted, and tells how that goes."""

import argparse
import concurrent.futures
import pathlib
import random
import signal
import sys
import threading
import time

from . import kernels, times
from .engines import WAYS, digest, prepare, smallest
from .measure import measure
from .processes import stop_all

AT_ONCE = 2
CONTROL_SECONDS = 10  # of an engine on the right kernel, where there is nothing to find


def read_arguments(description):
    """The command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--way", action="append", choices=[way.name for way in WAYS], default=[],
                        help="only this way to find mistakes; may be repeated")
    parser.add_argument("--seconds", type=int, default=60,
                        help="of processor time with the mutator, per kernel and engine (60)")
    parser.add_argument("--bytes-seconds", type=int, default=10,
                        help="the same with the engine's own mutations of bytes (10)")
    parser.add_argument("--kernel", action="append", default=[], metavar="NAME",
                        help="only this wrong kernel (and the control); may be repeated")
    parser.add_argument("--seed", type=int, default=None, help="of the engines (random)")
    parser.add_argument("--times", type=pathlib.Path, default=None, metavar="FILE",
                        help="keeps what was measured there, and does not measure that again")
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD_DIR")
    arguments = parser.parse_args()
    if arguments.seconds < 1 or arguments.bytes_seconds < 1:
        parser.error("--seconds and --bytes-seconds must be at least 1")
    if arguments.seed is not None and arguments.seed < 0:
        parser.error("--seed must not be negative")
    return arguments


class Progress:
    """A line for each measurement, with how many there are and how long the rest will take."""

    def __init__(self, tasks):
        self.lock = threading.Lock()
        self.total = len(tasks)
        self.done = 0
        self.passed = 0
        self.failed = []
        self.waiting = {way.name: sum(task[1] is way for task in tasks) for way in WAYS}
        self.took = {way.name: [] for way in WAYS}

    def left(self):
        """Seconds: what is waiting, each as long as its kind took so far."""
        everything = [took for kind in self.took.values() for took in kind]
        rest = 0.0
        for name, count in self.waiting.items():
            known = self.took[name] or everything
            rest += count * sum(known) / len(known) if known else 0.0
        return rest / AT_ONCE

    def tell(self, kernel, way, result, difference):
        """One measurement is over."""
        with self.lock:
            self.done += 1
            self.waiting[way.name] -= 1
            self.took[way.name].append(result.took)
            self.passed += result.passed
            if not result.passed:
                self.failed.append(f"{kernel.name} {way.name}: {result.said.splitlines()[0]}")
            width = len(str(self.total))
            print(f"[{self.done:>{width}}/{self.total}] {'ok    ' if result.passed else 'FAILED'} "
                  f"{kernel.name} {way.name}: {result.said} ({result.used:.2f} s computing, "
                  f"{result.executions} executions), {self.left() / 60:.0f} min left", flush=True)
            if difference:
                print(f"{' ' * (2 * width + 4)}smallest: {difference}", flush=True)


def seconds_for(arguments, kernel, way):
    """The bound: what the kernel's file declares, where that is more than what was asked for."""
    if not way.mutator:
        return arguments.bytes_seconds
    if kernel.verdict is None:
        return min(arguments.seconds, CONTROL_SECONDS)
    return max(arguments.seconds, kernel.bound)


def one(arguments, kept, progress, task, seed):
    """Measures, tells and keeps."""
    kernel, way, hashed = task
    seconds = seconds_for(arguments, kernel, way)
    result = measure(arguments.build, kernel, way, seconds, seed)
    if result.said == "stopped":
        return
    difference = ""
    if result.seed and kept.path is not None:
        difference = smallest(arguments.build, kernel, result.seed)
    progress.tell(kernel, way, result, difference)
    kept.keep(kernel, way, {
        "found": result.found, "passed": result.passed, "used": round(result.used, 3),
        "bound": seconds, "executions": result.executions, "seed": seed, "digest": hashed,
    }, difference)


def perform_all(arguments, kept, progress, tasks, seed):
    """AT_ONCE at a time; an interruption ends what runs."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(one, arguments, kept, progress, task, seed) for task in tasks]
        try:
            for future in futures:
                future.result()
        except BaseException:
            for future in futures:
                future.cancel()
            stop_all()
            raise


def run(arguments):
    """The whole run; 0 when every mistake was found by whoever must find it."""
    arguments.build = arguments.build.resolve()
    chosen = kernels.choose(arguments.kernel)
    ways = [way for way in WAYS if not arguments.way or way.name in arguments.way]
    prepare(arguments.build, ways)
    kept = times.Times(arguments.times)
    seed = random.randrange(10**6) if arguments.seed is None else arguments.seed
    hashed = {way.name: digest(arguments.build, way) for way in ways}
    tasks = [(kernel, way, hashed[way.name]) for way in ways for kernel in chosen]
    fresh = [task for task in tasks
             if not kept.known(*task, seconds_for(arguments, task[0], task[1]), arguments.seed)]
    print(f"{len(chosen) - 1} wrong kernels and the right one; {', '.join(w.name for w in ways)}; "
          f"at most {arguments.seconds} s of processor time each, {arguments.bytes_seconds} s "
          f"without the mutator (--seed {seed})"
          + (f"; {len(tasks) - len(fresh)} measured before" if len(tasks) > len(fresh) else ""),
          flush=True)
    progress = Progress(fresh)
    started = time.monotonic()
    perform_all(arguments, kept, progress, fresh, seed)
    if arguments.times is not None:
        text = times.table(kept, chosen)
        arguments.times.with_suffix(".txt").write_text(text, encoding="utf-8")
        print("\nSeconds of processor time and executions until the mistake was found:\n\n" + text)
    for line in progress.failed:
        print(f"FAILED {line}")
    passed = len(tasks) - len(fresh) + progress.passed
    print(f"{passed} passed, {len(progress.failed)} failed, in "
          f"{time.monotonic() - started:.0f} s")
    return 0 if tasks and passed == len(tasks) else 1


def main(description):
    """The exit status: 0 passed, 1 failed, 2 unusable, 130 interrupted."""
    # In the background of a shell SIGINT comes ignored; SIGTERM must leave no engine behind either.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        return run(read_arguments(description))
    except kernels.Unusable as error:
        print(f"canary: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("canary: interrupted; what was measured is kept", file=sys.stderr)
        return 130
