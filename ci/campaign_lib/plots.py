# SPDX-License-Identifier: BSD-3-Clause
"""Draws series with gnuplot, as SVG that fits into a light and a dark page."""

import os
import re

from .processes import run
from .series import thin
from .targets import ENGINE_NAMES

WIDTH, HEIGHT = 560, 240
# Readable on white and on black; gnuplot needs numbers, the page's style sheet uses the same ones.
COLOURS = {"libfuzzer": "#3b82f6", "aflpp": "#e8833a"}
INK = "#010203"


def frame(output, title, across, up):
    """What every gnuplot script begins with. The ink's odd colour is replaced later."""
    return [
        f"set terminal svg size {WIDTH},{HEIGHT} dynamic noenhanced font 'sans-serif,12'",
        f"set output '{output}'",
        f"set title '{title}' textcolor rgb '{INK}' font ',13'",
        f"set border 3 linecolor rgb '{INK}'",
        "set tics nomirror out",
        f"set xtics textcolor rgb '{INK}'",
        f"set ytics textcolor rgb '{INK}'",
        f"set grid ytics linecolor rgb '{INK}' linewidth 0.2",
        f"set key outside right top textcolor rgb '{INK}' samplen 1.5",
        f"set xlabel '{across}' textcolor rgb '{INK}'",
        f"set ylabel '{up}' textcolor rgb '{INK}'",
        "set yrange [0:*]",
        "set format y '%.0f'",
    ]


def script(output, title, label, data):
    """A plot over the time of fuzzing; `data` is [(engine, path)]."""
    curves = [f"'{path}' using 1:2 with linespoints linewidth 2 pointtype 7 pointsize 0.5 "
              f"linecolor rgb '{COLOURS[engine]}' title '{ENGINE_NAMES[engine]}'"
              for engine, path in data]
    return "\n".join(frame(output, title, "seconds of fuzzing", label)
                     + ["set xrange [0:*]", "plot " + ", ".join(curves)]) + "\n"


def found_script(output, data):
    """How many wrong kernels are found in how much time; `data` is [(way, path)]."""
    curves = [f"'{path}' using 1:2 with steps linewidth 2 "
              f"dashtype {1 if way.mutator else 3} linecolor rgb '{COLOURS[way.engine]}' "
              f"title '{way.title}'" for way, path in data]
    return "\n".join(frame(output, "wrong kernels found", "seconds of processor time", "found")
                     + ["set logscale x", "set format x '%g'", "set key inside left top",
                        "plot " + ", ".join(curves)]) + "\n"


def inline(svg, prefix):
    """An SVG document as an element of a page: no header, its own ids, the page's text colour."""
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"<(title|desc)>.*?</\1>\s*", "", svg)
    svg = re.sub(r"""\s(?:color|fill)=["'](?:black|gray|white)["'](?=[^>]*stroke)""", "", svg)
    svg = svg.replace(INK, "currentColor")
    svg = re.sub(r"rgb\(\s*1,\s*2,\s*3\)", "currentColor", svg)
    svg = re.sub(r'(?:fill|stroke)\s*=\s*(["\'])black\1',
                 lambda match: match[0].replace("black", "currentColor"), svg)
    names = set(re.findall(r"""\bid=["']([^"']+)["']""", svg))
    for name in sorted(names, key=len, reverse=True):
        svg = re.sub(r"""(\bid=["']|["']#|\(#)""" + re.escape(name) + r"""(?=["')])""",
                     lambda match, name=name: match[1] + prefix + name, svg)
    return svg


def draw(layout, target, what, label, series):
    """
    The SVG element of one plot, or '' when nothing was measured. `series` is [(engine, samples)];
    `what` is 'edges' or 'rate'.
    """
    folder = os.path.join(layout.work, "plots")
    os.makedirs(folder, exist_ok=True)
    base = os.path.join(folder, f"{target.name}-{what}")
    data = []
    for engine, samples in series:
        if not samples:
            continue
        path = f"{base}-{engine}.data"
        with open(path, "w", encoding="ascii") as file:
            file.writelines(f"{sample.time:.2f} {getattr(sample, what):.1f}\n"
                            for sample in thin(samples))
        data.append((engine, path))
    if not data:
        return ""
    return plotted(layout, base, script(base + ".svg", f"{target.name}: {label}", label, data))


def plotted(layout, base, text):
    """Has gnuplot perform a script that writes to base.svg; the element."""
    with open(base + ".gnuplot", "w", encoding="utf-8") as file:
        file.write(text)
    run(["gnuplot", base + ".gnuplot"], os.path.join(layout.logs, "gnuplot.log"), timeout=120)
    with open(base + ".svg", encoding="utf-8") as file:
        return inline(file.read(), os.path.basename(base) + "-")


def draw_found(layout, curves):
    """The SVG element for the wrong kernels, or ''. `curves` is [(way, sorted seconds)]."""
    folder = os.path.join(layout.work, "plots")
    os.makedirs(folder, exist_ok=True)
    base = os.path.join(folder, "wrong-kernels")
    data = []
    for way, seconds in curves:
        if not seconds:
            continue
        path = f"{base}-{way.name}.data"
        with open(path, "w", encoding="ascii") as file:
            file.writelines(f"{max(used, 0.01):.3f} {count}\n"
                            for count, used in enumerate(seconds, 1))
        data.append((way, path))
    return plotted(layout, base, found_script(base + ".svg", data)) if data else ""
