# SPDX-License-Identifier: BSD-3-Clause
"""The slots are shared fairly, whatever their number and that of the tasks."""

import unittest

import support  # noqa: F401

from campaign_lib import schedule


def simulate(tasks, jobs, duration):
    """The seconds that each task gets, and the seconds for which a slot was idle."""
    length = schedule.slice_length(duration, tasks, jobs)
    used, waiting, slots = [0.0] * tasks, list(range(tasks)), [0.0] * jobs
    idle, running = 0.0, []
    while slots:
        now = min(slots)
        waiting += [task for end, task in running if end <= now]
        running = [(end, task) for end, task in running if end > now]
        turn = schedule.turn_for(duration - now, length)
        task = schedule.next_task(waiting, lambda index: used[index]) if turn else None
        slots.remove(now)
        if task is None:
            idle += duration - now
            continue
        waiting.remove(task)
        used[task] += turn
        running.append((now + turn, task))
        slots.append(now + turn)
    return used, idle


class Slices(unittest.TestCase):
    def test_every_kind_has_an_instance_and_no_slot_is_without(self):
        self.assertEqual(schedule.instances(8, 2), [1] * 8)
        self.assertEqual(schedule.instances(8, 12), [2, 2, 2, 2, 1, 1, 1, 1])
        self.assertEqual(sum(schedule.instances(7, 64)), 64)

    def test_a_minute_on_two_cores_is_one_turn_each(self):
        self.assertEqual(simulate(8, 2, 60), ([15.0] * 8, 0.0))

    def test_ten_minutes_are_several_turns(self):
        used, idle = simulate(8, 2, 600)
        self.assertLess(schedule.slice_length(600, 8, 2), 60)
        self.assertEqual((max(used), min(used), idle), (150, 150, 0))

    def test_no_turn_is_shorter_than_the_least_or_longer_than_the_most(self):
        self.assertEqual(schedule.slice_length(10, 8, 1), schedule.SLICE_MIN_S)
        self.assertEqual(schedule.slice_length(30 * 86400, 8, 2), schedule.SLICE_MAX_S)

    def test_enough_slots_need_no_turns(self):
        self.assertEqual(simulate(8, 8, 100), ([100] * 8, 0))

    def test_odd_numbers_are_shared_fairly(self):
        used, idle = simulate(8, 3, 3600)
        self.assertLessEqual(max(used) - min(used), schedule.slice_length(3600, 8, 3))
        self.assertEqual(idle, 0)

    def test_no_start_for_a_rest(self):
        self.assertEqual(schedule.turn_for(1.5, 15), 0)
        self.assertEqual(schedule.turn_for(16.5, 15), 16.5)
        self.assertEqual(schedule.turn_for(40, 15), 15)


if __name__ == "__main__":
    unittest.main()
