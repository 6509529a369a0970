# SPDX-License-Identifier: BSD-3-Clause
"""Where a mutant lives: the sources with one change in them, below build/."""

import os
import pathlib
import shutil

COPIED = ("src", "fuzz/model", "include")  # what can be mutated, and what stands beside it


class Workplace:
    """A tree that looks like the project's; all but the mutated folders are links to it."""

    def __init__(self, root, folder):
        self.root, self.folder = pathlib.Path(root), pathlib.Path(folder)
        self.tree = self.folder / "tree"
        self.run_in = self.folder / "run"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.run_in.mkdir(parents=True)
        self._link("")
        self._changed = None

    def _link(self, folder):
        (self.tree / folder).mkdir(parents=True, exist_ok=True)
        for entry in sorted(os.listdir(self.root / folder)):
            path = str(pathlib.PurePath(folder) / entry)
            if path in ("build", ".git"):
                continue
            if path in COPIED:
                shutil.copytree(self.root / path, self.tree / path)
            elif any(copied.startswith(path + "/") for copied in COPIED):
                self._link(path)
            else:
                (self.tree / path).symlink_to((self.root / path).resolve())

    def put(self, mutant, text):
        """The mutant in the place of its file, whose own text is given; nothing else differs."""
        self.restore()
        (self.tree / mutant.file).write_text(mutant.change(text), encoding="latin-1")
        self._changed = mutant.file

    def restore(self):
        """All as in the project again."""
        if self._changed:
            shutil.copyfile(self.root / self._changed, self.tree / self._changed)
        self._changed = None

    def empty_folder(self):
        """For a program to run in; `corpus` in it is where a fuzzer writes."""
        shutil.rmtree(self.run_in, ignore_errors=True)
        (self.run_in / "corpus").mkdir(parents=True)
        return self.run_in
