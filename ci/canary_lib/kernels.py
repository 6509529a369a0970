# SPDX-License-Identifier: BSD-3-Clause
"""The wrong kernels, as their files declare them."""

import pathlib
import re
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "tests" / "wrong_kernels"
RIGHT = "right"

_VERDICT = re.compile(r"^/\* verdict: (violation|deviation) \*/$", re.MULTILINE)
_BOUND = re.compile(r"^/\* bound: (\d+) s \*/$", re.MULTILINE)
_DEFINED = re.compile(r"^WRONG_KERNEL\(\s*(\w+),", re.MULTILINE)
_MISTAKE = re.compile(r"^/\* (?!SPDX)(.*?) ?\*/$", re.MULTILINE | re.DOTALL)


class Unusable(Exception):
    """The arguments or the build are not what the canary needs."""


@dataclass(frozen=True)
class Kernel:
    """A kernel: what is wrong, the verdict (None: nothing is found), what an engine may need."""

    name: str
    mistake: str
    verdict: str
    bound: int


CONTROL = Kernel(RIGHT, "Nothing is wrong: the control.", None, 0)


def read(path):
    """The kernel of a file; a file that does not say how it must be judged is refused."""
    text = path.read_text(encoding="utf-8")
    verdicts = _VERDICT.findall(text)
    if len(verdicts) != 1:
        raise Unusable(f"{path} declares {len(verdicts)} verdicts, not one")
    if _DEFINED.findall(text) != [path.stem.removeprefix("wrong_")]:
        raise Unusable(f"{path} must define one WRONG_KERNEL, named as the file is")
    mistake = _MISTAKE.search(text)
    bound = _BOUND.search(text)
    return Kernel(path.stem, " ".join(mistake[1].replace("\n *", " ").split()), verdicts[0],
                  int(bound[1]) if bound else 0)


def choose(wanted, folder=FOLDER):
    """The control and the wrong kernels that are wanted, all of them without a wish."""
    known = {path.stem: path for path in sorted(folder.glob("wrong_*.c"))}
    if not known:
        raise Unusable(f"there is no wrong kernel in {folder}")
    for name in wanted:
        if name not in known:
            raise Unusable(f"unknown kernel: {name} (known are {', '.join(known)})")
    return [CONTROL, *(read(known[name]) for name in wanted or known)]
