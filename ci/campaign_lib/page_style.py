# SPDX-License-Identifier: BSD-3-Clause
"""The style sheet of the report: one page, light and dark, for a screen and for paper."""

STYLE = """
:root { --back: #f6f7f9; --card: #ffffff; --ink: #1c2430; --soft: #5f6b7a; --line: #dde2e8;
  --good: #17803d; --bad: #c02626; --warn: #a15c00; --code: #eef1f5; }
@media (prefers-color-scheme: dark) { :root { --back: #12161c; --card: #1b212a; --ink: #e4e9f0;
  --soft: #97a3b3; --line: #303945; --good: #4cc274; --bad: #ff7b72; --warn: #e3a13c;
  --code: #242c37; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { margin: 0; font-size: 26px; }
h2 { margin: 40px 0 12px; font-size: 19px; }
h3 { margin: 0 0 10px; font-size: 15px; font-weight: 500; }
.lead { margin: 2px 0 20px; color: var(--soft); font-size: 17px; }
.muted { color: var(--soft); font-size: 13px; margin: 6px 0; }
.warning { color: var(--warn); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px; }
.tile, .finding, figure, .scroll, .pairs { background: var(--card); border: 1px solid var(--line);
  border-radius: 10px; }
.tile { padding: 14px 16px; border-top: 3px solid var(--line); }
.tile.good { border-top-color: var(--good); } .tile.good .value { color: var(--good); }
.tile.bad { border-top-color: var(--bad); } .tile.bad .value { color: var(--bad); }
.label, .more { color: var(--soft); font-size: 13px; }
.value { font-size: 25px; font-weight: 600; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 7px 12px; text-align: left; vertical-align: top;
  border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--soft); font-weight: 500; font-size: 13px; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.text { white-space: nowrap; }
.pairs { border-collapse: separate; border-spacing: 0; }
.pairs th { width: 1%; white-space: nowrap; color: var(--soft); font-weight: 500; }
.pairs td { overflow-wrap: anywhere; }
tr.never td:first-child { color: var(--bad); font-weight: 600; }
details { margin-top: 10px; } summary { cursor: pointer; color: var(--soft); padding: 6px 0; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 12px; }
figure { margin: 0; padding: 10px; } figure svg { display: block; width: 100%; height: auto; }
.gridline { opacity: 0.35; }
.finding { padding: 16px; margin-bottom: 14px; border-left: 4px solid var(--bad); }
.badge { display: inline-block; padding: 1px 9px; margin-right: 10px; border-radius: 999px;
  color: var(--card); background: var(--bad); font-size: 13px; font-weight: 600; }
.badge.deviation, .badge.unreproduced { background: var(--warn); }
pre { background: var(--code); padding: 12px 14px; border-radius: 8px; overflow-x: auto;
  max-height: 420px; }
code, pre { font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
p code { background: var(--code); padding: 2px 6px; border-radius: 5px; overflow-wrap: anywhere; }
ul { padding-left: 20px; }
@media print { body { background: none; } details > * { display: block; } }
""".strip()
