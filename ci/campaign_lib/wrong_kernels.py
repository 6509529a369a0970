# SPDX-License-Identifier: BSD-3-Clause
"""How long each engine takes to find each wrong kernel, as `make canary` has measured it."""

import os
import pathlib
import statistics
import time
from dataclasses import dataclass, field

from canary_lib.engines import WAYS
from canary_lib.kernels import RIGHT, Unusable
from canary_lib.times import Times, cell

HOW = "`make canary` measures how long each engine takes to find each wrong kernel"
COLUMNS = ("wrong kernel", "must show", *(way.title for way in WAYS))
SUMMARY_COLUMNS = ("found by", "wrong kernels", "found", "median s", "slowest s", "slowest one")
EXPLANATION = (
    "Seconds of processor time and executions until the mistake was found, from one trivial "
    "program on; \"bytes\" is the engine with its own mutations instead of the structure-aware "
    "mutator, and may fail. The replay performs every seed.")


@dataclass
class WrongKernels:
    """What there is to tell: a summary and a row for each kernel, or why there is none."""

    note: str
    summary: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    curves: list = field(default_factory=list)  # (way, seconds of those that were found, sorted)
    plot: str = ""


def summary_row(way, entries):
    """What one way has found; `entries` is [(kernel, entry)]."""
    found = sorted((entry["used"], name) for name, entry in entries if entry["found"])
    if not found:
        return (way.title, f"{len(entries)}", "0", "", "", "")
    return (way.title, f"{len(entries)}", f"{len(found)}",
            f"{statistics.median(used for used, _ in found):.1f}", f"{found[-1][0]:.1f}",
            found[-1][1])


def read(build):
    """The measurements that are kept below the build folder."""
    path = pathlib.Path(build) / "canary" / "times.json"
    if not path.exists():
        return WrongKernels(f"Not measured: {HOW}.")
    try:
        kernels = Times(path).kernels
    except Unusable as error:
        return WrongKernels(f"Not shown: {error}.")
    wrong = {name: about["ways"] for name, about in sorted(kernels.items()) if name != RIGHT}
    measured = time.localtime(os.stat(path).st_mtime)
    told = WrongKernels(f"Measured until {time.strftime('%F %T', measured)}.")
    for way in WAYS:
        entries = [(name, ways[way.name]) for name, ways in wrong.items() if way.name in ways]
        told.summary.append(summary_row(way, entries))
        if way.engine != "replay":
            told.curves.append((way, sorted(entry["used"] for _, entry in entries
                                            if entry["found"])))
    told.rows = [(name, kernels[name]["verdict"], *(cell(ways.get(way.name)) for way in WAYS))
                 for name, ways in wrong.items()]
    missing = sum(not text for row in told.rows for text in row)
    if missing:
        told.note += f" {missing} measurements are missing: {HOW}."
    return told
