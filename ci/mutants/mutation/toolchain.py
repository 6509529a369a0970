# SPDX-License-Identifier: BSD-3-Clause
"""Compiles a mutant, and links it with what `make` has built of everything else."""

import hashlib
import os
import pathlib
import re
import subprocess
import tempfile
import threading

from campaign_lib.problem import Problem

# The modules, each an archive, and the folder of its sources (Makefile: MODULES).
FOLDERS = {"core": "src", "model": "fuzz/model", "program": "fuzz/program",
           "lockstep": "fuzz/lockstep", "mutator": "fuzz/mutator"}
_MEMBER = re.compile(r"lib(\w+)\.a\((\w+\.o)\)")
# Mutants do not go through ccache: they would push everything else out of it.
_ENVIRONMENT = {"CCACHE_DISABLE": "1"}


def digest(*parts):
    """A name for contents."""
    whole = hashlib.sha256()
    for part in parts:
        part = part if isinstance(part, bytes) else str(part).encode()
        whole.update(len(part).to_bytes(8, "little") + part)
    return whole.hexdigest()[:32]


def run(command, folder):
    """(status, output) of a tool."""
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              env={**os.environ, **_ENVIRONMENT})
    except OSError as error:
        raise Problem(f"cannot start {command[0]}: {error.strerror}") from error
    return done.returncode, done.stdout.decode(errors="replace")


def internal_headers(path):
    """A module's unit tests may look at its headers (Makefile: internal)."""
    parts = pathlib.PurePath(path).parts
    if parts[:2] != ("tests", "unit"):
        return []
    return ["-Isrc" if parts[2] == "core" else f"-Ifuzz/{parts[2]}"]


class Variant:
    """A compiler with flags, and the folder below build/ where its objects are."""

    def __init__(self, root, build, name, compiler, common, flags):
        self.root, self.build, self.name, self.compiler = root, build / name, name, compiler
        # What is only mutated may be unused or always true; -g would tell mutants of equal code
        # apart.
        self.common = [flag for flag in common if not flag.startswith("-W")] + ["-w"]
        self.flags = [flag for flag in flags if flag != "-g"]
        self.version = run([compiler, "--version"], root)[1].splitlines()[0]
        self._needs = None
        self._stripped = {}
        self._lock = threading.Lock()

    def needs(self):
        """Object -> the project's files that it is made of, as the compiler noted them."""
        if self._needs is None:
            found = {}
            for path in self.build.rglob("*.d"):
                words = path.read_text().replace("\\\n", " ").split()
                name = str(path.relative_to(self.build).with_suffix(".o"))
                found[name] = [word for word in words[1:] if not word.endswith(":")]
            if not found:
                raise Problem(f"nothing is built in {self.build}")
            self._needs = found
        return self._needs

    def made_of(self, path):
        """The objects that a file goes into."""
        return sorted(name for name, files in self.needs().items() if path in files)

    def sources_of(self, name):
        """Everything but the source itself that goes into an object."""
        return self.needs()[name][1:]

    def source(self, name):
        """The source that an object is made of."""
        return self.needs()[name][0]

    def compile(self, tree, path, to):
        """None, or the compiler's complaint."""
        guide = ["-fsanitize=fuzzer-no-link"] if "-fsanitize=address,undefined" in self.flags and \
            path.startswith(("src/", "fuzz/model/", "fuzz/program/")) else []
        command = [self.compiler, *self.common, *internal_headers(path), *self.flags, *guide,
                   "-c", path, "-o", str(to)]
        status, output = run(command, tree)
        return None if status == 0 else output

    def fingerprint(self, path):
        """Of an object that make built, without its line numbers."""
        with self._lock:
            if path not in self._stripped:
                self._stripped[path] = self._without_debugging(path)
            return self._stripped[path]

    def _without_debugging(self, path):
        with tempfile.NamedTemporaryFile() as to:
            status, output = run(["objcopy", "--strip-debug", str(path), to.name], self.root)
            if status != 0:
                raise Problem(f"cannot read {path}: {output}")
            return digest(pathlib.Path(to.name).read_bytes())


class Program:
    """Something to link: its own objects, and archives in linking order."""

    def __init__(self, name, variant, objects, modules, flags=(), libraries=()):
        self.name, self.variant, self.objects, self.modules = name, variant, objects, modules
        self.flags, self.libraries = list(flags), list(libraries)
        self._linked = None

    def link(self, replaced, to, more=()):
        """Links it with other objects in the place of some; (status, output)."""
        build = self.variant.build
        own = [str(replaced.get(name, build / name)) for name in self.objects]
        members = [str(path) for name, path in sorted(replaced.items())
                   if name not in self.objects and self.module_of(name) in self.modules]
        archives = [str(build / f"lib{module}.a") for module in self.modules]
        command = [self.variant.compiler, *self.variant.flags, *self.flags, *own, *members,
                   *archives, *self.libraries, "-o", str(to)]
        return run([*command, *more], self.variant.root)

    @staticmethod
    def module_of(name):
        """The module that an object belongs to, or None."""
        folder = str(pathlib.PurePath(name).parent)
        return next((module for module, where in FOLDERS.items() if where == folder), None)

    def linked(self, scratch):
        """The objects that are really in it: of an archive, what somebody needs."""
        if self._linked is None:
            listing = scratch.with_suffix(".map")
            status, output = self.link({}, scratch, [f"-Wl,-Map={listing}"])
            if status != 0:
                raise Problem(f"{self.name} cannot be linked: {output[-2000:]}")
            members = {f"{FOLDERS[module]}/{member}" for module, member
                       in _MEMBER.findall(listing.read_text()) if module in self.modules}
            self._linked = sorted(members | set(self.objects))
        return self._linked

    def fingerprint(self, scratch, without):
        """Of all that is linked but for the objects that are replaced."""
        build = self.variant.build
        return digest(self.name, self.variant.version, self.flags, self.variant.flags,
                      *(name + self.variant.fingerprint(build / name)
                        for name in self.linked(scratch) if name not in without))
