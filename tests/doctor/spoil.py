# SPDX-License-Identifier: BSD-3-Clause
"""Spoils a process and all that it starts, for real: a system call is refused, by a filter. And the
files of a machine in good health, which a test may spoil instead of its own.
"""

import ctypes
import os
import pathlib
import platform
import struct

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06  # of classic BPF: linux/bpf_common.h
ALLOW, REFUSE = 0x7fff0000, 0x00050000  # linux/seccomp.h; the errno is in the low half
NUMBERS = {  # asm/unistd.h
    "x86_64": {"ptrace": 101, "personality": 135, "epoll_pwait2": 441},
    "aarch64": {"ptrace": 117, "personality": 92, "epoll_pwait2": 441},
}
KNOWN = NUMBERS.get(platform.machine())
GOOD_FILES = {
    "/proc/sys/vm/mmap_rnd_bits": "28",
    "/proc/sys/vm/overcommit_memory": "0",
    "/proc/sys/kernel/core_pattern": "core",
    "/proc/sys/kernel/yama/ptrace_scope": "1",
    "/proc/sys/fs/epoll/max_user_watches": "5000000",
    "/proc/self/status": "Name:\tdoctor\nTracerPid:\t0\nSeccomp:\t0",
    "/proc/self/fdinfo/0": "pos: 0",
}


def write_files(root, files=()):
    """The good files below a folder, but for those that a test changes, or takes away with None."""
    for path, text in {**GOOD_FILES, **dict(files)}.items():
        if text is not None:
            place = pathlib.Path(root) / path.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text + "\n", encoding="utf-8")


class Program(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def instruction(code, value, when_true=0, when_false=0):
    return struct.pack("=HBBI", code, when_true, when_false, value)


def refuse(call, error):
    """For preexec_fn: the system call ends with the error from here on."""
    steps = [instruction(LOAD, 0), instruction(JUMP_IF_EQUAL, KNOWN[call], 0, 1),
             instruction(RETURN, REFUSE | error), instruction(RETURN, ALLOW)]
    program = Program(len(steps), b"".join(steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if (libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 or
            libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program)) < 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
