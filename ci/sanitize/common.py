# SPDX-License-Identifier: BSD-3-Clause
"""What the jobs of the sanitizers and those of other machines have in common: the build, the
scenarios, and how a job ends.
"""

import os
import resource
import subprocess

PASSED, FAILED, UNUSABLE, SKIPPED = 0, 1, 2, 77
WORDS = {PASSED: "passed", FAILED: "FAILED", UNUSABLE: "could not run", SKIPPED: "skipped"}
STATUSES = """Exit status: 0 everything passed; 1 something failed; 2 a job could not run, and why, or
the command is wrong; 77 this machine cannot run some of the jobs, and the others passed. Behind make
each of the last three is a 2: a CI that tells them apart calls this program itself."""

FLAVOURS = ("context", "poll", "deadline")
SAMPLE_OF_SEEDS = 4  # one in so many
SCENARIOS = ("fuzz/seeds/*.scn", "fuzz/seeds/large/*.scn", "tests/regressions/*.scn")
OUTPUT_LIMIT = 20000
# valgrind keeps its own numbers above the soft limit, and the replay takes this many.
DESCRIPTORS = 8192


class Missing(Exception):
    """A job cannot run, for something is not there that it must have: the text says what."""


def scenarios(root):
    """Every scenario that is replayed, as paths below the root."""
    files = sorted(path.relative_to(root) for pattern in SCENARIOS for path in root.glob(pattern))
    if not files:
        raise Missing("there is no scenario to replay")
    return files


def build(root, makefile, goals, directory, at_once, unit_tests=()):
    """Builds; what make writes is shown when it fails. It reads the rules of these unit tests only,
    for each costs time to read.
    """
    # Not the caller's: its options belong to its own make.
    environment = {key: value for key, value in os.environ.items()
                   if key not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        ["make", "-f", makefile, "--no-print-directory", f"-j{at_once}", f"BUILD={directory}",
         f"UNIT_TESTS={' '.join(map(str, unit_tests))}", *goals],
        cwd=root, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment)
    if done.returncode != 0:
        print(done.stdout[-OUTPUT_LIMIT:], end="")
        raise Missing(f"make {' '.join(goals)} failed")


def lower_limits():
    """In a child: no core file, and the number of descriptors that the jobs are made for."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # Without a limit, the hard one is less than nothing.
    soft = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def end(names, statuses):
    """The exit status of several jobs; a line says how each ended."""
    if len(statuses) > 1:
        print(", ".join(f"{name} {WORDS[status]}" for name, status in zip(names, statuses)))
    return next((status for status in (FAILED, UNUSABLE, SKIPPED) if status in statuses), PASSED)
