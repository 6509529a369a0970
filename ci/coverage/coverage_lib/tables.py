# SPDX-License-Identifier: BSD-3-Clause
"""The result as text, and the front page of the browsable report."""

import html
import os

from . import source

WIDTH = 44


def _share(share):
    return f"{share.covered}/{share.total}" if share.total else "-"


def _percent(share):
    """Rounded down: only what is whole is 100 %."""
    return f"{int(1000 * share.covered / share.total) / 10:g} %" if share.total else "-"


def _row(name, row, show=_share):
    return (f"{name:<{WIDTH}}{show(row.lines):>12}{show(row.branches):>12}"
            f"{show(row.pairs):>12}")


def _heading(title):
    return f"{title:<{WIDTH}}{'lines':>12}{'branches':>12}{'MC/DC':>12}"


def _files(result):
    """A table of one result, file by file."""
    rows = [_heading(result.title)]
    for file, row in result.account.rows.items():
        if row.lines.total or row.branches.total:
            rows.append(_row("  " + file, row))
    rows.append(_row("  all", result.account.total()))
    rows.append(_row("", result.account.total(), _percent))
    return rows


def _markers(one):
    """Everything that is marked as unreachable, each with its reason."""
    rows = []
    for marker in one.markers:
        rows.append(f"  {marker.file}:{marker.line}: {marker.label()} {marker.reason}\n"
                    f"      {source.line_of(marker.file, marker.line)}")
    return rows


def text(measured):
    """All of it."""
    rows = []
    for one in measured:
        rows += _files(one.results[0]) + [""]
    rows.append(_heading("by which tests"))
    for one in measured:
        for result in one.results:
            rows.append(_row("  " + result.title, result.account.total(), _percent)
                        + ("" if result.required else "   (not required)"))
    marked = [row for one in measured for row in _markers(one)]
    rows += ["", f"marked as unreachable: {len(marked)}", *marked]
    for one in measured:
        for marker, error in one.excuses.wrong:
            rows.append(f"\nNOT OK  {marker.file}:{marker.line}: {marker.label()}: {error}")
        for result in one.results:
            if result.required and result.account.gaps:
                rows.append(f"\nNOT OK  {result.title}: {len(result.account.gaps)} gaps")
                rows += [gap.text() for gap in result.account.gaps]
    return "\n".join(rows) + "\n"


def write_page(folder, measured, summary):
    """The page that leads to LLVM's own, module by module."""
    links = "".join(f'<li><a href="{one.key}/index.html">{html.escape(one.results[0].title)}</a>'
                    for one in measured)
    with open(os.path.join(folder, "index.html"), "w", encoding="utf-8") as page:
        page.write("<!DOCTYPE html><meta charset=utf-8><title>epollctx: coverage</title>"
                   f"<h1>Coverage</h1><ul>{links}</ul><pre>{html.escape(summary)}</pre>\n")
