# SPDX-License-Identifier: BSD-3-Clause
"""The report as plain text."""

import textwrap

from . import wrong_kernels
from .measure import FOLDERS
from .results import ENGINE_COLUMNS, EXPLANATIONS, engine_row, percent, plural

WIDTH = 98


def table(head, rows, left=1):
    """Columns as wide as their widest cell; the first `left` ones flush left, numbers right."""
    widths = [max(len(row[index]) for row in [head, *rows]) for index in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [cell.ljust(width) if index < left else cell.rjust(width)
                 for index, (cell, width) in enumerate(zip(row, widths))]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def pairs(rows):
    """Names and values, one pair a line."""
    width = max((len(name) for name, _ in rows), default=0)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in rows)


def section(title, body):
    """A heading and what is below it."""
    return f"{title}\n{'=' * len(title)}\n{body}\n"


def wrapped(text):
    """A paragraph."""
    return textwrap.fill(text, WIDTH, break_on_hyphens=False, break_long_words=False)


def finding(item):
    """One finding, with all that fits on a screen."""
    lines = [f"{item.verdict}  {item.key}  ({plural(item.inputs, 'input')}: "
             f"{', '.join(item.sources)})"]
    if item.detail:
        lines += [f"  {name}: {item.detail[name]}" for name in
                  ("reason", "line", "operation", "expected", "got") if name in item.detail]
    if item.like:
        lines.append(f"  probably the same defect as {item.like}")
    if item.note:
        lines.append(f"  note: {item.note}")
    lines += [f"  folder: {item.folder}", f"  reproduce: {item.reproduce}", ""]
    shown = item.scenario.splitlines()
    lines += ["    " + line for line in shown[:60]]
    if len(shown) > 60:
        lines.append(f"    ({len(shown) - 60} more lines in the folder)")
    return "\n".join(lines)


def rule_lines(results):
    """Every rule with its count, those that were never reached first."""
    reached = len(results.rules) - results.never_reached()
    head = f"{reached} of {plural(len(results.rules), 'rule')} exercised; never reached first.\n"
    return head + "\n".join(f"{count:>14,}  {name}: {text}"
                            for name, count, text in results.rules_sorted())


def wrong_kernel_lines(told):
    """How soon the engines find mistakes: the summary, then every kernel."""
    if not told.rows:
        return wrapped(told.note)
    return "\n\n".join([
        table(wrong_kernels.SUMMARY_COLUMNS, told.summary),
        table(wrong_kernels.COLUMNS, told.rows, left=2),
        wrapped(f"{wrong_kernels.EXPLANATION} {told.note}")])


def render(results):
    """The whole report."""
    parts = [f"epollctx campaign\n\n{results.headline()}\n"]
    if results.problem:
        parts.append(section("Problem", results.problem))
    if results.notes:
        parts.append(section("Notes", "\n".join(wrapped(f"- {note}") for note in results.notes)))
    if results.findings:
        parts.append(section("Findings", "\n\n".join(map(finding, results.findings))))
    if results.engines:
        body = table(ENGINE_COLUMNS, [engine_row(item) for item in results.engines], left=2)
        body += "\n" + "\n".join(f"{item.target} on {item.engine}: {item.note}"
                                 for item in results.engines if item.note)
        parts.append(section("Targets and engines", body))
        parts.append("\n".join(wrapped(text) for text in EXPLANATIONS) + "\n")
    if results.coverage:
        parts.append(section("Coverage of all corpora together", pairs([
            (f"{folder}/", f"{percent(results.coverage.get(folder))} of the lines"
             + (" ({} of {})".format(*results.coverage[folder])
                if folder in results.coverage else ""))
            for folder in FOLDERS])))
    if results.corpora:
        parts.append(section("Corpora", pairs(results.corpora)))
    if results.rules:
        parts.append(section("Rules of the model", rule_lines(results)))
    if results.wrong_kernels:
        parts.append(section("Wrong kernels", wrong_kernel_lines(results.wrong_kernels)))
    parts.append(section("Campaign", pairs(results.settings)))
    parts.append(section("Machine", pairs(results.facts)))
    return "\n".join(parts)
