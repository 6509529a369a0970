# SPDX-License-Identifier: BSD-3-Clause
"""The result as one HTML file: the matrix, and each source with its survivors."""

from html import escape

from campaign_lib.page_style import STYLE
from campaign_lib.report_html import section, table, tag, tile

from .judge import DUPLICATE, EQUIVALENT, INVALID, KILLED, SURVIVED

MORE_STYLE = """
.source { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  overflow-x: auto; font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
.source div { white-space: pre; padding: 0 10px; tab-size: 8; }
.source .n { display: inline-block; width: 9ch; color: var(--soft); user-select: none; }
.source .killed { background: color-mix(in srgb, var(--good) 14%, transparent); }
.source .justified { background: color-mix(in srgb, var(--warn) 26%, transparent); }
.source .survived { background: color-mix(in srgb, var(--bad) 30%, transparent); }
.source .change { padding-left: 11ch; color: var(--bad); }
.source .change.reason { color: var(--warn); }
"""


def _tiles(outcome):
    judged, killed = outcome.counted(), outcome.count(KILLED)
    share = f"{100 * killed / judged:.1f} % of {judged:,}" if judged else "none judged"
    boxes = [tile("survivors", f"{len(outcome.survivors):,}", "without a reason",
                  "bad" if outcome.survivors else "good"),
             tile("killed", f"{killed:,}", share),
             tile("justified", f"{len(outcome.justified):,}", "equivalent, each with its reason"),
             tile("not judged", f"{len(outcome.verdicts) - judged:,}",
                  f"{outcome.count(EQUIVALENT)} same code, {outcome.count(DUPLICATE)} duplicates, "
                  f"{outcome.count(INVALID)} do not compile")]
    return tag("div", "".join(boxes), class_="tiles")


def _matrix(outcome):
    rows = [(name, f"{asked:,}", f"{noticed:,}", f"{100 * noticed / asked:.1f} %" if asked else "",
             f"{first:,}") for name, asked, noticed, first in outcome.matrix()]
    return table(("killer", "asked", "noticed", "share", "first to notice"), rows, 1)


def _checks(outcome):
    counts = {}
    for verdict in outcome.verdicts:
        if verdict.check:
            counts[verdict.check] = counts.get(verdict.check, 0) + 1
    rows = [(name, f"{count:,}") for name, count in
            sorted(counts.items(), key=lambda item: -item[1])]
    return tag("details", tag("summary", "by program") + table(("program", "first to notice"),
                                                               rows, 1))


def _line_class(outcome, verdicts):
    if any(verdict in outcome.survivors for verdict in verdicts):
        return "survived"
    if any(verdict.status == SURVIVED for verdict in verdicts):
        return "justified"
    return "killed" if any(verdict.status == KILLED for verdict in verdicts) else ""


def _change(outcome, verdict):
    """A survivor below its line; of a justified one the reason."""
    entry = outcome.entries.get(verdict.mutant.name())
    words = escape(verdict.mutant.after)
    if verdict in outcome.survivors:
        return tag("div", "+ " + words, class_="change")
    return tag("div", "= " + words + (escape(f"   ({entry.reason})") if entry else ""),
               class_="change reason")


def _source(outcome, verdicts, text):
    """The file: each line with its kills and mutants, its survivors below it."""
    of_line = {}
    for verdict in verdicts:
        of_line.setdefault(verdict.mutant.line, []).append(verdict)
    parts = []
    for number, line in enumerate(text.splitlines(), 1):
        here = of_line.get(number, [])
        killed = sum(verdict.status == KILLED for verdict in here)
        alive = [verdict for verdict in here if verdict.status == SURVIVED]
        counts = f"{killed}/{killed + len(alive)}" if killed or alive else ""
        parts.append(tag("div", tag("span", f"{number:4} {counts}", class_="n") + escape(line),
                         class_=_line_class(outcome, here)))
        parts += [_change(outcome, verdict) for verdict in alive]
    return tag("div", "".join(parts), class_="source")


def _files(outcome, text_of):
    parts = []
    for path, verdicts in sorted(outcome.files().items()):
        alive = sum(verdict in outcome.survivors for verdict in verdicts)
        title = f"{path}: {len(verdicts)} mutants, {alive} survived"
        parts.append(tag("details", tag("summary", escape(title))
                         + _source(outcome, verdicts, text_of(path))))
    return "".join(parts)


def write_page(outcome, text_of, path):
    """`text_of` gives the text of a file."""
    body = (tag("h1", "Mutants") + tag("p", "One small change at a time: who notices?",
                                       class_="lead")
            + _tiles(outcome) + section("Killers", _matrix(outcome) + _checks(outcome), "killers")
            + section("Sources", _files(outcome, text_of), "sources"))
    path.write_text("<!doctype html>\n" + tag(
        "html", tag("head", '<meta charset="utf-8"><title>epollctx: mutants</title>'
                    + tag("style", STYLE + MORE_STYLE))
        + tag("body", tag("main", body)), lang="en"), encoding="utf-8")
