# SPDX-License-Identifier: BSD-3-Clause
"""What another machine's replay answers, and the known differences of that machine from Linux here:
a file of lines `SCENARIO VERDICT # reason`.
"""

import re

from sanitize import cases

HELD = "context"  # of the flavours, the one that is held to what a scenario states
AGREED, STATED = "agreed", "stated"
RESULT = re.compile(r"^(not )?ok \d+ - (\S+)\n(?:  ---\n((?:  .*\n)*?)  \.\.\.\n)?", re.MULTILINE)
FIELD = re.compile(r'^  (\w+): "?(.*?)"?$', re.MULTILINE)
EXPECTED = re.compile(r"^(\S+) (violation|deviation|stated) +# (.+)$")


class Unusable(Exception):
    """The replay cannot be performed: the text says why."""


def expected_of(path):
    """{scenario: (verdict, reason)} of a file; each line needs its reason."""
    expected = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = EXPECTED.match(line)
        if not match:
            raise Unusable(f"{path}:{number}: not 'SCENARIO VERDICT # reason'")
        expected[match[1]] = match[2], match[3]
    return expected


def read_results(output, status, files):
    """{scenario: fields of its difference, or None} of what a replay of these files wrote."""
    results = {name: dict(FIELD.findall(fields or "")) if no else None
               for no, name, fields in RESULT.findall(output)}
    lost = [name for name in files if name not in results]
    if lost or status != int(any(fields is not None for fields in results.values())):
        raise Unusable(f"it ended with {status}, {len(lost)} of {len(files)} without a result:\n"
                       f"{output[-2000:]}")
    return results


def kind_of(fields):
    """What a result is; STATED where kernel and model agree, and the text says something else."""
    if fields is None:
        return AGREED
    return STATED if "what is stated" in fields.get("reason", "") else fields.get("verdict")


def compare(flavour, results, expected):
    """A case for each result: passed, failed, or skipped for a known difference."""
    for name, fields in results.items():
        known, reason = expected.get(name, (AGREED, ""))
        if known == STATED and flavour != HELD:
            known = AGREED
        kind = kind_of(fields)
        outcome, text = cases.FAILED, f"the known difference is gone ({reason})"
        if kind == known:
            outcome, text = (cases.SKIPPED, reason) if fields else (cases.PASSED, "")
        elif fields is not None:
            text = (f"line {fields.get('line')}: {fields.get('operation')}: expected "
                    f"{fields.get('expected')}, got {fields.get('got')} "
                    f"({kind}: {fields.get('reason')})")
        yield cases.Case(flavour, name, outcome, 0.0, text)
