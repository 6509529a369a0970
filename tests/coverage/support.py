# SPDX-License-Identifier: BSD-3-Clause
"""Small modules, built as the coverage build builds, run, and held against the gate."""

import concurrent.futures
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
COVERAGE = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "ci", "coverage"))
sys.path.insert(0, COVERAGE)

from coverage_lib import source, suites  # noqa: E402
from coverage_lib.measure import Measurement, Module, Part, Suite  # noqa: E402, F401

FLAGS = ["-std=c11", "-Wall", "-Wextra", "-Werror"]
INSTRUMENT = ["-fprofile-instr-generate", "-fcoverage-mapping", "-fcoverage-mcdc",
              "-fcoverage-compilation-dir=."]


class FolderCase(unittest.TestCase):
    """Tests in a folder of their own, which is the current one."""

    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.addClassCleanup(os.chdir, os.getcwd())
        os.chdir(scratch.name)
        source.lines_of.cache_clear()


def write(path, text):
    """A file of this text."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def compile_with(*arguments):
    """The process of one call of the coverage build's compiler."""
    return subprocess.run([os.path.join(COVERAGE, "strict-clang"), *FLAGS, *arguments],
                          capture_output=True, text=True, check=False)


def compiled(*arguments):
    """The same, and it must succeed."""
    done = compile_with(*arguments)
    if done.returncode != 0:
        raise AssertionError(done.stderr)


def build(name, sources, defines=()):
    """The files of these names and texts, those of C compiled, in one object file."""
    for path, text in sources.items():
        write(path, text)
    of_c = [path for path in sources if path.endswith(".c")]
    folder = tempfile.mkdtemp(dir=".")
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(lambda path: compiled(*INSTRUMENT, *defines, "-c", path, "-o",
                                            os.path.join(folder, path + ".o")), of_c))
    subprocess.run(["ld", "-r", "-o", name] + [os.path.join(folder, path + ".o") for path in of_c],
                   check=True)
    return name


def program(name, body, linked):
    """A test, linked with a build: `body` is its main function's."""
    write(f"{name}.c", f"int main(void)\n{{\n{body}\n\treturn 0;\n}}\n")
    compiled("-fprofile-instr-generate", f"{name}.c", linked, "-o", name)
    return [os.path.abspath(name)]


def measure(files, tests, alone=(), output=None):
    """`tests` maps the names of suites to their parts."""
    some = [Suite(name, parts) for name, parts in tests.items()]
    module = Module("module/", list(files), some, [one for one in some if one.name in alone])
    llvm = suites.Llvm(os.environ.get("COVERAGE_LLVM", "19"), ".")
    with contextlib.redirect_stdout(output or io.StringIO()):
        return Measurement(module, ".", llvm, 2)


def gaps(measurement, file):
    """(line, what) of each gap of a file."""
    return [(gap.line, gap.what) for gap in measurement.results[0].account.gaps
            if gap.file == file]


def wrong(measurement, file):
    """(line, what) of each marker of a file that is wrong."""
    return [(marker.line, error) for marker, error in measurement.excuses.wrong
            if marker.file == file]
