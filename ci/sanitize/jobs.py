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
LATE = ("TSan runs a handler once the call is over that the signal must interrupt, but for those that "
        "it calls blocking, and read and write are none (struct BlockingCall and sighandler in "
        "compiler-rt/lib/tsan/rtl/tsan_interceptors_posix.cpp, read and write in sanitizer_common_"
        "interceptors.inc; the same of select: https://github.com/google/sanitizers/issues/838)")
TSAN_ROWS = {f"epollctx_eventfd_{way}: EINTR: a signal while it blocked": LATE
             for way in ("read", "write")}
TSAN_FINDS = {"race": "data race", "relaxed": "data race", "lock_order": "lock-order-inversion"}
FIXED = ("setarch", "-R")
VALGRIND = ["valgrind", "-q", "--vgdb=no", "--error-exitcode=99", "--fair-sched=try"]

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
    rows: dict = dataclasses.field(default_factory=dict)  # of test_errors, which it leaves out, too
    threads: bool = False  # it is there for programs with threads alone
    sample: bool = True  # part of the short run
    operations: int = 50000  # of the stress


# valgrind answers setrlimit itself and gives out numbers up to its own hard limit.
VALGRIND_LEAVES_OUT = {
    **LEAVES_OUT,
    "no_free_number.scn": "valgrind gives out numbers above the soft RLIMIT_NOFILE "
                          "(coregrind/m_syswrap/syswrap-generic.c, socketpair and pipe)",
    "test_kernel_contract": "it traces a child with ptrace(2), and sees valgrind's calls",
    "too_low_a_limit_is_refused_and_nothing_changed":
        "valgrind refuses to lower the hard RLIMIT_NOFILE (the same file, setrlimit)",
}

REFUSED = ("valgrind does not know epoll_pwait2 (https://bugs.kde.org/show_bug.cgi?id=460192), so "
           "that no filter can refuse it here")
ADDRESSES = "memcheck reports that the argument is not addressable, and so it is meant"
MEMCHECK_ROWS = {
    "epollctx_eventfd_clone: EINVAL: RLIMIT_NOFILE is 0":
        "valgrind answers setrlimit itself (coregrind/m_syswrap/syswrap-generic.c, setrlimit)",
    **{f"{function}: {cause}; {call} does it": REFUSED
       for function, call in (("epollctx_wait_timeout", "epoll_wait"),
                              ("epollctx_poll_wait_timeout", "epoll_wait"),
                              ("epollctx_pwait", "epoll_pwait"))
       for cause in ("ENOSYS: no such call", "EPERM: a sandbox", "EOPNOTSUPP: a sandbox")},
    **{f"{function}: EFAULT: {cause}": ADDRESSES
       for function, cause in (("epollctx_wait", "the slots are not writable"),
                               ("epollctx_wait_timeout", "the slots are not writable"),
                               ("epollctx_pwait", "the slots are not writable"),
                               ("epollctx_pwait", "the mask is not readable"))},
}

JOBS = {
    "asan": Job("clang: addresses, undefined behaviour, leaks", "asan", ASAN_FINDS, ASAN,
                sample=False),
    "gcc-asan": Job("gcc: addresses, undefined behaviour, leaks", "gcc-asan", ASAN_FINDS, ASAN),
    "tsan": Job("clang: data races, lock order", "tsan", TSAN_FINDS, TSAN, fixed=True,
                rows=TSAN_ROWS),
    "gcc-tsan": Job("gcc: data races, lock order", "gcc-tsan", TSAN_FINDS, TSAN, fixed=True,
                    rows=TSAN_ROWS, sample=False),
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
                    leaves_out=VALGRIND_LEAVES_OUT, rows=MEMCHECK_ROWS),
    "helgrind": Job("valgrind: data races, lock order", "valgrind",
                    {"race": "Possible data race", "relaxed": "Possible data race",
                     "lock_order": "lock order .* violated"},
                    launcher=(*VALGRIND, "--tool=helgrind"),
                    operations=5000,
                    leaves_out=VALGRIND_LEAVES_OUT, threads=True,
                    sample=False),
}


def on(machine, job):
    """The job as this machine must start it: without randomisation where it would spoil the job, and
    where nothing tells whether it would, if that is allowed.
    """
    if (job.fixed and diagnoses.wants_fixed_addresses(machine) is not False
            and machine.may_fix_addresses()):
        return dataclasses.replace(job, launcher=(*FIXED, *job.launcher))
    return job
