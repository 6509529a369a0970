# SPDX-License-Identifier: BSD-3-Clause
"""Who may notice a mutant: the killers, cheapest first, and the programs that each of them runs."""

import pathlib
import re

from campaign_lib.problem import Problem

from .limits import Limits
from .toolchain import Program, digest

# The tests map the 2 GiB of the largest capacity, the replay twice as much; they touch little of it.
MEMORY = 8 << 30
FLAVOURS = ("context", "poll", "deadline")
FUZZ_TARGETS = ("fuzz_sequence", "fuzz_faults", "fuzz_poll")
FUZZ_SEED = 1
FUZZ_BYTES = 512
SANITIZERS = {"ASAN_OPTIONS": "hard_rss_limit_mb=2048"}
# As `make check` does: every rule of the model decides something in some seed.
UNREACHED = ["sh", "-c", """
"$0" "$@" >rules && [ -s rules ] && awk '$1 == 0 { bad = 1 } END { exit bad }' rules"""]
_WRAPS = re.compile(r"^.*wraps: *(.*[a-z0-9_]).*$", re.MULTILINE)


class Check:
    """
    One program with its command lines; `kills` are the statuses that say: this is wrong. `through`
    are the words before the program's own, of whoever looks at what it says.
    """

    def __init__(self, program, commands, limits, kills, inputs="", environment=None, through=()):
        self.program, self.commands, self.limits = program, commands, limits
        self.kills, self.inputs, self.environment = kills, inputs, environment
        self.through = list(through)
        self.name = program.name

    def run(self, executable, place):
        """None, or how the program noticed; a status that says neither is returned as Unclear."""
        for command in self.commands:
            ending = self.limits.run([*self.through, str(executable), *command],
                                     place.empty_folder(), self.environment)
            if ending.status == 0:
                continue
            if ending.status in self.kills or ending.status < 0:
                return ending
            return Unclear(ending)
        return None


class Unclear:
    """An ending that may be the mutant's doing or the machine's: only the control can tell."""

    def __init__(self, ending):
        self.ending = ending


class Killer:
    """A name, and the checks that make it up, those about a file first."""

    def __init__(self, name, checks):
        self.name, self.checks = name, checks
        self.kills = {}

    def checks_for(self, path, scratch):
        """Only those that the file goes into (none: it cannot be asked); those named after it
        first, then by success."""
        stem = pathlib.PurePath(path).stem
        found = []
        for check in self.checks:
            objects = set(check.program.variant.made_of(path))
            if objects & set(check.program.linked(scratch)):
                found.append(check)
        return sorted(found, key=lambda check: (
            f"test_{stem}" not in check.name, -self.kills.get((path, check.name), 0), check.name))

    def note(self, path, check):
        """One more kill of the check among the mutants of the file."""
        key = (path, check.name)
        self.kills[key] = self.kills.get(key, 0) + 1


def _wraps(path):
    """The linker wraps that a test asks for."""
    names = " ".join(_WRAPS.findall(path.read_text())).replace("*/", "").split()
    return [f"-Wl,--wrap={name}" for name in names]


def unit_tests(root, variant, name, module, limits, environment=None):
    """The unit tests of a module; a failed one ends with how many of its cases failed."""
    checks = []
    for path in sorted((root / "tests" / "unit" / module).glob("test_*.c")):
        relative = str(path.relative_to(root))
        program = Program(f"{name}/{path.stem}", variant, [relative[:-2] + ".o"], [module],
                          _wraps(path), ["-lcmocka"])
        checks.append(Check(program, [[]], limits, range(1, 126), environment=environment))
    if not checks:
        raise Problem(f"there is no unit test of {module}")
    return Killer(name, checks)


def scenarios(root):
    """The seeds and the regressions."""
    found = [str(path) for folder in ("fuzz/seeds", "fuzz/seeds/large", "tests/regressions")
             for path in sorted((root / folder).glob("*.scn"))]
    if not found:
        raise Problem("there is no scenario to replay")
    return found


def _replay_program(root, variant, wraps, name):
    objects = [str(path.relative_to(root))[:-2] + ".o"
               for path in sorted((root / "fuzz" / "replay").glob("*.c"))]
    return Program(name, variant, objects, ["lockstep", "program", "model", "core"], wraps)


def replay(root, variant, wraps, module):
    """Every scenario in every flavour; for the model's mutants its tables are checked, in the first:
    what is done to the model is the same in each."""
    files = scenarios(root)
    commands = [["--as", flavour, "run", *files] for flavour in FLAVOURS]
    if module == "model":
        commands[0].insert(0, "--check-model")
    inputs = digest(*(pathlib.Path(path).read_bytes() for path in files))
    program = _replay_program(root, variant, wraps, "replay/epollctx-replay")
    return Killer("replay", [Check(program, commands, Limits(8, MEMORY), (1,), inputs)])


def rules(root, variant, wraps):
    """That the seeds reach every rule."""
    files = scenarios(root)
    inputs = digest(*(pathlib.Path(path).read_bytes() for path in files))
    program = _replay_program(root, variant, wraps, "rules/epollctx-replay")
    return Killer("rules", [Check(program, [["rules", *files]], Limits(8, MEMORY), (1,), inputs,
                                  through=UNREACHED)])


def fuzz(root, variant, wraps, seeds, runs):
    """Each target for so many executions, from the seeds and with a fixed seed."""
    checks = []
    files = sorted(seeds.iterdir()) if seeds.is_dir() else []
    if not files:
        raise Problem(f"there is no seed in {seeds}")
    for target in FUZZ_TARGETS:
        objects = [f"fuzz/targets/{target}.o", "fuzz/targets/target.o",
                   "fuzz/mutator/mutator_libfuzzer.o"]
        program = Program(f"fuzz/{target}", variant, objects,
                          ["mutator", "lockstep", "program", "model", "core"],
                          ["-fsanitize=fuzzer", *wraps])
        command = [f"-seed={FUZZ_SEED}", f"-runs={runs}", f"-max_len={FUZZ_BYTES}",
                   "-rss_limit_mb=2048", "-timeout=20", "-artifact_prefix=./", "corpus",
                   str(seeds)]
        inputs = digest(runs, *(path.name.encode() + path.read_bytes() for path in files))
        checks.append(Check(program, [command], Limits(60 + runs // 200), (70, 71, 77), inputs))
    return Killer("fuzz", checks)
