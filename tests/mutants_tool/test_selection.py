# SPDX-License-Identifier: BSD-3-Clause
"""Which mutants a run is about."""

import support
from campaign_lib.problem import Problem
from mutation import selection

SOURCE = "int small(int a, int b)\n{\n\tif (a)\n\t\treturn b + 1;\n\treturn a - 2;\n}\n"


class Selection(support.Project):
    def test_the_shards_are_everything_once(self):
        mutants = self.mutants(SOURCE)
        parts = [selection.shard(mutants, f"{part}/3") for part in (1, 2, 3)]
        self.assertEqual(sorted(mutant.name() for part in parts for mutant in part),
                         sorted(mutant.name() for mutant in mutants))
        self.assertTrue(all(len(part) < len(mutants) for part in parts))

    def test_a_shard_out_of_range_is_an_error(self):
        for word in ("0/3", "4/3", "1", "x/y", ""):
            with self.assertRaises(Problem):
                selection.shard([], word)

    def test_a_seed_makes_the_same_choice(self):
        mutants = self.mutants(SOURCE)
        self.assertEqual(selection.sample(mutants, 5, 7), selection.sample(mutants, 5, 7))
        self.assertEqual(len(selection.sample(mutants, 5, 7)), 5)
        choices = {tuple(mutant.name() for mutant in selection.sample(mutants, 5, seed))
                   for seed in range(9)}
        self.assertGreater(len(choices), 1)
        self.assertEqual(selection.sample(mutants, 1000, 7), mutants)

    def test_changed_lines(self):
        self.write("src/small.c", SOURCE)
        identity = ("-c", "user.name=a", "-c", "user.email=a@b")
        self.tool("git", "init", "-q")
        self.tool("git", "add", "src")
        self.tool("git", *identity, "commit", "-qm", "first")
        mutants = self.mutants(SOURCE.replace("a - 2", "a - 3"))
        lines = selection.changed_lines(self.root, "HEAD")
        self.assertEqual(lines, {"src/small.c": {5}})
        self.assertTrue([mutant for mutant in mutants if mutant.line in lines["src/small.c"]])
        with self.assertRaises(Problem):
            selection.changed_lines(self.root, "no-such-revision")


if __name__ == "__main__":
    support.unittest.main()
