# SPDX-License-Identifier: BSD-3-Clause
"""What the campaign ran on: a report without it cannot be compared with another."""

import os
import platform
import re
import shutil
import socket
import subprocess

from doctor_lib import diagnoses, machine


def first_line(command, pattern=r".*\S.*"):
    """The first line of a tool's output that matches; 'unknown' when there is none."""
    try:
        output = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False,
                                stdin=subprocess.DEVNULL, errors="replace")
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    for line in (output.stdout + output.stderr).splitlines():
        match = re.search(pattern, re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line))
        if match:
            return match[match.re.groups and 1 or 0].strip()
    return "unknown"


def processor():
    """The model of the processor, as the kernel names it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
            match = re.search(r"^model name\s*:\s*(.*)$", file.read(), re.MULTILINE)
    except OSError:
        match = None
    return match[1] if match else platform.machine()


def memory():
    """The memory in GiB."""
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB"


def facts():
    """[(name, value)] for the head of the report."""
    clang = first_line(["clang", "--version"])
    rows = [
        ("host", socket.gethostname()),
        ("processor", f"{processor()}, {os.cpu_count()} cores, {memory()}"),
        ("kernel", f"{platform.system()} {platform.release()} {platform.machine()}"),
        ("compiler", clang),
        ("libFuzzer", f"the one of {clang}"),
        ("AFL++", first_line(["afl-fuzz", "-h"], r"afl-fuzz\+*(\d\S*)")),
        ("llvm-cov", first_line(["llvm-cov", "--version"], r"version (\S+)")),
        ("gnuplot", first_line(["gnuplot", "--version"])),
    ]
    if shutil.which("git") and os.path.isdir(".git"):
        revision = first_line(["git", "describe", "--always", "--dirty"], r"^[\w.-]+$")
        rows.append(("source", revision))
    return rows


def warnings(asked=None):
    """What ci/doctor says that this machine spoils of a campaign, a sentence each, with the fix."""
    return [f"{finding.says} ({finding.fix})"
            for finding in diagnoses.examine(asked or machine.Machine())
            if finding.state == diagnoses.SPOILED and "campaign" in finding.jobs]
