# SPDX-License-Identifier: BSD-3-Clause
"""The report as one HTML file that needs nothing else."""

from html import escape

from . import wrong_kernels
from .measure import FOLDERS
from .page_style import STYLE
from .results import ENGINE_COLUMNS, EXPLANATIONS, engine_row, percent, plural

SHOWN_RULES = 12


def tag(name, content, **attributes):
    """An element around content that is HTML already."""
    words = "".join(f' {key.rstrip("_")}="{escape(str(value))}"'
                    for key, value in attributes.items())
    return f"<{name}{words}>{content}</{name}>"


def tile(label, value, more="", kind=""):
    """One number that matters."""
    return tag("div", tag("div", escape(label), class_="label")
               + tag("div", escape(value), class_="value")
               + tag("div", escape(more), class_="more"), class_=f"tile {kind}".strip())


def tiles(results):
    """The campaign at a glance."""
    kind = "bad" if results.findings or results.problem else "good"
    failing = sum(item.failed_inputs for item in results.engines)
    seconds = sum(item.seconds for item in results.engines)
    rate = f"{results.executions / seconds:,.0f} a second and instance" if seconds else ""
    boxes = [tile("findings", f"{len(results.findings)}", plural(failing, "failing input"), kind),
             tile("executions", f"{results.executions:,}", rate)]
    for folder in FOLDERS:
        pair = results.coverage.get(folder)
        more = f"{pair[0]:,} of {pair[1]:,} lines" if pair else "not measured"
        boxes.append(tile(f"lines of {folder}/", percent(pair), more))
    if results.rules:
        reached = len(results.rules) - results.never_reached()
        boxes.append(tile("rules of the model", f"{reached} / {len(results.rules)}",
                          f"{results.never_reached()} never reached"))
    return tag("div", "".join(boxes), class_="tiles")


def table(head, rows, left, classes=""):
    """A table; the first `left` columns are text, the others numbers."""
    def cells(kind, row):
        return "".join(tag(kind, escape(cell), class_="text" if index < left else "number")
                       for index, cell in enumerate(row))
    body = "".join(tag("tr", cells("td", row)) for row in rows)
    return tag("div", tag("table", tag("thead", tag("tr", cells("th", head)))
                          + tag("tbody", body), class_=classes), class_="scroll")


def pairs(rows):
    """Names and values."""
    body = "".join(tag("tr", tag("th", escape(name)) + tag("td", escape(value)))
                   for name, value in rows)
    return tag("table", body, class_="pairs")


def section(title, content, identifier):
    """A heading and what is below it."""
    return tag("section", tag("h2", escape(title)) + content, id=identifier)


def finding(item):
    """A finding: what differs, the scenario, and how to see it again."""
    head = (tag("span", escape(item.verdict), class_=f"badge {item.verdict}")
            + tag("code", escape(item.key)) + " "
            + tag("span", escape(f"{plural(item.inputs, 'input')}: {', '.join(item.sources)}"),
                  class_="muted"))
    parts = [tag("h3", head)]
    detail = [(name, item.detail[name]) for name in
              ("reason", "line", "operation", "expected", "got") if name in item.detail]
    if item.like:
        detail.append(("like", f"probably the same defect as {item.like}"))
    if item.note:
        detail.append(("note", item.note))
    parts.append(pairs(detail + [("folder", item.folder)]))
    if item.scenario.strip():
        parts.append(tag("pre", escape(item.scenario)))
    parts.append(tag("p", "Reproduce: " + tag("code", escape(item.reproduce))))
    return tag("article", "".join(parts), class_="finding")


def rules(results):
    """Those that were never reached are the interesting ones; the others can be unfolded."""
    rows = [(f"{count:,}", name, text) for name, count, text in results.rules_sorted()]
    first = max(results.never_reached(), min(SHOWN_RULES, len(rows)))

    def listing(part):
        body = "".join(
            tag("tr", tag("td", count, class_="number") + tag("td", tag("code", escape(name)))
                + tag("td", escape(text)), class_="never" if count == "0" else "")
            for count, name, text in part)
        head = tag("tr", tag("th", "times", class_="number") + tag("th", "rule")
                   + tag("th", "what Linux does"))
        return tag("div", tag("table", tag("thead", head) + tag("tbody", body)), class_="scroll")

    content = listing(rows[:first])
    if rows[first:]:
        content += tag("details", tag("summary", f"{len(rows) - first} more, up to the commonest")
                       + listing(rows[first:]))
    return content


def engines(results):
    """The table of targets and engines, and how to read it."""
    content = table(ENGINE_COLUMNS, [engine_row(item) for item in results.engines], 2)
    notes = [f"{item.target} on {item.engine}: {item.note}" for item in results.engines
             if item.note]
    content += "".join(tag("p", escape(text), class_="warning") for text in notes)
    return content + "".join(tag("p", escape(text), class_="muted") for text in EXPLANATIONS)


def wrong_kernel_part(told):
    """How soon the engines find mistakes: the summary, the curves, and every kernel to unfold."""
    note = tag("p", escape(told.note), class_="muted")
    if not told.rows:
        return note
    every = table(wrong_kernels.COLUMNS, told.rows, 2)
    return (table(wrong_kernels.SUMMARY_COLUMNS, told.summary, 1)
            + (tag("figure", told.plot) if told.plot else "")
            + tag("p", escape(wrong_kernels.EXPLANATION), class_="muted") + note
            + tag("details", tag("summary", f"each of the {len(told.rows)}") + every))


def render(results):
    """The whole page."""
    parts = [tag("h1", "epollctx campaign"), tag("p", escape(results.headline()), class_="lead"),
             tiles(results)]
    if results.problem:
        parts.append(section("Problem", tag("pre", escape(results.problem)), "problem"))
    if results.notes:
        parts.append(section("Notes", tag("ul", "".join(tag("li", escape(note), class_="warning")
                                                        for note in results.notes)), "notes"))
    content = "".join(map(finding, results.findings)) or tag("p", "None.", class_="muted")
    parts.append(section("Findings", content, "findings"))
    if results.engines:
        parts.append(section("Targets and engines", engines(results), "engines"))
    if any(plot for plot in results.plots):
        parts.append(section("Over time", tag("div", "".join(
            tag("figure", plot) for plot in results.plots if plot), class_="plots"), "plots"))
    if results.rules:
        parts.append(section("Rules of the model", rules(results), "rules"))
    if results.wrong_kernels:
        parts.append(section("Wrong kernels", wrong_kernel_part(results.wrong_kernels),
                             "wrong-kernels"))
    if results.corpora:
        parts.append(section("Corpora", pairs(results.corpora), "corpora"))
    parts.append(section("Campaign", pairs(results.settings), "campaign"))
    parts.append(section("Machine", pairs(results.facts), "machine"))
    head = (tag("title", escape(f"epollctx campaign: {results.headline()}"))
            + '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            + '<meta name="color-scheme" content="light dark">' + tag("style", STYLE))
    return ("<!DOCTYPE html>\n" + tag("html", tag("head", head)
                                      + tag("body", tag("main", "\n".join(parts))), lang="en")
            + "\n")
