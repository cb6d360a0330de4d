"""The file of --trace: what cannot be written, and what must not be written over."""

import os
import subprocess
import unittest

from command import EMPTY, EXIT, CommandTest


class TraceFile(CommandTest):
    def run_traced(self, *arguments, name="trace.json"):
        return self.wasigpu("run", "--trace", name, *arguments)

    def test_that_cannot_be_made(self):
        guest = self.guest("exit.wasm", EXIT)
        self.assert_refused(
            self.run_traced(guest, name="no/such/trace.json"), 125,
            "--trace: cannot write no/such/trace.json: No such file or directory",
        )
        self.path("folder").mkdir()
        self.assert_refused(self.run_traced(guest, name="folder"), 125, "cannot write folder: Is a directory")

    def test_a_full_disk(self):
        """The guest goes on to its own end."""
        done = self.run_traced(self.guest("exit.wasm", EXIT), name="/dev/full")
        self.assert_refused(done, 3, "--trace: /dev/full is not whole: No space left on device")

    def test_of_what_cannot_be_run(self):
        """Whatever was in the trace's file is there still."""
        bad = self.write("bad.wasm", b"\0asm\1\0\0\0\xff")
        lonely = self.guest("lonely.wasm", '(module (import "no" "such" (func)) (func (export "_start")))')
        before = self.write("trace.json", b"[]")
        for module, code in ((bad, 126), (lonely, 126), ("none.wasm", 127)):
            self.assert_refused(self.run_traced(module), code, module)
            self.assert_refused(self.run_traced(module, name="new.json"), code, module)
            self.assertEqual(self.path(before).read_bytes(), b"[]")
            self.assertFalse(self.path("new.json").exists())
        self.assert_refused(self.run_traced("--invoke", "none", self.guest("empty.wasm", EMPTY)), 126, "none")
        self.assertEqual(self.path(before).read_bytes(), b"[]")

    def test_over_a_program(self):
        """A word that was left out must not cost the module."""
        guest = self.guest("exit.wasm", EXIT)
        module = self.path(guest).read_bytes()
        self.assert_ran(self.wasigpu("compile", guest, "-o", "exit.cwasm"))
        compiled = self.path("exit.cwasm").read_bytes()
        self.path("link.json").symlink_to(guest)
        self.path("hard.json").hardlink_to(self.path(guest))
        self.guest("other.wasm", EMPTY)
        (self.path("text.cwasm")).write_bytes(b"no program")
        for name, arguments in ((guest, ["train"]), (guest, [guest]), ("link.json", [guest]), ("hard.json", [guest]),
                                (guest, ["other.wasm"]), ("exit.cwasm", ["train"]), ("text.cwasm", ["text.cwasm"])):
            with self.subTest(name=name, arguments=arguments):
                said = self.assert_refused(self.run_traced(*arguments, name=name), 2, f"--trace {name}: this is a program")
                self.assertIn("--trace OUT FILE", said)
        self.assertEqual(self.path(guest).read_bytes(), module)
        self.assertEqual(self.path("exit.cwasm").read_bytes(), compiled)
        self.assertEqual(self.path("text.cwasm").read_bytes(), b"no program")

    def test_into_a_pipe(self):
        """It is not looked into, which would wait for somebody to write."""
        os.mkfifo(self.path("pipe"))
        with subprocess.Popen(["cat", self.path("pipe")], stdout=subprocess.PIPE) as reader:
            self.assertEqual(self.run_traced(self.guest("exit.wasm", EXIT), name="pipe").returncode, 3)
            self.assertIn(b"get-gpu", reader.stdout.read())


if __name__ == "__main__":
    unittest.main()
