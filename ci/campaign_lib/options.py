# SPDX-License-Identifier: BSD-3-Clause
"""What the command line says, checked before anything is started."""

import argparse
import os
import random

from .problem import Problem


def positive(text):
    """A whole number above zero: zero seconds or zero jobs would be a campaign of nothing."""
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return value


def read(arguments):
    """Returns the options; argparse ends the process with status 2 when they are malformed."""
    parser = argparse.ArgumentParser(
        prog="ci/campaign",
        description="Runs every fuzz target on libFuzzer and AFL++, and writes a report.",
        epilog="Exit status: 0 no finding, 1 at least one finding, 2 the campaign could not run.",
    )
    parser.add_argument("--build", default="build", help="the build folder (default: build)")
    parser.add_argument("--duration", type=positive, default=60, metavar="SECONDS",
                        help="wall-clock time of the fuzzing (default: 60)")
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, metavar="N",
                        help="processes at a time (default: the cores)")
    parser.add_argument("--sync", metavar="DIR",
                        help="AFL++'s sync directory, shared with other machines")
    parser.add_argument("--text-target", action="append", default=[], metavar="NAME",
                        help="a target whose inputs are scenario text; may be repeated")
    parser.add_argument("--target", action="append", default=[], metavar="NAME",
                        help="only this target; may be repeated (default: all that are built)")
    parser.add_argument("--engine", choices=("libfuzzer", "aflpp"), action="append", default=[],
                        help="only this engine (default: both)")
    parser.add_argument("--seed", type=int, metavar="N",
                        help="random seed of the engines (default: drawn, and reported)")
    parser.add_argument("--shrink-limit", type=positive, default=20, metavar="N",
                        help="inputs to shrink for each target and engine (default: 20)")
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1, 2**31)
    if not 0 < options.seed < 2**31:
        parser.error(f"--seed {options.seed} is not between 1 and {2**31 - 1}")
    return options


def check_sync(options):
    """A sync directory that cannot be written to would cost a campaign its findings."""
    if options.sync is None:
        return
    try:
        os.makedirs(options.sync, exist_ok=True)
    except OSError as error:
        raise Problem(f"the sync directory {options.sync}: {error.strerror}") from error
    if not os.access(options.sync, os.W_OK | os.X_OK):
        raise Problem(f"the sync directory {options.sync} cannot be written to")
