# SPDX-License-Identifier: BSD-3-Clause
"""What another machine's replay answers, and the known differences of that machine from Linux here:
a file of two lines for each, `SCENARIO VERDICT # reason` and, indented, what differs as it is said.
"""

import dataclasses
import re

from sanitize import cases
from sanitize.common import Missing

HELD = "context"  # of the flavours, the one that is held to what a scenario states
AGREED, STATED = "agreed", "stated"
RESULT = re.compile(r"^(not )?ok \d+ - (\S+)\n(?:  ---\n((?:  .*\n)*?)  \.\.\.\n)?", re.MULTILINE)
FIELD = re.compile(r'^  (\w+): "?(.*?)"?$', re.MULTILINE)
EXPECTED = re.compile(r"^(\S+) (violation|deviation|stated) +# (.+)\n[ \t]+(\S.*)$")


@dataclasses.dataclass(frozen=True)
class Known:
    """A difference that is listed."""

    verdict: str = AGREED
    reason: str = ""
    what: str = ""


def expected_of(path):
    """{scenario: Known} of a file; each has its reason and what differs."""
    expected = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    number = 0
    while number < len(lines):
        taken = 1
        if lines[number].strip() and not lines[number].startswith("#"):
            match = EXPECTED.match("\n".join(lines[number:number + 2]))
            if not match or match[1] in expected:
                raise Missing(f"{path}:{number + 1}: not 'SCENARIO VERDICT # reason' and what "
                              "differs below it, once for each scenario")
            expected[match[1]] = Known(match[2], match[3], match[4])
            taken = 2
        number += taken
    return expected


def read_results(output, status, files):
    """{scenario: fields of its difference, or None} of what a replay of these files wrote."""
    results = {name: dict(FIELD.findall(fields or "")) if no else None
               for no, name, fields in RESULT.findall(output)}
    lost = [name for name in files if name not in results]
    if lost or status != int(any(fields is not None for fields in results.values())):
        raise Missing(f"it ended with {status}, {len(lost)} of {len(files)} without a result:\n"
                      f"{output[-2000:]}")
    return results


def kind_of(fields):
    """What a result is; STATED where kernel and model agree, and the text says something else."""
    if fields is None:
        return AGREED
    return STATED if "what is stated" in fields.get("reason", "") else fields.get("verdict")


def what_differs(fields):
    """What a result that is no agreement says: where, and both answers."""
    place = f"line {fields['line']}: " if "line" in fields else ""
    return (f"{place}{fields.get('operation')}: expected {fields.get('expected')}, "
            f"got {fields.get('got')}")


def compare(flavour, results, expected):
    """A case for each result: passed, failed, or skipped for a known difference."""
    for name, fields in results.items():
        known = expected.get(name, Known())
        if known.verdict == STATED and flavour != HELD:
            known = Known()
        kind = kind_of(fields)
        outcome, text = cases.FAILED, f"the known difference is gone ({known.reason})"
        if fields is not None:
            what = what_differs(fields)
            text = f"{what} ({kind}: {fields.get('reason')})"
            if (kind, what) == (known.verdict, known.what):
                outcome, text = cases.SKIPPED, known.reason
            elif known.what:
                text += f"; listed is {known.verdict}: {known.what}"
        elif known.verdict == AGREED:
            outcome, text = cases.PASSED, ""
        yield cases.Case(flavour, name, outcome, 0.0, text)
