# SPDX-License-Identifier: BSD-3-Clause
"""Lets the tests import the modules of ci/campaign, and makes what several of them need."""

import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "ci"))

from campaign_lib import targets  # noqa: E402


class FolderCase(unittest.TestCase):
    """A test with a build folder of its own."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name
        self.layout = targets.Layout(self.folder)
        self.target = targets.Target("fuzz_sequence", self.folder, False)
        for path in (self.layout.logs, self.layout.work, self.layout.findings):
            os.makedirs(path)

    def write(self, path, content, mode=0o644):
        """A file below the build folder; returns its path."""
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        os.chmod(path, mode)
        return path

    def read(self, path):
        """The text of a file."""
        with open(path, encoding="utf-8") as file:
            return file.read()
