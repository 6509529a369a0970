# SPDX-License-Identifier: BSD-3-Clause
"""The processes of a job: the build, and each test program: what it is started with, how long it may
take, and what became of it.
"""

import os
import resource
import signal
import subprocess
import time

from . import cases, jobs, suites

# valgrind keeps its own numbers above the soft limit, and the replay takes this many.
DESCRIPTORS = 8192
RUNNING = set()


def build(root, goal, directory, at_once, unit_tests):
    """Builds by ci/sanitize/Makefile; its output is shown when it fails. It reads the rules of these
    unit tests only, for each costs time to read.
    """
    # Not the caller's: its options belong to its own make.
    environment = {key: value for key, value in os.environ.items()
                   if key not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    done = subprocess.run(
        ["make", "-f", "ci/sanitize/Makefile", "--no-print-directory", f"-j{at_once}",
         f"BUILD={directory}", f"UNIT_TESTS={' '.join(map(str, unit_tests))}", goal],
        cwd=root, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env=environment)
    if done.returncode != 0:
        print(done.stdout[-cases.TEXT_LIMIT:], end="")
        raise suites.Missing(f"make {goal} failed")


def environment(job):
    """Without the leave to lower the system's limits: others run at the same time."""
    return {key: value for key, value in {**os.environ, **job.environment}.items()
            if key != "FAULTS_MAY_CHANGE_SYSCTL"}


def prepare(spoil):
    """In the child: no core file, and the number of descriptors that the jobs are made for."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(DESCRIPTORS, hard), hard))
    if spoil:
        spoil()


def perform(root, job, task, spoil=None):
    """Runs one task; returns its cases. A test may spoil its process first."""
    started = time.monotonic()
    process = subprocess.Popen(
        [*job.launcher, *map(str, task.command)], cwd=root, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        env=environment(job), start_new_session=True,
        preexec_fn=lambda: prepare(spoil))
    RUNNING.add(process)
    try:
        output, _ = process.communicate(timeout=task.seconds * jobs.SLOW)
        status = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        status = None
    finally:
        RUNNING.discard(process)
    return suites.judge(task, status, output, job, time.monotonic() - started)


def end_all():
    """Ends what runs, with what it has started."""
    for process in [*RUNNING]:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
