# SPDX-License-Identifier: BSD-3-Clause
"""One function for each thing that can spoil a run: what is so, what it spoils, and the fix."""

import dataclasses
import errno
import pathlib

from .machine import name_of

GOOD, HELPED, SPOILED = "good", "helped", "spoiled"

ASAN = ("asan", "gcc-asan")
MAPPED = ("tsan", "gcc-tsan", "msan")  # runtimes that want mappings at certain places
VALGRIND = ("memcheck", "helgrind")
SANITIZERS = (*ASAN, *MAPPED, *VALGRIND)
EVERYTHING = (*SANITIZERS, "check", "campaign")
CROSS_TABLE = pathlib.Path(__file__).resolve().parent.parent / "cross" / "architectures.txt"


def architectures():
    """{name: (Debian's triplet, qemu's program)} of the table that the build reads, too."""
    rows = [line.split() for line in CROSS_TABLE.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")]
    return {name: (triplet, emulator) for name, triplet, emulator, _ in rows}


ARCHITECTURES = architectures()
CROSS = tuple(f"cross-{name}" for name in ARCHITECTURES)
JOBS = (*EVERYTHING, *CROSS)

RANDOM_BITS = 28  # clang 14's and gcc 12's runtimes work with so many
DESCRIPTORS = 8192 + 16  # what the replay takes, and a few for valgrind
SCANNED = 1 << 20  # with more descriptors than these, to close them all takes long
WATCHES = 16384
DIAGNOSES = []


@dataclasses.dataclass
class Finding:
    """What a diagnosis found; `jobs` are spoiled by it when its state is SPOILED."""

    name: str
    state: str
    says: str
    fix: str = ""
    jobs: tuple = ()


def diagnosis(*jobs):
    """Registers a function as the diagnosis of its name, for these jobs."""
    def register(function):
        DIAGNOSES.append((function.__name__, jobs, function))
        return function
    return register


def examine(machine):
    """Every finding, in the order of this file."""
    findings = []
    for name, jobs, function in DIAGNOSES:
        state, says, *fix = function(machine)
        findings.append(Finding(name, state, says, fix[0] if fix else "", jobs))
    for name, (triplet, emulator) in ARCHITECTURES.items():
        state, says, *fix = needs_programs(machine, f"{triplet}-gcc", emulator)
        findings.append(Finding(f"cross_{name}", state, says, fix[0] if fix else "",
                                (f"cross-{name}",)))
    return findings


def why_skip(machine, job):
    """Why the machine cannot run the job, with the fix; an empty text when it can."""
    return "; ".join(f"{finding.says} ({finding.fix})" for finding in examine(machine)
                     if finding.state == SPOILED and job in finding.jobs)


def wants_fixed_addresses(machine):
    """Whether mappings may lie where these runtimes cannot bear them; None: nothing tells."""
    bits = machine.number("/proc/sys/vm/mmap_rnd_bits")
    return None if bits is None else bits > RANDOM_BITS


@diagnosis(*MAPPED)
def mmap_rnd_bits(machine):
    wanted = wants_fixed_addresses(machine)
    bits = machine.number("/proc/sys/vm/mmap_rnd_bits")
    if not wanted:
        return GOOD, f"vm.mmap_rnd_bits is {'not there' if wanted is None else bits}"
    says = f"vm.mmap_rnd_bits is {bits}: TSan and MSan find their shadow memory taken"
    if machine.may_fix_addresses():
        return (HELPED, f"{says}; the jobs start their programs with setarch -R",
                f"sysctl vm.mmap_rnd_bits={RANDOM_BITS}")
    return (SPOILED, f"{says}, and setarch -R is refused (personality)",
            "docker run --security-opt seccomp=unconfined; or on the host: "
            f"sysctl vm.mmap_rnd_bits={RANDOM_BITS}")


@diagnosis(*MAPPED)
def personality(machine):
    if machine.may_fix_addresses():
        return GOOD, "a process may switch the randomisation of its addresses off"
    return (HELPED, "setarch -R is refused: the jobs do without where vm.mmap_rnd_bits is at most "
            f"{RANDOM_BITS}; gdb cannot have fixed addresses",
            "docker run --security-opt seccomp=unconfined, or a profile that allows personality(2)")


@diagnosis(*ASAN)
def ptrace(machine):
    tracer = machine.field("/proc/self/status", "TracerPid")
    if tracer not in (None, "0"):
        return (SPOILED, f"this process is traced by {tracer}: LeakSanitizer cannot attach",
                "run it outside of gdb and strace")
    scope = machine.number("/proc/sys/kernel/yama/ptrace_scope")
    refused = machine.attach()
    if refused:
        return (SPOILED, f"ptrace(2) is refused ({name_of(refused)}), yama's scope is "
                f"{'not there' if scope is None else scope}: LeakSanitizer cannot attach",
                "sysctl kernel.yama.ptrace_scope=1; docker run --cap-add SYS_PTRACE")
    return GOOD, "a process may be traced by its own"


@diagnosis("campaign")
def core_pattern(machine):
    pattern = machine.read("/proc/sys/kernel/core_pattern")
    if pattern is None or not pattern.startswith("|"):
        return GOOD, f"core dumps go to {'nowhere' if pattern is None else pattern or 'nowhere'}"
    return (SPOILED, f"core dumps go to a program ({pattern}): AFL++ can take a crash for a "
            "time-out", "echo core >/proc/sys/kernel/core_pattern")


@diagnosis(*JOBS)
def descriptors(machine):
    soft, hard = machine.limit("descriptors")
    if hard is not None and hard < DESCRIPTORS:
        return (SPOILED, f"RLIMIT_NOFILE is at most {hard}: the replay takes {DESCRIPTORS}",
                f"ulimit -Hn {DESCRIPTORS}; docker run --ulimit nofile={DESCRIPTORS}")
    if soft is None or soft > SCANNED:
        return (HELPED, f"RLIMIT_NOFILE is {'not limited' if soft is None else soft}: a program "
                "that closes every number takes long; ci/sanitize/run and ci/cross/run lower it",
                "ulimit -Sn 65536")
    return GOOD, f"RLIMIT_NOFILE is {soft}"


@diagnosis(*JOBS)
def max_user_watches(machine):
    watches = machine.number("/proc/sys/fs/epoll/max_user_watches")
    if watches is None:
        return GOOD, "fs.epoll.max_user_watches is not there"
    if watches < WATCHES:
        return (SPOILED, f"fs.epoll.max_user_watches is {watches}: add can end in ENOSPC",
                f"sysctl fs.epoll.max_user_watches={WATCHES}")
    return GOOD, f"fs.epoll.max_user_watches is {watches}"


@diagnosis(*SANITIZERS)
def address_space(machine):
    _, hard = machine.limit("address space")
    if machine.limit("address space")[0] is not None:
        return (SPOILED, f"RLIMIT_AS is {hard}: a sanitizer maps terabytes", "ulimit -v unlimited")
    if machine.number("/proc/sys/vm/overcommit_memory") == 2:
        return (SPOILED, "vm.overcommit_memory is 2: a sanitizer maps terabytes",
                "sysctl vm.overcommit_memory=1")
    return GOOD, "address space is not limited"


@diagnosis(*EVERYTHING)
def libc(machine):
    if machine.libc_has("epoll_pwait2"):
        return GOOD, "the C library has epoll_pwait2"
    return (SPOILED, "the C library has no epoll_pwait2: limits are rounded up to a millisecond, "
            "and the tests of shorter ones cannot be linked", "glibc 2.35 or later")


@diagnosis(*JOBS)
def kernel(machine):
    refused = machine.epoll_pwait2()
    if refused in (errno.EBADF, errno.EINVAL):
        return GOOD, "the kernel has epoll_pwait2"
    if refused == errno.ENOSYS and not filtered(machine):
        return (SPOILED, "the kernel has no epoll_pwait2: limits are rounded up to a millisecond",
                "Linux 5.11 or later")
    return (SPOILED, f"epoll_pwait2 is refused ({name_of(refused)})",
            "a seccomp profile that knows epoll_pwait2 (libseccomp 2.5.2 or later)")


def filtered(machine):
    return machine.field("/proc/self/status", "Seccomp") not in (None, "0")


@diagnosis()
def seccomp(machine):
    if filtered(machine):
        return (HELPED, "system calls are filtered (seccomp): personality, ptrace and "
                "epoll_pwait2 are tried above",
                "docker run --security-opt seccomp=unconfined")
    return GOOD, "system calls are not filtered"


@diagnosis(*JOBS)
def proc(machine):
    for path in ("/proc/self/status", "/proc/self/fdinfo/0"):
        if machine.read(path) is None:
            return (SPOILED, f"{path} cannot be read: interest lists cannot be compared",
                    "mount -t proc proc /proc")
    return GOOD, "/proc tells of descriptors"


def needs_programs(machine, *names):
    missing = [name for name in names if not machine.program(name)]
    if missing:
        return SPOILED, f"{', '.join(missing)} missing", "ci/setup"
    return GOOD, f"{', '.join(names)} installed"


@diagnosis("asan", "tsan", "msan", "check", "campaign")
def clang(machine):
    return needs_programs(machine, "clang", "llvm-symbolizer")


@diagnosis(*VALGRIND)
def valgrind(machine):
    return needs_programs(machine, "valgrind")
