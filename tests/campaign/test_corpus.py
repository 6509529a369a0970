# SPDX-License-Identifier: BSD-3-Clause
"""Inputs reach both engines, and other machines, each once."""

import os
import types
import unittest

from support import FolderCase

from campaign_lib import aflpp, corpus
from campaign_lib.problem import Problem


class Exchanging(FolderCase):
    def setUp(self):
        super().setUp()
        self.corpus = self.layout.corpus(self.target)
        os.makedirs(self.corpus)
        self.sync = os.path.join(self.folder, "sync")
        self.exchange = corpus.Exchange(self.target, self.layout, self.sync, True)
        self.host = aflpp.host_name()

    def published(self):
        """The contents of what the secondaries read, in its order."""
        folder = os.path.join(self.exchange.own, "queue")
        return [self.read(os.path.join(folder, name)) for name in sorted(os.listdir(folder))]

    def test_from_libfuzzer_to_aflpp(self):
        corpus.put(self.corpus, b"one")
        self.exchange.turn()
        corpus.put(self.corpus, b"two")
        self.exchange.turn()
        self.exchange.turn()
        self.assertEqual(self.published(), ["one", "two"])
        names = sorted(os.listdir(os.path.join(self.exchange.own, "queue")))
        self.assertEqual([name[:10] for name in names], ["id:000000,", "id:000001,"])

    def test_secondaries_take_the_publisher_for_a_main(self):
        path = os.path.join(self.exchange.own, "is_main_node")
        self.assertTrue(os.path.exists(path))
        self.exchange.close()
        self.assertFalse(os.path.exists(path))

    def test_from_aflpp_to_libfuzzer(self):
        self.write(f"sync/{self.host}-0/queue/id:000000,src:0,+cov", "found")
        self.write(f"sync/{self.host}-0/queue/.state/x", "no input")
        self.exchange.turn()
        name = corpus.name_of(b"found")
        self.assertEqual(os.listdir(self.corpus), [name])
        self.assertEqual(self.exchange.from_aflpp, {name})
        self.assertEqual(self.published(), ["found"])

    def test_an_input_that_was_taken_out_does_not_come_back_under_another_name(self):
        path = self.write(f"sync/{self.host}-0/queue/id:000000,src:0", "fails")
        self.exchange.turn()
        os.remove(os.path.join(self.corpus, corpus.name_of(b"fails")))
        os.rename(path, path.replace("000000,src:0", "000007,orig:x"))
        self.exchange.turn()
        self.assertEqual(os.listdir(self.corpus), [])

    def test_what_another_machine_published_is_not_published_again(self):
        self.write("sync/other-campaign/queue/id:000000,sha:x", "theirs")
        self.write("sync/other-campaign/is_main_node", "")
        self.exchange.turn()
        self.assertEqual(os.listdir(self.corpus), [corpus.name_of(b"theirs")])
        self.assertEqual(self.published(), [])

    def test_what_all_have_is_not_published_without_other_machines(self):
        corpus.put(self.corpus, b"one")
        alone = corpus.Exchange(self.target, self.layout, os.path.join(self.folder, "alone"), False)
        corpus.put(self.corpus, b"two")
        alone.turn()
        self.assertEqual([self.read(entry.path) for entry in
                          os.scandir(os.path.join(alone.own, "queue"))], ["two"])

    def test_publishing_goes_on_after_a_restart(self):
        corpus.put(self.corpus, b"one")
        self.exchange.turn()
        again = corpus.Exchange(self.target, self.layout, self.sync, True)
        corpus.put(self.corpus, b"two")
        again.turn()
        self.assertEqual(self.published(), ["one", "two"])


class Seeds(FolderCase):
    def test_no_seed_is_an_error(self):
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)
        with self.assertRaisesRegex(Problem, "no seed"):
            corpus.read_seeds(self.layout)

    def prepare(self, script):
        """Prepares the corpus with a target that behaves as the script says."""
        self.write("libfuzzer/fuzz_sequence", "#!/bin/sh\n" + script, 0o755)
        seeds = [(b"text one", b"one"), (b"text two", b"two")]
        return corpus.prepare(self.target, self.layout, seeds)

    def test_a_failing_seed_is_found_and_left_out(self):
        bad = corpus.name_of(b"two")
        length, found = self.prepare(
            f"for a; do case $a in -artifact_prefix=*) : > ${{a#*=}}crash-{bad};; esac; done")
        self.assertEqual([item.kind for item in found], ["crash"])
        self.assertEqual(os.listdir(self.layout.corpus(self.target)), [corpus.name_of(b"one")])
        self.assertEqual(length, corpus.MAX_LENGTH)

    def test_a_merge_that_fails_keeps_the_old_corpus(self):
        self.write("campaign/corpus/fuzz_sequence/kept", "old")
        with self.assertRaisesRegex(Problem, "could not merge"):
            self.prepare("exit 1")
        self.assertEqual(os.listdir(self.layout.corpus(self.target)), ["kept"])


class SyncFolders(FolderCase):
    def test_below_the_shared_directory(self):
        shared = types.SimpleNamespace(sync="/shared")
        self.assertEqual(aflpp.sync_folder(self.target, self.layout, shared),
                         "/shared/fuzz_sequence")
        alone = types.SimpleNamespace(sync=None)
        self.assertTrue(aflpp.sync_folder(self.target, self.layout, alone)
                        .startswith(self.layout.work))


if __name__ == "__main__":
    unittest.main()
