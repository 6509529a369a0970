# SPDX-License-Identifier: BSD-3-Clause
"""The last killer of a mutant of src/: the proof must no longer go through."""

from campaign_lib.problem import Problem

from .limits import Limits
from .toolchain import digest

PROVED, NOT_PROVED = 0, 1
SECONDS = 900
NO_FUNCTION = ("macro", "enum")  # what a mutant that stands outside of all functions is in


class Proof:
    """
    `ci/prove/prove` for a source that the mutant goes into: of its function alone, for the others
    rely on its contract, not on its body.
    """

    name = "proof"

    def __init__(self, root, folder):
        self.tool = root / "ci" / "prove" / "prove"
        self.build = folder / "proof"
        self.limits = Limits(SECONDS)

    def is_there(self):
        """The proof may not be part of this tree."""
        return self.tool.is_file()

    def inputs(self):
        """Changes with the proof itself, not with what is written about it."""
        return digest(*(path.read_bytes() for path in sorted(self.tool.parent.rglob("*"))
                        if path.is_file() and path.suffix != ".md"
                        and "__pycache__" not in path.parts))

    def _run(self, place, source, function, more):
        words = [] if function in NO_FUNCTION else ["--function", function]
        command = [str(self.tool), "--root", str(place.tree), "--file", source, *words, "--build",
                   str(self.build / place.folder.name), *more]
        return self.limits.run(command, place.empty_folder())

    def notices(self, place, mutant, source, text):
        """
        'not proved', or ''. The unchanged source must be proved at the same moment: a prover that
        had too little time says the same as one that found a mistake. A proof that could not run
        of the mutant has said nothing of it.
        """
        place.put(mutant, text)
        ending = self._run(place, source, mutant.function, ["--first", "--quiet"])
        if ending.status == PROVED:
            return ""
        if ending.status != NOT_PROVED:
            raise Problem(f"{mutant.where()}: the proof cannot run, or not in time: of the mutant "
                          f"it says: {ending.how}\n{ending.tail}")
        place.restore()
        control = self._run(place, source, mutant.function, ["--no-cache", "--quiet"])
        if control.status != PROVED:
            raise Problem(f"{mutant.where()}: the proof cannot run, or not in time: of the "
                          f"unchanged {mutant.function} it says: {control.how}\n{control.tail}")
        return "not proved"
