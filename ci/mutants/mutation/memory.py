# SPDX-License-Identifier: BSD-3-Clause
"""What earlier runs found out, under the digest of everything that it depends on."""

import json
import threading

from campaign_lib.problem import Problem

VERSION = 1


class Memory:
    """A table in a file: key -> what was found. What has changed has another key."""

    def __init__(self, path):
        self.path = path
        self._lock = threading.Lock()
        self._found = {}
        self._changes = 0
        if path.exists():
            try:
                whole = json.loads(path.read_text())
            except ValueError as error:
                raise Problem(f"{path} is damaged ({error}); remove it") from error
            self._found = whole["found"] if whole.get("version") == VERSION else {}

    def get(self, key):
        """What is known, or None."""
        return self._found.get(key)

    def put(self, key, found):
        """Remembers, and writes it down now and then."""
        with self._lock:
            self._found[key] = found
            self._changes += 1
            if self._changes >= 500:
                self._save()

    def save(self):
        """Writes it down."""
        with self._lock:
            self._save()

    def _save(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps({"version": VERSION, "found": self._found}))
        new.replace(self.path)
        self._changes = 0
