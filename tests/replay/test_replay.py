# SPDX-License-Identifier: BSD-3-Clause
"""End to end: epollctx-replay as its users call it. REPLAY names the binary."""

import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
REPLAY = os.path.abspath(os.environ.get("REPLAY", os.path.join(ROOT, "build", "epollctx-replay")))
FLAVOURS = ("context", "poll", "deadline")

GOOD = "epoll ep => ok\neventfd a 1\nadd ep a IN 7\nwait ep 8 => 7:IN\nread a => 1\n"
WRONG = "# wrong on purpose\neventfd e 3\n\nread e => 4\n"
ORDER = ("epoll ep\neventfd a 1\neventfd b 1\nadd ep a IN 1\nadd ep b IN 2\n"
         "wait ep 8 => 2:IN 1:IN\n")
HEADER = b"\xe7pc\x01"


def run(*arguments, stdin=b""):
    """The status, standard output and standard error of one call."""
    done = subprocess.run([REPLAY, *arguments], input=stdin, capture_output=True, timeout=120)
    return done.returncode, done.stdout, done.stderr.decode()


class ReplayTest(unittest.TestCase):
    def setUp(self):
        self.assertTrue(os.access(REPLAY, os.X_OK), f"{REPLAY} is not built")
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def text_of(self, status, *arguments, stdin=b""):
        """Standard output of a call that must end with this status."""
        got, out, err = run(*arguments, stdin=stdin)
        self.assertEqual(got, status, err)
        return out.decode()

    def assert_unusable(self, *arguments, says="", stdin=b""):
        status, out, err = run(*arguments, stdin=stdin)
        self.assertEqual(status, 2, err)
        self.assertEqual(out, b"")
        self.assertIn(says, err)
        return err


class RunTest(ReplayTest):
    def test_files_as_expected_pass(self):
        first, second = self.file("a.scn", GOOD), self.file("b.scn", "pipe r w\nclose r => ok\n")
        out = self.text_of(0, "run", first, second)
        self.assertEqual(out, f"TAP version 13\n1..2\nok 1 - {first}\nok 2 - {second}\n"
                              "# 2 passed, 0 failed\n")

    def test_a_difference_is_told_field_by_field(self):
        path = self.file("wrong.scn", WRONG)
        out = self.text_of(1, "run", path)
        self.assertEqual(out.split("\n"), [
            "TAP version 13", "1..1", f"not ok 1 - {path}", "  ---", f'  file: "{path}"',
            "  line: 4", '  operation: "read e"', '  expected: "4"', '  got: "3"',
            '  verdict: "violation"',
            '  reason: "the kernel, and with it the model, differs from what is stated"',
            "  ...", "# 0 passed, 1 failed", ""])

    def test_another_order_is_a_deviation(self):
        out = self.text_of(1, "run", self.file("order.scn", ORDER))
        self.assertIn('  verdict: "deviation"\n', out)
        self.assertIn('  expected: "2:IN 1:IN"\n  got: "1:IN 2:IN"\n', out)

    def test_one_difference_does_not_stop_the_others(self):
        wrong, good = self.file("wrong.scn", WRONG), self.file("good.scn", GOOD)
        out = self.text_of(1, "run", wrong, good, wrong)
        self.assertIn("1..3\n", out)
        self.assertIn(f"not ok 1 - {wrong}\n", out)
        self.assertIn(f"\nok 2 - {good}\n", out)
        self.assertIn(f"not ok 3 - {wrong}\n", out)
        self.assertTrue(out.endswith("# 1 passed, 2 failed\n"))

    def test_quotes_and_backslashes_in_a_value_are_escaped(self):
        path = self.file('a"b\\c.scn', WRONG)
        escaped = path.replace("\\", "\\\\").replace('"', '\\"')
        self.assertIn(f'  file: "{escaped}"\n', self.text_of(1, "run", path))

    def test_an_encoded_program_runs_and_states_nothing(self):
        path = self.file("a.bin", run("--to-bytes", self.file("a.scn", ORDER))[1])
        self.assertIn(f"ok 1 - {path}\n", self.text_of(0, "run", path))

    def test_each_flavour_performs(self):
        path = self.file("good.scn", GOOD)
        for flavour in FLAVOURS:
            self.assertIn("ok 1", self.text_of(0, "--as", flavour, "run", path))
        wrong = self.file("wrong.scn", WRONG)
        self.text_of(1, "--as", "context", "run", wrong)
        for flavour in FLAVOURS[1:]:
            self.text_of(0, "--as", flavour, "run", wrong)

    def test_twice_and_check_model_change_no_answer(self):
        for path, status in ((self.file("g.scn", GOOD), 0), (self.file("w.scn", WRONG), 1)):
            plain = self.text_of(status, "run", path)
            self.assertEqual(self.text_of(status, "--twice", "--check-model", "run", path), plain)

    def test_a_trace_goes_to_standard_error(self):
        status, out, err = run("--trace", "run", self.file("g.scn", GOOD))
        self.assertEqual(status, 0)
        self.assertNotIn(b"wait", out)
        self.assertEqual(err, "epoll ep => ok\neventfd a 1 => ok\nadd ep a IN 7 => ok\n"
                              "wait ep 8 => 7:IN\nread a => 1\n")

    def test_standard_input_is_a_file(self):
        self.assertIn("ok 1 - -\n", self.text_of(0, "run", "-", stdin=GOOD.encode()))
        self.assertIn("not ok 1 - -\n", self.text_of(1, "run", "-", stdin=WRONG.encode()))

    def test_what_cannot_be_written_is_no_success(self):
        path = self.file("good.scn", GOOD)
        for arguments in (("run", path), ("rules", path), ("--to-bytes", path), ("--help",)):
            with open("/dev/full", "wb") as full, self.subTest(arguments=arguments[0]):
                done = subprocess.run([REPLAY, *arguments], stdout=full, stderr=subprocess.PIPE)
                self.assertEqual(done.returncode, 2)


class UnusableTest(ReplayTest):
    def test_malformed_text_names_file_line_and_reason_and_runs_nothing(self):
        good = self.file("good.scn", GOOD)
        for name, text, line in (("word.scn", "epoll ep\nfrobnicate ep\n", 2),
                                 ("unbound.scn", "\n\nclose x\n", 3),
                                 ("result.scn", "epoll ep => 7:IN\n", 1),
                                 ("number.scn", "eventfd e 1\nread e 99999999999\n", 2),
                                 ("bytes.scn", b"epoll ep\n\xff\xfe\n", 2)):
            path = self.file(name, text)
            for order in ((path,), (good, path), (path, good)):
                error = self.assert_unusable("run", *order, says=f"{path}:{line}: ")
                self.assertRegex(error, rf"(?m)^{path}:{line}: \S.*$")

    def test_every_unusable_file_is_named(self):
        one, other = self.file("1.scn", "x\n"), self.file("2.scn", "epoll ep\ny\n")
        error = self.assert_unusable("run", one, other)
        self.assertIn(f"{one}:1: ", error)
        self.assertIn(f"{other}:2: ", error)

    def test_a_missing_file_and_a_folder_are_named(self):
        missing = os.path.join(self.folder, "missing.scn")
        self.assert_unusable("run", missing, says=f"{missing}: No such file or directory")
        self.assert_unusable("run", self.folder, says=f"{self.folder}: Is a directory")
        self.assert_unusable("--shrink", missing, says=missing)

    def test_no_files_are_a_failure(self):
        self.assert_unusable("run", says="no files")
        self.assert_unusable("rules", says="no files")
        self.assert_unusable(says="nothing to do")
        for conversion in ("--to-bytes", "--from-bytes", "--state", "--emit-c", "--shrink"):
            self.assert_unusable(conversion, says="one file")

    def test_arguments_that_make_no_sense_are_refused(self):
        path = self.file("good.scn", GOOD)
        self.assert_unusable("jump", path, says="unknown command: jump")
        self.assert_unusable("--nonsense", "run", path, says="--help")
        self.assert_unusable("--as", "nobody", "run", path, says="unknown flavour: nobody")
        self.assert_unusable("--to-bytes", "--emit-c", path, says="one conversion")
        self.assert_unusable("--to-bytes", path, path, says="one file")

    def test_another_format_version_is_refused(self):
        path = self.file("new.bin", HEADER[:3] + b"\x63" + bytes(20))
        for arguments in (("run",), ("rules",), ("--from-bytes",), ("--state",), ("--to-bytes",)):
            self.assert_unusable(*arguments, path, says="format version 99")


class ConversionTest(ReplayTest):
    def test_text_to_bytes_to_text(self):
        path = self.file("a.scn", "epoll ep\neventfd ev 5 semaphore\nadd ep ev IN|ET 0xff\n"
                                  "fail epoll_ctl EIO 3\nwait ep 8 => none\n")
        encoded = run("--to-bytes", path)[1]
        self.assertEqual(encoded[:4], HEADER)
        self.assertEqual(len(encoded), 4 + 5 * 20)
        text = self.text_of(0, "--from-bytes", self.file("a.bin", encoded))
        self.assertEqual(text, "epoll ep0\neventfd ev1 5 semaphore\nadd ep0 ev1 IN|ET 255\n"
                               "fail epoll_ctl EIO 3\nwait ep0 8\n")
        self.assertEqual(run("--to-bytes", self.file("b.scn", text))[1], encoded)
        self.assertEqual(run("--to-bytes", self.file("c.bin", encoded))[1], encoded)

    def test_any_bytes_are_a_program(self):
        for content in (b"", b"\0", b"no program at all, but bytes", bytes(range(256)) * 9):
            text = self.text_of(0, "--from-bytes", self.file("x", content))
            encoded = run("--to-bytes", self.file("x.scn", text))[1]
            self.assertEqual(self.text_of(0, "--from-bytes", self.file("y", encoded)), text)

    def test_standard_input_converts(self):
        encoded = run("--to-bytes", "-", stdin=GOOD.encode())[1]
        self.assertEqual(encoded, run("--to-bytes", self.file("a.scn", GOOD))[1])
        self.assertIn("wait ep0 8\n", self.text_of(0, "--from-bytes", "-", stdin=encoded))

    def test_a_stated_scenario_passes(self):
        text = self.text_of(0, "--state", self.file("a.scn", ORDER + "read a\nclose ep\n"))
        self.assertIn("wait ep 8 => 1:IN 2:IN\nread a => 1\nclose ep => ok\n", text)
        self.text_of(0, "run", self.file("b.scn", text))

    def compiled(self, scenario):
        source = self.file("p.c", run("--emit-c", self.file("p.scn", scenario))[1])
        program = os.path.join(self.folder, "p")
        subprocess.run(["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", source, "-o", program],
                       check=True)
        return subprocess.run([program], capture_output=True, timeout=60)

    def test_emitted_c_compiles_and_agrees(self):
        self.assertEqual(self.compiled(GOOD).returncode, 0)
        self.assertEqual(self.compiled("epoll e\nfail epoll_create1 EMFILE\nepoll f => EMFILE\n")
                         .returncode, 0)
        self.assertEqual(self.compiled(WRONG).returncode, 1)


class ShrinkTest(ReplayTest):
    def test_shrinking_needs_a_difference(self):
        self.assert_unusable("--shrink", self.file("good.scn", GOOD), says="outcome is same")

    def test_what_has_nothing_to_do_with_the_difference_goes(self):
        text = self.text_of(0, "--shrink", self.file("a.scn", GOOD + "pipe r w\nwrite w 9\n"
                            "eventfd e 3\ndup e d\nread e => 4\nclose w\nread d\n"))
        lines = text.splitlines()
        self.assertTrue(lines[0].startswith("# violation"), text)
        self.assertLessEqual(len(lines), 3)
        self.assertRegex(lines[-1], r"^read .* => 4$")
        self.assertIn("violation", self.text_of(1, "run", self.file("b.scn", text)))

    def test_a_deviation_stays_one(self):
        text = self.text_of(0, "--shrink", self.file("a.scn", ORDER + "close a\nclose b\n"))
        self.assertTrue(text.startswith("# deviation"), text)
        self.assertNotIn("close", text)
        self.assertIn("deviation", self.text_of(1, "run", self.file("b.scn", text)))


class InformationTest(ReplayTest):
    def test_rules_are_counted(self):
        counts = {}
        for line in self.text_of(0, "rules", self.file("g.scn", GOOD)).splitlines():
            count, name, _ = line.split(None, 2)
            counts[name.rstrip(":")] = int(count)
        self.assertGreater(len(counts), 50)
        self.assertEqual(counts["number_lowest_free"], 2)
        self.assertEqual(counts["close_not_open"], 0)
        self.text_of(1, "rules", self.file("w.scn", WRONG))

    def test_help_names_every_option_and_flavour(self):
        text = self.text_of(0, "--help")
        for word in ("run", "rules", "--to-bytes", "--from-bytes", "--state", "--emit-c",
                     "--shrink", "--as", "--twice", "--check-model", "--trace", "--version",
                     "Exit status", *FLAVOURS):
            self.assertIn(word, text)

    def test_the_version_is_the_headers(self):
        with open(os.path.join(ROOT, "include", "epollctx.h"), encoding="utf-8") as header:
            version = next(line.split('"')[1] for line in header
                           if line.startswith("#define EPOLLCTX_VERSION "))
        self.assertEqual(self.text_of(0, "--version"), f"epollctx-replay {version}\n")

    def test_an_answer_too_long_for_a_line_stays_unstated(self):
        """And nothing else does: the last wait is predicted although the one before is not."""
        path = os.path.join(ROOT, "tests", "regressions", "more_events_than_a_line_states.scn")
        lines = self.text_of(0, "--state", path).splitlines()
        self.assertIn("wait ep 200", lines)
        self.assertEqual(lines[-1], "wait ep 1 => 18446744073709551615:OUT")


if __name__ == "__main__":
    unittest.main()
