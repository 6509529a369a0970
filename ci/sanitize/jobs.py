# SPDX-License-Identifier: BSD-3-Clause
"""The sanitizer jobs: what each is built as, started with, and must notice."""

import dataclasses

from doctor_lib import diagnoses

# What the runtimes print when they found something. A process that ends well and printed this,
# from a child perhaps, has failed all the same.
REPORT = (r"(ERROR|WARNING): (Address|Leak|Thread|Memory)Sanitizer|FATAL: \w+Sanitizer|"
          r"runtime error: |^==\d+==\s")

ASAN = {
    "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1:"
                    "check_initialization_order=1:strict_init_order=1:exitcode=66",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1",
    "LSAN_OPTIONS": "exitcode=66",
}
ASAN_FINDS = {
    "heap_overflow": "heap-buffer-overflow",
    "kernel_overflow": "heap-buffer-overflow",
    "undefined": "runtime error: shift exponent",
    "leak": "LeakSanitizer: detected memory leaks",
}
LEAVES_OUT = {
    "test_syscalls": "it counts the system calls of the process, and a runtime makes some of its own",
}
TSAN = {"TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1:exitcode=66"}
TSAN_LEAVES_OUT = {
    **LEAVES_OUT,
    "test_errors": "TSan runs a handler only once the call is over that the signal must interrupt, "
                   "but for few calls (https://github.com/llvm/llvm-project/issues/192401)",
}
TSAN_FINDS = {"race": "data race", "lock_order": "lock-order-inversion"}
FIXED = ("setarch", "-R")
VALGRIND = ["valgrind", "-q", "--vgdb=no", "--error-exitcode=99"]

# So many cores' worth of time does one take against a plain run, roughly: for the time limits.
SLOW = 30


@dataclasses.dataclass(frozen=True)
class Job:
    """One sanitizer: the variant of the build, how its programs are started, what it must find."""

    about: str
    variant: str
    finds: dict  # the defect of a canary: what the report must say
    environment: dict = dataclasses.field(default_factory=dict)
    launcher: tuple = ()
    fixed: bool = False  # the runtime wants mappings where it expects them
    leaves_out: dict = dataclasses.field(default_factory=lambda: LEAVES_OUT)  # name: reason
    sample: bool = True  # part of the short run
    operations: int = 50000  # of the stress


# valgrind answers setrlimit itself and gives out numbers up to its own hard limit.
VALGRIND_LEAVES_OUT = {
    **LEAVES_OUT,
    "no_free_number.scn": "valgrind gives out numbers above the soft RLIMIT_NOFILE "
                          "(coregrind/m_syswrap/syswrap-generic.c, socketpair and pipe)",
    "test_kernel_contract": "it traces a child with ptrace(2), and sees valgrind's calls",
    "test_errors": "it looks in /proc for the call that a thread is blocked in, and finds valgrind's",
    "too_low_a_limit_is_refused_and_nothing_changed":
        "valgrind refuses to lower the hard RLIMIT_NOFILE (the same file, setrlimit)",
}

NO_ATOMICS = ("helgrind knows pthread's synchronisation and no atomics (valgrind's manual, 7.5.2); "
              "the threads of this are TSan's")
HELGRIND_LEAVES_OUT = {**VALGRIND_LEAVES_OUT, "test_wait": NO_ATOMICS, "stress": NO_ATOMICS}

JOBS = {
    "asan": Job("clang: addresses, undefined behaviour, leaks", "asan", ASAN_FINDS, ASAN,
                sample=False),
    "gcc-asan": Job("gcc: addresses, undefined behaviour, leaks", "gcc-asan", ASAN_FINDS, ASAN),
    "tsan": Job("clang: data races, lock order", "tsan", TSAN_FINDS, TSAN, fixed=True,
                leaves_out=TSAN_LEAVES_OUT),
    "gcc-tsan": Job("gcc: data races, lock order", "gcc-tsan", TSAN_FINDS, TSAN, fixed=True,
                    leaves_out=TSAN_LEAVES_OUT, sample=False),
    "msan": Job("clang: uninitialised memory", "msan",
                {"uninitialised": "use-of-uninitialized-value"},
                {"MSAN_OPTIONS": "halt_on_error=1:exitcode=66"}, fixed=True),
    "memcheck": Job("valgrind: addresses, uninitialised memory, leaks", "valgrind", {
        "heap_overflow": "Invalid write",
        "kernel_overflow": r"epoll_pwait\(events\) points to unaddressable",
        "uninitialised": "depends on uninitialised value",
        "leak": "definitely lost",
    }, launcher=(*VALGRIND, "--leak-check=full", "--errors-for-leak-kinds=definite"),
                    operations=5000,
                    leaves_out=VALGRIND_LEAVES_OUT),
    "helgrind": Job("valgrind: data races, lock order", "valgrind",
                    {"race": "Possible data race", "lock_order": "lock order .* violated"},
                    launcher=(*VALGRIND, "--tool=helgrind"),
                    leaves_out=HELGRIND_LEAVES_OUT, sample=False),
}


def on(machine, job):
    """The job as this machine must start it: without randomisation where it would spoil the job, and
    where nothing tells whether it would, if that is allowed.
    """
    if (job.fixed and diagnoses.wants_fixed_addresses(machine) is not False
            and machine.may_fix_addresses()):
        return dataclasses.replace(job, launcher=(*FIXED, *job.launcher))
    return job
