# SPDX-License-Identifier: BSD-3-Clause
"""What a run found out: counts, the matrix, and what is wrong."""

import json

from .equivalents import draft
from .judge import DUPLICATE, EQUIVALENT, INVALID, KILLED, SURVIVED

COUNTED = (KILLED, SURVIVED)


class Outcome:
    """The verdicts of a run beside the justified entries."""

    def __init__(self, verdicts, entries, names, killers, codes=()):
        """
        `names`: of all mutants that there are, judged or not; `killers`: in their order; `codes`:
        (file, identity) of justified mutants that are not among the verdicts.
        """
        self.verdicts, self.killers = verdicts, killers
        self.entries = entries
        by_name = {verdict.mutant.name(): verdict for verdict in verdicts}
        self.stale = [entry for name, entry in entries.items() if name not in names]
        self.needless = [(entry, by_name[name]) for name, entry in entries.items()
                         if name in by_name and self._contradicts(self._root(by_name[name]))]
        survivors = [verdict for verdict in verdicts if verdict.status == SURVIVED]
        twins = {}
        for verdict in verdicts:
            if verdict.status == DUPLICATE:
                twins.setdefault(id(verdict.twin), []).append(verdict)
        # Mutants of equal code share a justification: whichever of them has it.
        self.justified = [verdict for verdict in survivors if any(
            other.mutant.name() in entries for other in [verdict, *twins.get(id(verdict), [])])
                          or (verdict.mutant.file, verdict.identity) in codes]
        self.survivors = [verdict for verdict in survivors if verdict not in self.justified]

    @staticmethod
    def _root(verdict):
        """The one that was judged in its place."""
        return verdict.twin or verdict

    @staticmethod
    def _contradicts(verdict):
        """
        Somebody saw a difference. The proof does not count: it may fail for code that does the
        same, or that the contract is more exact about than anybody can see from outside.
        """
        return verdict.status not in (SURVIVED, "") and verdict.killer != "proof"

    def count(self, status):
        """How many ended so."""
        return sum(verdict.status == status for verdict in self.verdicts)

    def counted(self):
        """How many were judged."""
        return sum(self.count(status) for status in COUNTED)

    def is_good(self):
        """Nobody survived without a reason, and no reason is idle."""
        return not (self.survivors or self.stale or self.needless)

    def matrix(self):
        """(killer, asked, noticed, first to notice) of each killer."""
        rows = []
        for name in self.killers:
            asked = [verdict for verdict in self.verdicts if name in verdict.by]
            noticed = sum(verdict.by[name] is not None for verdict in asked)
            first = sum(verdict.killer == name for verdict in self.verdicts)
            rows.append((name, len(asked), noticed, first))
        return rows

    def files(self):
        """file -> its verdicts."""
        found = {}
        for verdict in self.verdicts:
            found.setdefault(verdict.mutant.file, []).append(verdict)
        return found


def _survivor_lines(verdict):
    mutant = verdict.mutant
    return [f"{mutant.where()} ({mutant.function}, {mutant.kind})", f"    - {mutant.before}",
            f"    + {mutant.after}"]


def text(outcome):
    """The summary, as lines."""
    lines = ["", f"{'file':28}{'mutants':>9}{'judged':>9}{'killed':>9}{'justified':>11}"
             f"{'survived':>10}"]
    for path, verdicts in sorted(outcome.files().items()):
        killed = sum(verdict.status == KILLED for verdict in verdicts)
        alive = [verdict for verdict in verdicts if verdict.status == SURVIVED]
        justified = sum(verdict in outcome.justified for verdict in alive)
        lines.append(f"{path:28}{len(verdicts):9}{killed + len(alive):9}{killed:9}{justified:11}"
                     f"{len(alive) - justified:10}")
    lines += ["", f"{'killer':28}{'asked':>9}{'noticed':>9}{'first':>9}"]
    lines += [f"{name:28}{asked:9}{noticed:9}{first:9}"
              for name, asked, noticed, first in outcome.matrix()]
    for entry, verdict in outcome.needless:
        lines += ["", f"equivalents.txt:{entry.line}: is justified as equivalent, but "
                  f"{verdict.mutant.where()} is noticed: "
                  f"{(verdict.twin or verdict).check or verdict.status}"]
    for entry in outcome.stale:
        lines += ["", f"equivalents.txt:{entry.line}: there is no such mutant: {entry.name[3]}"]
    for verdict in outcome.survivors:
        lines += ["", "survived: " + _survivor_lines(verdict)[0], *_survivor_lines(verdict)[1:]]
    lines += ["", f"{len(outcome.verdicts)} mutants: {outcome.count(INVALID)} do not compile, "
              f"{outcome.count(EQUIVALENT)} are the same code, {outcome.count(DUPLICATE)} are "
              f"another one's code; {outcome.counted()} judged: {outcome.count(KILLED)} killed, "
              f"{len(outcome.justified)} justified, {len(outcome.survivors)} survived"]
    return lines


def _as_json(verdict):
    mutant = verdict.mutant
    return {"id": mutant.digest(), "file": mutant.file, "function": mutant.function,
            "line": mutant.line, "column": mutant.column, "kind": mutant.kind,
            "before": mutant.before, "after": mutant.after, "nth": mutant.nth,
            "status": verdict.status, "killer": verdict.killer, "check": verdict.check,
            "how": verdict.how, "by": verdict.by,
            "twin": verdict.twin.mutant.digest() if verdict.twin else None}


def write_json(outcome, path):
    """Every mutant with its verdict."""
    path.write_text(json.dumps({
        "mutants": [_as_json(verdict) for verdict in outcome.verdicts],
        "justified": [verdict.mutant.digest() for verdict in outcome.justified],
        "survivors": [verdict.mutant.digest() for verdict in outcome.survivors],
    }, indent=1))


def write_drafts(outcome, path):
    """The survivors in the form of equivalents.txt, without the reason that makes an entry."""
    path.write_text("".join(draft(verdict.mutant) + "\n\n" for verdict in outcome.survivors),
                    encoding="latin-1")
