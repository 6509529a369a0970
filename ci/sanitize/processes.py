# SPDX-License-Identifier: BSD-3-Clause
"""The processes of a job: what each is started with, how long it may take, and what became of it."""

import os
import signal
import subprocess
import time

from . import common, jobs, suites

RUNNING = set()


def environment(job):
    """Without the leave to lower the system's limits: others run at the same time."""
    return {key: value for key, value in {**os.environ, **job.environment}.items()
            if key != "FAULTS_MAY_CHANGE_SYSCTL"}


def prepare(spoil):
    """In the child; a test may spoil it."""
    common.lower_limits()
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
