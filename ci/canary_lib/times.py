# SPDX-License-Identifier: BSD-3-Clause
"""How long it takes to find each mistake: kept in a file, and told as a table.

The file is JSON: {"kernels": {KERNEL: {"mistake": text, "verdict": text, "difference": text,
"ways": {WAY: {"found": bool, "passed": bool, "used": seconds, "bound": seconds, "executions": n,
"seed": n, "digest": text}}}}}.
"""

import json
import os
import threading

from .engines import WAYS
from .kernels import Unusable


class Times:
    """What has been measured. Without a path nothing is kept."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.kernels = {}
        if path is not None and path.exists():
            try:
                self.kernels = json.loads(path.read_text(encoding="utf-8"))["kernels"]
            except (ValueError, KeyError, TypeError) as error:
                raise Unusable(f"{path} is damaged ({error}); remove it to measure anew") from error

    def known(self, kernel, way, digest, seconds, seed):
        """The measurement that need not be made again: same files, long enough, and it passed."""
        entry = self.kernels.get(kernel.name, {}).get("ways", {}).get(way.name)
        if entry is None or entry["digest"] != digest or not entry["passed"]:
            return None
        if self.kernels[kernel.name]["verdict"] != (kernel.verdict or "nothing"):
            return None
        if seed is not None and entry["seed"] != seed:
            return None
        if not entry["found"] and entry["bound"] < seconds:
            return None
        return entry

    def keep(self, kernel, way, entry, difference):
        """Adds a measurement, and writes the file at once: an interrupted run can go on."""
        with self.lock:
            about = self.kernels.setdefault(kernel.name, {"ways": {}, "difference": ""})
            about["mistake"] = kernel.mistake
            about["verdict"] = kernel.verdict or "nothing"
            about["difference"] = difference or about["difference"]
            about["ways"][way.name] = entry
            if self.path is not None:
                partial = self.path.with_suffix(".partial")
                partial.write_text(json.dumps({"kernels": self.kernels}, indent=1) + "\n",
                                   encoding="utf-8")
                os.replace(partial, self.path)


def cell(entry):
    """'1.4 s, 5,123', 'not in 20 s', or nothing."""
    if entry is None:
        return ""
    if not entry["found"]:
        return f"not in {entry['bound']} s"
    return f"{entry['used']:.1f} s, {entry['executions']:,}"


def table(times, kernels):
    """The text: a line for each kernel, seconds of processor time and executions for each way."""
    head = ["wrong kernel", "verdict", *(way.title for way in WAYS)]
    rows = [head]
    for kernel in kernels:
        about = times.kernels.get(kernel.name, {"ways": {}})
        rows.append([kernel.name, kernel.verdict or "nothing",
                     *(cell(about["ways"].get(way.name)) for way in WAYS)])
    widths = [max(len(row[index]) for row in rows) for index in range(len(head))]
    return "\n".join("  ".join(text.ljust(width) if index < 2 else text.rjust(width)
                               for index, (text, width) in enumerate(zip(row, widths))).rstrip()
                     for row in rows) + "\n"
