# SPDX-License-Identifier: BSD-3-Clause
"""Which mutants a run is about: files, a shard, changed lines, a random sample."""

import random
import re
import subprocess

from campaign_lib.problem import Problem

_HUNK = re.compile(r"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


def _git(root, *words):
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False, text=True)
    if done.returncode != 0:
        raise Problem(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def changed_lines(root, since):
    """File -> numbers of the lines that are new since a revision, or were changed."""
    changed, path = {}, None
    for line in _git(root, "diff", "--unified=0", "--no-color", since, "--", "src",
                     "fuzz/model").splitlines():
        if line.startswith("+++ "):
            path = line[6:]
        match = _HUNK.match(line)
        if match:
            first, count = int(match[1]), int(match[2] or 1)
            changed.setdefault(path, set()).update(range(first, first + count))
    return changed


def seed_of(root):
    """The seed that a revision brings: another one for each, and always the same for one."""
    return int(_git(root, "rev-parse", "HEAD")[:8], 16)


def shard(mutants, word):
    """Part i of n, as 'i/n': by the mutants' names, so that all parts together are all of them."""
    match = re.fullmatch(r"(\d+)/(\d+)", word)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise Problem(f"a shard is i/n with 1 <= i <= n, not '{word}'")
    part, parts = int(match[1]), int(match[2])
    return [mutant for mutant in mutants if int(mutant.digest(), 16) % parts == part - 1]


def sample(mutants, size, seed):
    """So many of them by chance, in their order."""
    if size >= len(mutants):
        return mutants
    chosen = set(random.Random(seed).sample(range(len(mutants)), size))
    return [mutant for index, mutant in enumerate(mutants) if index in chosen]
