# SPDX-License-Identifier: BSD-3-Clause
"""The last killer of a mutant of src/: the proof must no longer go through."""

from .limits import Limits
from .toolchain import digest

PROVED, NOT_PROVED = 0, 1
SECONDS = 900


class Proof:
    """`ci/prove/prove --root DIR --file FILE`, for the sources that a file goes into."""

    name = "proof"

    def __init__(self, root):
        self.tool = root / "ci" / "prove" / "prove"
        self.limits = Limits(SECONDS)

    def is_there(self):
        """The proof may not be part of this tree."""
        return self.tool.is_file()

    def inputs(self):
        """Changes with the proof itself."""
        return digest(*(path.read_bytes() for path in sorted(self.tool.parent.rglob("*"))
                        if path.is_file() and "__pycache__" not in path.parts))

    def run(self, place, path):
        """The Ending, whatever it is."""
        command = [str(self.tool), "--root", str(place.tree), "--file", path]
        return self.limits.run(command, place.empty_folder())
