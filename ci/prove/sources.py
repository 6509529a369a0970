# SPDX-License-Identifier: BSD-3-Clause
"""What there is to prove: the functions of the core's sources, as universal-ctags reads them."""

import json
import os
import re
import subprocess


def files(root):
    """Every file whose functions must be proved."""
    return [f"{folder}/{name}" for folder, endings in (("src", (".c", ".h")), ("include", (".h",)))
            for name in sorted(os.listdir(os.path.join(root, folder))) if name.endswith(endings)]


def definitions(root):
    """The names of the functions that each file defines; of conditional texts, every one."""
    names = {file: set() for file in files(root)}
    done = subprocess.run(
        ["ctags", "--output-format=json", "--languages=C", "--map-C=+.h", "--kinds-C=f", "-f", "-",
         *names], cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, text=True)
    for line in done.stdout.splitlines():
        tag = json.loads(line)
        names[tag["path"]].add(tag["name"])
    return names


def includes(root, file):
    """The headers of the core that a file includes, also through one another."""
    found, unread = [], [file]
    while unread:
        with open(os.path.join(root, unread.pop()), encoding="utf-8") as source:
            for name in re.findall(r'^#include "(\w+\.h)"', source.read(), flags=re.M):
                for path in (f"src/{name}", f"include/{name}"):
                    if path not in found and os.path.exists(os.path.join(root, path)):
                        found.append(path)
                        unread.append(path)
    return found
