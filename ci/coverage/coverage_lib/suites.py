# SPDX-License-Identifier: BSD-3-Clause
"""Runs tests that were built for coverage, and has LLVM say what they reached."""

import concurrent.futures
import glob
import os
import shutil
import subprocess

from . import facts
from .problem import Problem

SKIPPED = 77


class Llvm:
    """LLVM's tools, on one folder of output."""

    def __init__(self, version, folder):
        self.version = version
        self.folder = folder

    def _run(self, tool, *arguments):
        """Standard output. Whatever a tool warns of means that something is not counted."""
        command = [f"{tool}-{self.version}", *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise Problem(f"cannot start {command[0]}: {error.strerror}: ci/setup installs it"
                          ) from error
        if done.returncode != 0 or done.stderr.strip():
            raise Problem(f"{' '.join(command)}: {done.stderr.strip() or done.returncode}")
        return done.stdout

    def merge(self, name, profiles):
        """One profile of many."""
        merged = os.path.join(self.folder, f"{name}.profdata")
        self._run("llvm-profdata", "merge", "-sparse", "-o", merged, *profiles)
        return merged

    def facts(self, code, profile):
        """What the profile says about all the code of an object file, run or not."""
        on = ["-object", code, "-instr-profile", profile]
        return facts.read(self._run("llvm-cov", "export", *on),
                          self._run("llvm-cov", "export", "-format=lcov", *on),
                          self._run("llvm-cov", "show", "-show-branches=count",
                                    "-show-expansions", *on))

    def page(self, code, profile, folder, title):
        """The browsable report."""
        shutil.rmtree(folder, ignore_errors=True)
        self._run("llvm-cov", "show", "-object", code, "-instr-profile", profile,
                  "-format=html", "-output-dir", folder, "-project-title", title,
                  "-show-branches=count", "-show-mcdc", "-show-expansions")


def run(name, commands, folder, jobs):
    """
    Runs every command of a suite and returns the profiles that it left. A test that fails, and one
    that leaves no profile, is a Problem; one that skips is named.
    """
    if not commands:
        raise Problem(f"{name}: there is nothing to run")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        runs = [pool.submit(_run_one, command, os.path.join(folder, str(number)))
                for number, command in enumerate(commands)]
        try:
            profiles = [run.result() for run in concurrent.futures.as_completed(runs)]
        finally:
            for one in runs:
                one.cancel()
    return sorted(profile for some in profiles for profile in some)


def _run_one(command, prefix):
    """The profiles of one command; each of its processes writes one."""
    environment = {**os.environ, "LLVM_PROFILE_FILE": os.path.abspath(prefix) + "-%p.profraw"}
    with open(prefix + ".log", "w+b") as log:
        try:
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                  stderr=subprocess.STDOUT, check=False)
        except OSError as error:
            raise Problem(f"cannot start {command[0]}: {error.strerror}") from error
        log.seek(0)
        output = log.read().decode(errors="replace")
    if done.returncode == SKIPPED:
        print(f"skipped: {command[0]}: {output.strip()}")
        return []
    if done.returncode != 0:
        tail = "\n".join(output.splitlines()[-40:])
        raise Problem(f"{command[0]} failed ({done.returncode}); all of it: {prefix}.log\n{tail}")
    profiles = glob.glob(glob.escape(prefix) + "-*.profraw")
    if not profiles:
        raise Problem(f"{command[0]} left no profile: was it built for coverage?")
    return profiles
