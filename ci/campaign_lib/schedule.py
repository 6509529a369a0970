# SPDX-License-Identifier: BSD-3-Clause
"""
Who runs when: JOBS slots, and tasks that take turns in them.

An engine cannot be paused: its timeouts measure wall-clock time, so that it would take a pause for
a hang. It is ended and resumed instead. The length of a slice is a compromise between what a start
costs (AFL++ runs its whole queue several times, which takes seconds) and how often the engines get
each other's inputs.
"""

SLICE_MIN_S = 5
SLICE_WANTED_S = 15
SLICE_MAX_S = 300
TURNS = 4
# Less than this is not worth a start.
REST_MIN_S = 2


def instances(kinds, jobs):
    """How many instances each of `kinds` tasks has: one at least, together one for each slot."""
    total = max(kinds, jobs)
    return [total // kinds + (index < total % kinds) for index in range(kinds)]


def slice_length(duration, tasks, jobs):
    """
    Seconds of one turn. A task's share of the duration is divided into TURNS turns, or into fewer
    when they would be shorter than SLICE_WANTED_S; of a long share there are more, none longer than
    SLICE_MAX_S. SLICE_MIN_S is the least, even if not every task gets a turn then. Tasks that all
    have a slot run without a break.
    """
    if tasks <= jobs:
        return duration
    share = duration * jobs / tasks
    wanted = min(share, max(share / TURNS, SLICE_WANTED_S), SLICE_MAX_S)
    return min(max(wanted, SLICE_MIN_S), duration)


def next_task(waiting, used):
    """The task that has had the least time; of equal ones the first. `used` gives the seconds."""
    return min(waiting, key=used, default=None)


def turn_for(remaining, length):
    """How long a turn that starts now is; 0 when it is not worth it. No short rest is left over."""
    if remaining < REST_MIN_S:
        return 0
    return remaining if remaining < length + REST_MIN_S else length
