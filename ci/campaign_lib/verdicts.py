# SPDX-License-Identifier: BSD-3-Clause
"""Reads what targets, sanitizers and the replay tool say about an input."""

import re

# From the worst to the least; a verdict that is none of these is 'unreproduced'.
VERDICTS = ("sanitizer", "hang", "violation", "deviation", "crash", "unreproduced")

_HANG = re.compile(r"ERROR: libFuzzer: timeout|ALARM: working on the last Unit")
_MISMATCH = re.compile(r"^(?:epollctx target: )?(violation|deviation)\b", re.MULTILINE)
_SANITIZER = re.compile(r"ERROR: (?:Address|Leak|Memory|Thread)Sanitizer(?!: ABRT)"
                        r"|runtime error:|ERROR: libFuzzer: out-of-memory")
_SUMMARY = re.compile(r"^SUMMARY: (.*)$|^(.*runtime error:.*)$", re.MULTILINE)
_TARGET = re.compile(r"^epollctx target: (.*)$", re.MULTILINE)
_FRAME = re.compile(r"^\s*#\d+ 0x[0-9a-f]+ in (\S+) (\S*)", re.MULTILINE)
_HEADER = re.compile(r"^# (violation|deviation|sanitizer|hang)\b.*performed as (\w+)")
_FIELD = re.compile(r'^\s+(\w+): (?:"(.*)"|(\d+))$')


def verdict_of_output(text, timed_out=False):
    """What a target's output means; 'unreproduced' is not for this function to say."""
    if timed_out or _HANG.search(text):
        return "hang"
    mismatch = _MISMATCH.search(text)
    if mismatch:
        return mismatch[1]
    return "sanitizer" if _SANITIZER.search(text) else "crash"


def signature(text):
    """
    One line that is the same for the same defect: what the target or the sanitizer says, without
    numbers and addresses, or the innermost function of the project.
    """
    frames = [name for name, place in _FRAME.findall(text)
              if ("/fuzz/" in place or "/src/" in place or place.startswith(("fuzz/", "src/")))
              and not name.startswith("target_fail")]
    for pattern in (_TARGET, _SUMMARY):
        match = pattern.search(text)
        if match:
            line = next(group for group in match.groups() if group is not None)
            line = re.sub(r"0x[0-9a-f]+|\d+", "N", line)
            return line + (f" in {frames[0]}" if frames and pattern is _TARGET else "")
    return f"in {frames[0]}" if frames else "no message"


def read_shrunk(text):
    """(verdict, flavour) from the first line of a shrunk scenario, or None."""
    match = _HEADER.match(text)
    return None if match is None else (match[1], match[2])


def read_tap(text):
    """The fields of the first test that failed: operation, expected, got, reason, line, verdict."""
    fields, inside = {}, False
    for line in text.splitlines():
        if line.strip() == "---":
            inside = True
        elif line.strip() == "...":
            break
        elif inside and (match := _FIELD.match(line)):
            value = match[2] if match[2] is not None else match[3]
            fields[match[1]] = re.sub(r"\\(.)", r"\1", value)
    return fields


def without_comments(scenario):
    """The operations and answers of a scenario: what makes two of them the same."""
    lines = (line.partition("#")[0].strip() for line in scenario.splitlines())
    return "\n".join(line for line in lines if line) + "\n"
