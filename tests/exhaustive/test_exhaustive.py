# SPDX-License-Identifier: BSD-3-Clause
"""The explorer itself: that it covers what it says, and finds what is wrong. EXHAUSTIVE and REPLAY
name the binaries; wrong kernels are put below them with LD_PRELOAD."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(os.path.dirname(os.path.dirname(HERE)), "build")
EXHAUSTIVE = os.path.abspath(
    os.environ.get("EXHAUSTIVE", os.path.join(BUILD, "exhaustive", "exhaustive")))
REPLAY = os.path.abspath(os.environ.get("REPLAY", os.path.join(BUILD, "epollctx-replay")))

TINY = """# one eventfd
numbers 2
most epoll 1
most eventfd 1
count 1
do epoll
do eventfd
do close eventfd
do write eventfd 1
do read eventfd
do add epoll eventfd IN,IN|ONESHOT 1,2
do mod epoll eventfd OUT 1
do wait epoll 1
answers epoll ok
answers eventfd ok
answers close ok
answers write ok
answers read ok EAGAIN
answers add ok EEXIST
answers mod ok ENOENT
answers wait events none
"""

# Each is linked over libc's: `real` is what it hides.
KERNEL = """#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>
"""
CTL = KERNEL + """
int epoll_ctl(int ep, int operation, int fd, struct epoll_event *event)
{
	int (*real)(int, int, int, struct epoll_event *) = dlsym(RTLD_NEXT, "epoll_ctl");
	%s
	return real(ep, operation, fd, event);
}
"""
WAIT = KERNEL + """
int epoll_wait(int ep, struct epoll_event *events, int capacity, int timeout)
{
	int (*real)(int, struct epoll_event *, int, int) = dlsym(RTLD_NEXT, "epoll_wait");
	int count = real(ep, events, capacity, timeout);
	%s
	return count;
}
"""
# A second MOD of an instance in a row keeps the token.
MOD_KEEPS_TOKEN = CTL % """
	static int last, mods;
	mods = operation == EPOLL_CTL_MOD && (last == ep || mods == 0) ? mods + 1 : 0;
	last = ep;
	if (mods == 2)
		event->data.u64 = 1;
"""
ADD_AGAIN_SUCCEEDS = CTL % """
	if (operation == EPOLL_CTL_ADD && real(ep, operation, fd, event) < 0)
		return errno == EEXIST ? 0 : -1;
	if (operation == EPOLL_CTL_ADD)
		return 0;
"""
CRASHES = WAIT % "if (count > 0) abort();"
HANGS = WAIT % "if (count > 0) pause();"
# The state after an ADD of IN comes before that after an ADD of IN|ONESHOT, and one process has the
# first when the other takes the second: that one crashes there, and until then the first is held
# before its wrong answer, whichever of them is the faster.
CRASHES_BEFORE_AN_EARLIER_DIFFERENCE = """#include <fcntl.h>
#include <sched.h>
static unsigned added, crashes;
""" + CTL % """
	int result = real(ep, operation, fd, event);
	if (operation == EPOLL_CTL_ADD && result == 0) {
		added = event->events;
		crashes = 0;
	}
	if (operation == EPOLL_CTL_MOD && result == 0)
		crashes = added & EPOLLONESHOT;
	if (operation != EPOLL_CTL_ADD || result == 0 || added != EPOLLIN)
		return result;
	while (access("%(folder)s/crashes", F_OK) < 0)
		sched_yield();
	return 0;
""" + WAIT % """
	if (count > 0 && crashes) {
		close(open("%(folder)s/crashes", O_CREAT | O_WRONLY, 0600));
		abort();
	}
"""


class ExhaustiveTest(unittest.TestCase):
    def setUp(self):
        self.assertTrue(os.access(EXHAUSTIVE, os.X_OK), f"{EXHAUSTIVE} is not built")
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def world(self, text, name="tiny"):
        path = os.path.join(self.folder, f"{name}.world")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def kernel(self, source):
        """The environment in which libc's calls are those of a C file."""
        path = os.path.join(self.folder, "kernel.c")
        with open(path, "w", encoding="utf-8") as file:
            file.write(source)
        library = path[:-1] + "so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, path], check=True)
        return {**os.environ, "LD_PRELOAD": library}

    def run_tool(self, status, *arguments, env=None):
        """Standard output and standard error of a call that must end with this status."""
        done = subprocess.run([EXHAUSTIVE, "--output", self.folder, *arguments], env=env,
                              capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout, done.stderr

    def counts(self, text):
        """States and transitions of the world, and those of the shard, all performed."""
        world = re.search(r": (\d+) states, (\d+) transitions", text)
        shard = re.search(r"shard \d+/\d+: (\d+) states, (\d+) of (\d+) transitions", text)
        self.assertEqual(shard[2], shard[3])
        return (int(world[1]), int(world[2])), (int(shard[1]), int(shard[2]))

    def scenario(self, name="tiny"):
        with open(os.path.join(self.folder, f"{name}.scn"), encoding="utf-8") as file:
            return file.read()


class CoverageTest(ExhaustiveTest):
    def test_a_world_is_performed_whole(self):
        out, _ = self.run_tool(0, self.world(TINY))
        world, shard = self.counts(out)
        self.assertEqual(world, shard)
        self.assertIn("frontier: empty", out)
        self.assertIn("no difference", out)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "tiny.scn")))

    def test_shards_add_up_to_the_whole(self):
        path = os.path.join(HERE, "worlds", "small_socketpair.world")
        whole, _ = self.counts(self.run_tool(0, path)[0])
        for parts in (2, 5):
            shards = []
            for part in range(1, parts + 1):
                world, shard = self.counts(self.run_tool(0, "--shard", f"{part}/{parts}", path)[0])
                self.assertEqual(world, whole)
                shards.append(shard)
            self.assertEqual(tuple(map(sum, zip(*shards))), whole)
            self.assertLess(max(shards), whole)

    def test_any_number_of_processes_performs_the_same(self):
        path = self.world(TINY)
        one = self.counts(self.run_tool(0, "--jobs", "1", path)[0])
        self.assertEqual(one, self.counts(self.run_tool(0, "--jobs", "5", path)[0]))

    def test_an_empty_shard_is_a_failure(self):
        states, _ = self.counts(self.run_tool(0, self.world(TINY))[0])[0]
        empty = 0
        for part in range(1, 10 * states, states // 2):
            done = subprocess.run([EXHAUSTIVE, "--shard", f"{part}/{10 * states}",
                                   self.world(TINY)], capture_output=True, text=True, timeout=60)
            if "0 states, 0 of 0" in done.stdout:
                self.assertEqual(done.returncode, 1)
                self.assertIn("nothing was performed", done.stderr)
                empty += 1
        self.assertGreater(empty, 0)

    def test_instances_are_counted_as_the_graphs_that_they_are(self):
        """Up to isomorphism there are 1, 1, 2, 6, 31, 302 and 5984 acyclic graphs of 0 to 6 nodes;
        of the last 1024 have a path through all six, which is a step more than epoll lets in."""
        instances = "do epoll\ndo add epoll epoll IN 1\ndo del epoll epoll\n"
        answers = "answers epoll ok\nanswers add ok EEXIST EINVAL ELOOP\nanswers del ok ENOENT EINVAL\n"
        for most, graphs in ((3, 10), (4, 41), (5, 343), (6, 343 + 5984 - 1024)):
            out, _ = self.run_tool(0, "--model-only", self.world(
                f"numbers {most}\nmost epoll {most}\n{instances}{answers}"))
            self.assertIn(f": {graphs} states,", out)

    def test_the_figures_of_the_readme_are_those_of_the_worlds(self):
        with open(os.path.join(HERE, "README.md"), encoding="utf-8") as file:
            table = dict(re.findall(r"^\| `(\w+)` \| (\d+ \| \d+ \| \d+) \|", file.read(), re.M))
        worlds = sorted(name[:-6] for name in os.listdir(os.path.join(HERE, "worlds")))
        self.assertEqual(sorted(table), worlds)
        for name in ("instances", "exclusive", *filter(lambda name: "small" in name, worlds)):
            out, _ = self.run_tool(0, "--model-only", os.path.join(HERE, "worlds", f"{name}.world"))
            found = re.match(r"\w+: (\d+) states, (\d+) transitions, depth (\d+),", out)
            self.assertEqual(" | ".join(found.groups()), table[name])

    def test_states_that_are_folded_have_one_future(self):
        out, _ = self.run_tool(0, "--check-folding", self.world(TINY))
        self.assertRegex(out, r"fold: [1-9]\d* other ways")


class FindingTest(ExhaustiveTest):
    def assert_found(self, kernel, lines, says):
        env = self.kernel(kernel)
        out, _ = self.run_tool(1, self.world(TINY), env=env)
        self.assertIn(says, out)
        scenario = self.scenario()
        self.assertEqual([line.split(" =>")[0] for line in scenario.splitlines()[1:]], lines)
        path = os.path.join(self.folder, "tiny.scn")
        for status, where in ((1, env), (0, None)):
            done = subprocess.run([REPLAY, "run", path], env=where, capture_output=True, timeout=60)
            self.assertEqual(done.returncode, status)

    def test_a_wrong_answer_is_found_by_the_shortest_scenario(self):
        self.assert_found(ADD_AGAIN_SUCCEEDS, ["epoll ep0", "eventfd ev1", "add ep0 ev1 IN 1",
                          "add ep0 ev1 IN 1"], "expected:  EEXIST")

    def test_a_wrong_state_is_found_by_what_can_be_asked_at_the_end(self):
        text = TINY.replace("mod epoll eventfd OUT 1", "mod epoll eventfd OUT 2")
        env = self.kernel(MOD_KEEPS_TOKEN)
        out, _ = self.run_tool(1, self.world(text), env=env)
        self.assertIn("at the end: an item's token", out)

    def test_a_finding_that_cannot_be_written_is_printed(self):
        env = self.kernel(ADD_AGAIN_SUCCEEDS)
        os.mkdir(os.path.join(self.folder, "tiny.scn"))
        out, err = self.run_tool(1, self.world(TINY), env=env)
        self.assertIn("add ep0 ev1 IN 1 => EEXIST", out)
        self.assertIn("tiny.scn: Is a directory", err)

    def test_a_crash_is_a_finding(self):
        self.run_tool(1, self.world(TINY), env=self.kernel(CRASHES))
        self.assertTrue(self.scenario().startswith("# a crash in the world tiny\n"))

    def test_a_crash_is_no_finding_where_a_difference_comes_before(self):
        source = CRASHES_BEFORE_AN_EARLIER_DIFFERENCE.replace("%(folder)s", self.folder)
        one_token = TINY.replace("IN,IN|ONESHOT 1,2", "IN,IN|ONESHOT 1")
        self.run_tool(1, "--jobs", "2", self.world(one_token), env=self.kernel(source))
        self.assertTrue(os.path.exists(os.path.join(self.folder, "crashes")))
        self.assertTrue(self.scenario().startswith("# a difference in the world tiny\n"))

    def test_a_hang_is_a_finding(self):
        self.run_tool(1, "--patience", "2", self.world(TINY), env=self.kernel(HANGS))
        self.assertTrue(self.scenario().startswith("# a hang in the world tiny\n"))


class DeclarationTest(ExhaustiveTest):
    def test_a_form_that_is_never_possible_is_a_failure(self):
        _, err = self.run_tool(1, self.world(TINY + "do arm timerfd\n"))
        self.assertIn("never possible in any state: arm timerfd", err)

    def test_answers_are_declared_and_given(self):
        _, err = self.run_tool(1, self.world(TINY.replace("wait events none", "wait events")))
        self.assertIn("wait also answers none", err)
        _, err = self.run_tool(1, self.world(TINY + "answers add ELOOP\n"))
        self.assertIn("add is said to answer, but never does, ELOOP", err)

    def test_bounds_that_are_hit_are_said(self):
        out, _ = self.run_tool(0, "--model-only", self.world(TINY))
        for what in ("numbers that are open", "descriptions of a kind", "the count of an eventfd"):
            self.assertTrue(re.search(rf"[1-9]\d* {what}\n", out) or what.startswith("numbers"))
        out, _ = self.run_tool(0, self.world("numbers 2\ndo epoll\ndepth 1\nanswers epoll ok\n"))
        self.assertIn("frontier: NOT EMPTY, 1 states at the bound depth 1", out)
        out, _ = self.run_tool(0, self.world("numbers 2\ndo epoll\nanswers epoll ok\n"))
        self.assertRegex(out, r"1 numbers that are open\n")

    def test_what_is_malformed_is_refused_with_its_place(self):
        for text, line, says in (
                ("numbers 2\ndo nothing\n", 2, "'nothing' is no operation of a world"),
                ("numbers 2\ndo fail\n", 2, "'fail' is no operation of a world"),
                ("do epoll\n", 1, "'numbers' must come before the operations"),
                ("numbers 2\ndo epoll\nnumbers 3\n", 3, "'numbers' must come before"),
                ("numbers 7\n", 1, "numbers: 1 to 6"),
                ("numbers x\n", 1, "'x' is no number"),
                ("numbers 1 2\n", 1, "numbers takes N"),
                ("most epoll\n", 1, "most takes KIND N"),
                ("most thing 1\n", 1, "'thing' is no kind of descriptor"),
                ("numbers 1\ndo close sock\n", 2, "'sock' is no kind of descriptor"),
                ("numbers 1\ndo close epoll 1\n", 2, "unexpected '1'"),
                ("numbers 1\ndo close\n", 2, "missing"),
                ("numbers 1\ndo add epoll epoll INN 1\n", 2, "INN"),
                ("numbers 1\n# comment\ndo wait epoll 1,-2\n", 3, "-2"),
                ("numbers 1\ndo wait epoll ,\n", 2, "a value is missing"),
                ("numbers 1\ndo add epoll epoll IN* 1\n", 2, "a value is missing"),
                ("numbers 1\ndo add epoll epoll " + "*".join(["0,IN"] * 12) + " 1\n", 2,
                 "more than 2048 values"),
                ("numbers 1\ndo\n", 2, "an operation is missing"),
                ("numbers 1\nanswers add\n", 2, "answers takes OPERATION ANSWER"),
                ("numbers 1\nanswers add yes\n", 2, "'yes' is no answer"),
                ("#" + "x" * 4096 + "\n", 1, "a line is longer than"),
                ("depth\n", 1, "depth takes N"),
                ("bound 3\n", 1, "'bound' begins no line"),
                ("numbers 1\n", 1, "a world without an operation")):
            with self.subTest(text):
                path = self.world(text)
                out, err = self.run_tool(2, path)
                self.assertEqual(out, "")
                self.assertTrue(err.startswith(f"{path}:{line}: "), err)
                self.assertIn(says, err)

    def test_what_is_asked_wrongly_is_refused(self):
        path = self.world(TINY)
        for arguments, says in ((("--shard", "0/2", path), "not I/N"),
                                (("--shard", "3/2", path), "not I/N"),
                                (("--shard", "1/2x", path), "not I/N"),
                                (("--shard", "1/", path), "not I/N"),
                                (("--shard", "-4294967295/2", path), "not I/N"),
                                (("--shard", "4294967297/4294967298", path), "not I/N"),
                                (("--jobs", "0", path), "not a number of processes: 0"),
                                (("--jobs", "4294967297", path), "not a number of processes"),
                                (("--jobs", " 1", path), "not a number of processes"),
                                (("--patience", "x", path), "not a number of seconds: x"),
                                (("--output", path, path), f"cannot write to: {path}"),
                                (("--output", path + "x", path), f"cannot write to: {path}x"),
                                ((), "no world is given"),
                                ((path + "x",), "No such file")):
            _, err = self.run_tool(2, *arguments)
            self.assertIn(says, err)
        self.assertIn("Usage:", self.run_tool(0, "--help")[0])


if __name__ == "__main__":
    unittest.main()
