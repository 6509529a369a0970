# SPDX-License-Identifier: BSD-3-Clause
"""Makes findings of the inputs that failed: shrunk, explained, stored, each defect once."""

import hashlib
import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import verdicts
from .problem import Problem
from .processes import run

SHRINK_TIMEOUT_S = 120
# Each try on an input that hangs takes as long as the replay tool's patience.
HANGS_MAX = 1
TARGET_TIMEOUT_S = 60
MINIMIZE_S = 15
TARGET_ENVIRONMENT = {"ASAN_OPTIONS": "detect_leaks=1:handle_abort=1", "AFL_QUIET": "1"}


@dataclass
class Finding:
    """One defect. `sources` says which target on which engine met it, `inputs` how often."""

    key: str
    verdict: str
    flavour: str
    scenario: str
    detail: dict
    folder: str
    reproduce: str
    note: str = ""
    sources: list = field(default_factory=list)
    inputs: int = 0
    like: str = ""

    def kind(self):
        """What findings have in common that probably show the same defect; None: no idea."""
        if not self.detail:
            return None
        operation = self.detail.get("operation", "").partition(" ")[0]
        return self.verdict, operation, self.detail.get("expected"), self.detail.get("got")


@dataclass
class Draft:
    """What is known about an input before it is stored."""

    raw: object
    content: bytes
    verdict: str
    output: str
    scenario: str = ""
    program: bytes = b""
    detail: dict = field(default_factory=dict)
    note: str = ""

    @property
    def key(self):
        """Two inputs with the same key are the same finding."""
        if self.scenario and self.verdict != "unreproduced":
            what = verdicts.without_comments(self.scenario)
        elif self.verdict == "unreproduced":
            what = self.raw.kind + (hashlib.sha1(self.content).hexdigest() if self.content
                                    else verdicts.signature(self.output))
        else:
            what = verdicts.signature(self.output)
        text = f"{self.verdict}\n{what}"
        return hashlib.sha256(text.encode()).hexdigest()[:12]


class Examiner:
    """Turns raw findings into findings, on several inputs at a time."""

    def __init__(self, layout, options, stopped):
        """`stopped` is asked before each input: what is left then is kept as it is."""
        self.layout = layout
        self.options = options
        self.stopped = stopped
        self.log = os.path.join(layout.logs, "findings.log")
        self.work = os.path.join(layout.work, "findings")
        self.findings = {}
        self.left = {}
        os.makedirs(self.work, exist_ok=True)

    def examine(self, raw_findings, progress):
        """All of them; `progress(done, total)` is told after each. Returns the findings."""
        chosen = self.choose(raw_findings)
        with ThreadPoolExecutor(self.options.jobs) as pool:
            drafts = [pool.submit(self.draft, raw, content) for raw, content in chosen]
            for number, future in enumerate(drafts):
                draft = future.result()
                if draft is None:
                    self.leave(chosen[number][0])
                else:
                    self.store(draft)
                progress(number + 1, len(chosen))
        return in_order(self.findings.values())

    def choose(self, raw_findings):
        """
        The smallest inputs of each target and engine, each content once. Those that are left over
        are kept as they are: a thousand inputs that fail are hardly a thousand defects.
        """
        groups = {}
        for raw in raw_findings:
            content = b""
            if raw.path is not None:
                with open(raw.path, "rb") as file:
                    content = file.read()
            hangs = raw.kind in ("hang", "timeout")
            engine = "any" if hangs else raw.engine
            group = groups.setdefault((raw.target.name, engine, hangs), {})
            group.setdefault(content if raw.path else raw.log, (raw, content))
        chosen, taken = [], set()
        for (name, _, hangs), group in groups.items():
            limit = min(HANGS_MAX if hangs else self.options.shrink_limit,
                        self.options.shrink_limit)
            items = sorted(group.values(), key=lambda item: (len(item[1]), item[1]))
            for number, (raw, content) in enumerate(items):
                if (name, content) in taken and raw.path is not None:
                    continue
                taken.add((name, content))
                if number < limit:
                    chosen.append((raw, content))
                else:
                    self.leave(raw)
        return chosen

    def leave(self, raw):
        """Keeps an input that is not examined."""
        folder = os.path.join(self.layout.findings, "not-examined", raw.target.name)
        os.makedirs(folder, exist_ok=True)
        if raw.path is not None:
            name = os.path.basename(raw.path).replace(":", "-").replace(",", "-")
            shutil.copyfile(raw.path, os.path.join(folder, f"{raw.engine}-{name}"))
        self.left[folder] = self.left.get(folder, 0) + 1

    def file(self, content, suffix):
        """A scratch file with this content."""
        path = os.path.join(self.work, hashlib.sha1(content).hexdigest() + suffix)
        # Another thread may have just the same content, and read the file at this moment.
        partial = f"{path}.{threading.get_ident()}"
        with open(partial, "wb") as output:
            output.write(content)
        os.replace(partial, path)
        return path

    def draft(self, raw, content):
        """Everything that can be found out about one input; None when there is no time for it."""
        if self.stopped():
            return None
        if raw.path is None:
            with open(raw.log, encoding="utf-8", errors="replace") as file:
                output = file.read()[-20000:]
            return Draft(raw, b"", "unreproduced", output,
                         note="the engine stored no input: see output.txt")
        path = self.file(content, ".input")
        if raw.target.takes_text:
            return self.draft_text(raw, content, path)
        draft = self.draft_shrunk(raw, content, path)
        return draft if draft is not None else self.draft_whole(raw, content, path)

    def run_target(self, target, path):
        """(fails, timed out, output) of the target on a file, on the first build that fails."""
        output = ""
        for variant, options in (("libfuzzer", ["-timeout=10", "-rss_limit_mb=2560"]),
                                 ("aflpp", [])):
            program = target.program(variant)
            if not os.path.exists(program):
                continue
            status, text = self.run_joined([program, *options, path])
            if status != 0:
                return True, status is None, text
            output = output or text
        return False, False, output

    def run_joined(self, command):
        """(status, both outputs): a target says what is wrong on standard error."""
        # The shell is only there to join the two outputs in their order.
        joined = ["sh", "-c", 'exec "$@" 2>&1', "sh", *command]
        status, output = run(joined, self.log, TARGET_TIMEOUT_S, TARGET_ENVIRONMENT, accept=None)
        return status, output.decode(errors="replace")

    def replay(self, arguments, timeout=TARGET_TIMEOUT_S, accept=None, plain=False):
        """(status, standard output) of the replay tool, the one with sanitizers if not `plain`."""
        tool = self.layout.replay if plain else self.layout.replay_asan
        return run([tool, *arguments], self.log, timeout, accept=accept)

    def draft_shrunk(self, raw, content, path):
        """A program that fails in the replay tool as well; None if it does not."""
        flavour = raw.target.flavour
        status, shrunk = self.replay(["--as", flavour, "--shrink", path], SHRINK_TIMEOUT_S)
        if status != 0 or (header := verdicts.read_shrunk(shrunk.decode())) is None:
            return None
        scenario = self.file(shrunk, ".scn")
        _, program = self.replay(["--to-bytes", scenario], accept=(0,), plain=True)
        _, tap = self.replay(["--as", flavour, "run", scenario])
        fails, timed_out, output = self.run_target(raw.target, self.file(program, ".bytes"))
        draft = Draft(raw, content, header[0], output, shrunk.decode(), program,
                      verdicts.read_tap(tap.decode(errors="replace")))
        if not fails:
            _, timed_out, draft.output = self.run_target(raw.target, path)
            draft.note = "the shrunk scenario fails in epollctx-replay, but not in the target"
        if timed_out:
            draft.output += "\n(ended after a time-out)\n"
        return draft

    def draft_whole(self, raw, content, path):
        """A program that cannot be shrunk: kept whole, if it fails at all."""
        fails, timed_out, output = self.run_target(raw.target, path)
        _, scenario = self.replay(["--from-bytes", path], plain=True)
        verdict = "unreproduced"
        note = "it did not fail again, neither in epollctx-replay nor in the target"
        if fails:
            verdict = verdicts.verdict_of_output(output, timed_out)
            note = "it fails in the target only, so that it could not be shrunk"
        return Draft(raw, content, verdict, output, scenario.decode(errors="replace"), content,
                     note=note)

    def draft_text(self, raw, content, path):
        """A text is no program that could be shrunk: libFuzzer makes it shorter."""
        fails, timed_out, output = self.run_target(raw.target, path)
        if not fails:
            return Draft(raw, content, "unreproduced", output, content.decode(errors="replace"),
                         note="it did not fail again")
        verdict = verdicts.verdict_of_output(output, timed_out)
        shorter = path + ".shorter"
        if verdict != "hang":
            run([raw.target.program("libfuzzer"), "-minimize_crash=1",
                 f"-max_total_time={MINIMIZE_S}", f"-exact_artifact_path={shorter}", path],
                self.log, MINIMIZE_S * 4, TARGET_ENVIRONMENT, accept=None)
        if os.path.exists(shorter) and os.path.getsize(shorter) < len(content):
            again, timed_out, message = self.run_target(raw.target, shorter)
            if again and verdicts.signature(message) == verdicts.signature(output):
                with open(shorter, "rb") as file:
                    content = file.read()
                output = message
        return Draft(raw, content, verdict, output, note=_first_lines(content))

    def store(self, draft):
        """A folder for a new finding; one that is known gets another source."""
        source = f"{draft.raw.target.name} on {draft.raw.engine}"
        finding = self.findings.get(draft.key)
        if finding is None:
            finding = self.write(draft)
            self.findings[draft.key] = finding
        finding.inputs += 1
        if source not in finding.sources:
            finding.sources.append(source)

    def write(self, draft):
        """The folder of a finding, which is all that somebody needs who was not there."""
        folder = os.path.join(self.layout.findings, draft.key)
        os.makedirs(folder, exist_ok=True)
        files = {"input": draft.content, "output.txt": draft.output.encode(),
                 "verdict": (draft.verdict + "\n").encode()}
        if draft.program:
            files["program.bytes"] = draft.program
        if draft.scenario and not draft.raw.target.takes_text:
            files["scenario.scn"] = draft.scenario.encode()
        for name, content in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        if "scenario.scn" in files:
            self.write_reproducer(folder)
        finding = Finding(draft.key, draft.verdict, draft.raw.target.flavour,
                          draft.scenario or draft.content.decode(errors="replace"), draft.detail,
                          folder, self.how_to_reproduce(draft, folder), draft.note)
        with open(os.path.join(folder, "README"), "w", encoding="utf-8") as file:
            file.write(describe(finding))
        return finding

    def write_reproducer(self, folder):
        """The C file that needs nothing of this project."""
        scenario = os.path.join(folder, "scenario.scn")
        status, text = self.replay(["--emit-c", scenario], plain=True)
        if status != 0:
            raise Problem(f"epollctx-replay --emit-c {scenario} ended with status {status}; "
                          f"its output is in {self.log}")
        with open(os.path.join(folder, "reproducer.c"), "wb") as file:
            file.write(text)

    def how_to_reproduce(self, draft, folder):
        """The command that shows the finding again."""
        if draft.verdict != "unreproduced" and draft.detail:
            return (f"{self.layout.replay_asan} --as {draft.raw.target.flavour} run "
                    f"{os.path.join(folder, 'scenario.scn')}")
        name = "program.bytes" if draft.program and not draft.note else "input"
        return f"{draft.raw.target.program('libfuzzer')} {os.path.join(folder, name)}"


def in_order(findings):
    """The worst first, and what is probably the same defect together, the most frequent ahead."""
    ranked = sorted(findings, key=lambda item: (verdicts.VERDICTS.index(item.verdict),
                                                -item.inputs, item.key))
    groups = {}
    for item in ranked:
        group = groups.setdefault(item.kind() or item.key, [])
        item.like = group[0].key if group else ""
        group.append(item)
    return [item for group in groups.values() for item in group]


def _first_lines(content):
    """A short look at an input that is text."""
    text = content.decode(errors="backslashreplace")
    return "the input: " + repr(text[:200]) + ("..." if len(text) > 200 else "")


def describe(finding):
    """The README of a finding's folder."""
    lines = [f"{finding.verdict}: {finding.detail.get('reason', finding.note or 'see output.txt')}"]
    for key in ("line", "operation", "expected", "got"):
        if key in finding.detail:
            lines.append(f"  {key}: {finding.detail[key]}")
    lines += ["", f"Reproduce: {finding.reproduce}"]
    if os.path.exists(os.path.join(finding.folder, "reproducer.c")):
        lines += [f"Without this project: cc -o reproducer {finding.folder}/reproducer.c "
                  "&& ./reproducer"]
    if finding.note:
        lines += ["", f"Note: {finding.note}"]
    return "\n".join(lines) + "\n"
