# SPDX-License-Identifier: BSD-3-Clause
"""Test cases: what the output of a test program says, and the JUnit XML of a job."""

import dataclasses
import re
import xml.etree.ElementTree as ElementTree

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"

CMOCKA = re.compile(r"^\[ +(OK|FAILED|ERROR|SKIPPED) +\] (?!\d+ test|GROUP |--- )(.+)$", re.MULTILINE)
CMOCKA_OUTCOMES = {"OK": PASSED, "FAILED": FAILED, "ERROR": FAILED, "SKIPPED": SKIPPED}
CMOCKA_END = re.compile(r"^\[=+\] .*\d+ test\(s\) run\.", re.MULTILINE)
TAP = re.compile(r"^(not )?ok \d+ - (.*?)( # SKIP.*)?$", re.MULTILINE)
# What XML 1.0 cannot hold, escaped or not.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TEXT_LIMIT = 20000


@dataclasses.dataclass
class Case:
    """One test of one program."""

    program: str
    name: str
    outcome: str
    seconds: float = 0.0
    text: str = ""


def read_cmocka(output):
    """[(name, outcome)] of cmocka's standard output; it lists failures a second time."""
    found = {}
    for word, name in CMOCKA.findall(output):
        if found.get(name) != FAILED:
            found[name] = CMOCKA_OUTCOMES[word]
    return list(found.items())


def read_tap(output):
    """[(name, outcome)] of a TAP stream."""
    return [(name, SKIPPED if skip else FAILED if no else PASSED)
            for no, name, skip in TAP.findall(output)]


def read_status(output):
    """A program that is one test: it says so by its exit status alone."""
    return [("the whole program", PASSED)] if output else []


def reason_of_skip(output, name):
    """What a program of cmocka says in the line before, or a TAP stream behind the name."""
    name = re.escape(name)
    match = (re.search(rf"^(?:# )?([^\[\n].*)\n\[  SKIPPED \] {name}$", output, re.MULTILINE) or
             re.search(rf"^ok \d+ - {name} # SKIP (.+)$", output, re.MULTILINE))
    return match[1].strip() if match else ""


def excuse(cases, known):
    """Failures that are known become skips with their reason; how many."""
    excused = [case for case in cases if case.outcome == FAILED and case.name in known]
    for case in excused:
        case.outcome, case.text = SKIPPED, known[case.name]
    return len(excused)


def bad_end(status, output, cases, excused, report):
    """Why the end of a process is a failure of its own; None when it is none. Excused failures excuse
    the status that tells of them, and only when the last test was run.
    """
    told = status in (1, excused) and excused and CMOCKA_END.search(output)
    if re.search(report, output, re.MULTILINE):
        return "the sanitizer has reported"
    if status is None:
        return "it took too long and was ended"
    if status != 0 and not told and not any(case.outcome == FAILED for case in cases):
        return f"it ended with status {status}"
    return None if cases else "no test ran"


def judge(program, read, status, output, report, seconds, known=()):
    """The cases of one process: its tests, and whether it ended well and reported nothing."""
    tests = read(output)
    share = seconds / max(1, len(tests))
    tail = output[-TEXT_LIMIT:]
    texts = {PASSED: lambda _: "", FAILED: lambda _: tail,
             SKIPPED: lambda name: reason_of_skip(output, name)}
    cases = [Case(program, name, outcome, share, texts[outcome](name)) for name, outcome in tests]
    for case in cases:
        if case.outcome == SKIPPED and not case.text:
            case.outcome, case.text = FAILED, f"it is skipped without a reason\n{tail}"
    excused = excuse(cases, known)
    why = bad_end(status, output, cases, excused, report)
    if why is not None:
        cases.append(Case(program, "the end of the process", FAILED, 0.0, f"{why}\n{tail}"))
    return cases


def count(cases, outcome):
    return sum(case.outcome == outcome for case in cases)


def write_junit(path, name, cases, seconds):
    """One suite, as the readers of GitHub, GitLab and Jenkins take it."""
    suite = ElementTree.Element("testsuite", {
        "name": name, "tests": str(len(cases)), "failures": str(count(cases, FAILED)),
        "errors": "0", "skipped": str(count(cases, SKIPPED)), "time": f"{seconds:.3f}"})
    for case in cases:
        element = ElementTree.SubElement(suite, "testcase", {
            "classname": f"{name}.{case.program.replace('/', '.')}",
            "name": NOT_XML.sub("?", case.name), "time": f"{case.seconds:.3f}"})
        text = NOT_XML.sub("?", case.text)
        first = text.split("\n", 1)[0][:200]
        if case.outcome == FAILED:
            ElementTree.SubElement(element, "failure", {"message": first}).text = text
        elif case.outcome == SKIPPED:
            ElementTree.SubElement(element, "skipped", {"message": first})
    root = ElementTree.Element("testsuites", suite.attrib)
    root.append(suite)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
