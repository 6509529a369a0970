# SPDX-License-Identifier: BSD-3-Clause
"""The fuzzing itself: starts, follows and ends the tasks, and carries inputs between them."""

import os
import time

from . import schedule
from .aflpp import AflTask, sync_folder
from .corpus import Exchange
from .libfuzzer import LibFuzzerTask
from .problem import Problem
from .status import summary

TICK_S = 0.1
EXCHANGE_EVERY_S = 2
TASKS = {"libfuzzer": LibFuzzerTask, "aflpp": AflTask}


def make_tasks(targets, engines, layout, options, max_lengths):
    """All instances, engine by engine, so that the first turns go to different targets."""
    kinds = [(target, engine) for engine in engines for target in targets]
    counts = schedule.instances(len(kinds), options.jobs)
    return [TASKS[engine](target, index, layout, options, max_lengths[target.name])
            for (target, engine), count in zip(kinds, counts) for index in range(count)]


class Fuzzing:
    """One phase of fuzzing. `stopped` is asked whether somebody wants it to end early."""

    def __init__(self, tasks, layout, options, status, stopped):
        self.tasks = tasks
        self.layout = layout
        self.options = options
        self.status = status
        self.stopped = stopped
        self.waiting = list(tasks)
        self.running = []
        self.problem = ""
        self.length = schedule.slice_length(options.duration, len(tasks), options.jobs)
        targets = {task.target.name: task.target for task in tasks}
        self.exchanges = {name: Exchange(target, layout, sync_folder(target, layout, options),
                                         bool(options.sync))
                          for name, target in targets.items()}
        self.next_exchange = 0.0
        self.started = 0.0
        self.duration = 0.0

    def run(self):
        """Until the time is over, it is stopped, or a problem: then `problem` says what it is."""
        self.started = time.monotonic()
        deadline = self.started + self.options.duration
        try:
            while self.step(deadline):
                time.sleep(TICK_S)
        except Problem as problem:
            self.problem = str(problem)
            self.end_all()
        self.duration = time.monotonic() - self.started
        for exchange in self.exchanges.values():
            exchange.turn()
            exchange.close()

    def step(self, deadline):
        """One look at everything; False when nothing runs any more and nothing will."""
        for task in list(self.running):
            if task.tick():
                self.running.remove(task)
                if not task.retired:
                    self.waiting.append(task)
        remaining = deadline - time.monotonic()
        if self.stopped() or remaining <= 0:
            for task in self.running:
                task.ask_to_stop()
            self.show(force=False)
            return bool(self.running)
        self.fill_slots(remaining)
        self.exchange()
        self.show(force=False)
        return bool(self.running)

    def fill_slots(self, remaining):
        """Gives each free slot to the task that has had the least time."""
        while len(self.running) < self.options.jobs:
            turn = schedule.turn_for(remaining, self.length)
            task = schedule.next_task(self.waiting, lambda task: task.used) if turn else None
            if task is None:
                return
            self.waiting.remove(task)
            task.start(turn)
            self.running.append(task)

    def exchange(self):
        """Large corpora take longer to look through, and are looked through less often."""
        now = time.monotonic()
        if now < self.next_exchange:
            return
        for exchange in self.exchanges.values():
            exchange.turn()
        took = time.monotonic() - now
        self.next_exchange = now + max(EXCHANGE_EVERY_S, 10 * took)

    def corpus_size(self):
        """The inputs of all targets."""
        names = {task.target.name: task.target for task in self.tasks}
        return sum(len(os.listdir(self.layout.corpus(target))) for target in names.values())

    def show(self, force):
        """The status line."""
        elapsed = min(time.monotonic() - self.started, self.options.duration)
        if self.status.is_due() or force:
            self.status.update(summary(elapsed, self.options.duration, self.tasks,
                                       self.corpus_size()), force)

    def end_all(self):
        """After a problem: the others have done nothing wrong, and end as they always do."""
        for task in self.running:
            task.ask_to_stop()
        while self.running:
            for task in list(self.running):
                try:
                    if task.tick():
                        self.running.remove(task)
                except Problem as problem:
                    self.problem += f"\n{problem}"
                    self.running.remove(task)
            time.sleep(TICK_S)
