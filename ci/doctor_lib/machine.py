# SPDX-License-Identifier: BSD-3-Clause
"""What a machine answers when it is asked; a test asks a machine of its own instead."""

import ctypes
import errno
import os
import pathlib
import resource
import shutil
import subprocess

PTRACE_ATTACH, PTRACE_DETACH = 16, 17
SYS_EPOLL_PWAIT2 = 441  # on every architecture
LIMITS = {"descriptors": resource.RLIMIT_NOFILE, "address space": resource.RLIMIT_AS}


class Machine:
    """The machine that this runs on; its files may be looked for below another root."""

    def __init__(self, root="/"):
        self.root = pathlib.Path(root)
        self.libc = ctypes.CDLL(None, use_errno=True)

    def read(self, path):
        """The text of a file, without the newline at its end; None when it cannot be read."""
        try:
            return (self.root / path.lstrip("/")).read_text(encoding="utf-8",
                                                            errors="replace").strip()
        except OSError:
            return None

    def number(self, path):
        """The number that a file holds; None when there is no such file or number."""
        try:
            return int(self.read(path) or "")
        except ValueError:
            return None

    def field(self, path, name):
        """The value of a line `name: value`; None without one."""
        for line in (self.read(path) or "").splitlines():
            key, colon, value = line.partition(":")
            if colon and key == name:
                return value.strip()
        return None

    def limit(self, name):
        """(soft, hard) of a resource; None stands for no limit."""
        return tuple(None if value == resource.RLIM_INFINITY else value
                     for value in resource.getrlimit(LIMITS[name]))

    def program(self, name):
        return shutil.which(name) is not None

    def may_fix_addresses(self):
        """Whether a process may switch the randomisation of its mappings off."""
        try:
            return subprocess.run(["setarch", "-R", "true"], check=False,
                                  stderr=subprocess.DEVNULL).returncode == 0
        except OSError:
            return False

    def attach(self):
        """0, or the errno that a process gets which traces its child, as LeakSanitizer does."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(writer)
            os.read(reader, 1)  # ends when the parent has closed its end
            os._exit(0)
        os.close(reader)
        refused = 0
        if self.libc.ptrace(PTRACE_ATTACH, child, None, None) < 0:
            refused = ctypes.get_errno()
        else:
            os.waitpid(child, 0)
            self.libc.ptrace(PTRACE_DETACH, child, None, None)
        os.close(writer)
        os.waitpid(child, 0)
        return refused

    def libc_has(self, name):
        return hasattr(self.libc, name)

    def epoll_pwait2(self):
        """The errno of the bare system call for a number that is no descriptor."""
        events = ctypes.create_string_buffer(64)
        ctypes.set_errno(0)
        self.libc.syscall(SYS_EPOLL_PWAIT2, -1, events, 1, None, None, 8)
        return ctypes.get_errno()


def name_of(number):
    return errno.errorcode.get(number, str(number))
