# SPDX-License-Identifier: BSD-3-Clause
"""All mutants of all files; those of a file are kept as long as nothing about it changes."""

import concurrent.futures
import pathlib
import pickle

from .toolchain import digest

HERE = pathlib.Path(__file__).resolve().parent


def _key(generator, path):
    """Of everything that decides what the mutants are."""
    root = generator.root
    headers = sorted(header for folder in ("src", "fuzz/model", "include")
                     for header in (root / folder).glob("*.h"))
    rules = sorted(HERE.glob("*.py"))
    return digest(path, *generator.flags, generator.clang, (root / path).read_bytes(),
                  *(file.read_bytes() for file in [*headers, *rules]))


def _mutants(generator, path, folder):
    """Those of one file."""
    kept = folder / _key(generator, path)
    if kept.is_file():
        return pickle.loads(kept.read_bytes())
    mutants = generator.mutants(path)
    new = kept.with_suffix(".new")
    new.write_bytes(pickle.dumps(mutants))
    new.replace(kept)
    return mutants


def catalogue(generator, paths, folder, jobs):
    """path -> its mutants. What belongs to files as they were is thrown away."""
    folder.mkdir(parents=True, exist_ok=True)
    current = {_key(generator, path) for path in paths}
    for old in folder.iterdir():
        if old.name not in current:
            old.unlink()
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        found = pool.map(lambda path: _mutants(generator, path, folder), paths)
        return dict(zip(paths, found))
