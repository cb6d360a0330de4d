"""How guests end: exit codes, traps with their backtrace, time, Ctrl-C; and what they are given."""

import signal
import subprocess
import time
import unittest

from command import ARGUMENTS, EMPTY, ENVIRONMENT, LOOP, WASI, WASIGPU, CommandTest, printer

EXIT = f"""
    (module (import "{WASI}" "proc_exit" (func $exit (param i32))) (memory (export "memory") 1)
      (func (export "_start") (call $exit (i32.const %d))))"""

# Reads a byte from standard input, which does not come.
READER = f"""
    (module
      (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start")
        (i32.store (i32.const 0) (i32.const 16))
        (i32.store (i32.const 4) (i32.const 1))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))"""

# Writes "made" into the file "new" in its first directory; exits with what WASI says.
WRITER = f"""
    (module
      (import "{WASI}" "path_open"
        (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 16) "new") (data (i32.const 32) "made")
      (func (export "_start") (local $error i32)
        (local.set $error (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 3) (i32.const 1)
          (i64.const 64) (i64.const 64) (i32.const 0) (i32.const 64)))
        (if (local.get $error) (then (call $exit (local.get $error))))
        (i32.store (i32.const 0) (i32.const 32)) (i32.store (i32.const 4) (i32.const 4))
        (call $exit (call $write (i32.load (i32.const 64)) (i32.const 0) (i32.const 1) (i32.const 8)))))"""


class Exits(CommandTest):
    def test_codes_pass_through(self):
        for code in (0, 1, 3, 124, 125, 126, 134, 200, 255):
            with self.subTest(code=code):
                self.assert_ran(self.wasigpu("run", self.guest("exit.wasm", EXIT % code)), code)
        self.assert_ran(self.wasigpu("run", self.guest("exit.wasm", EXIT % -1)), 255)

    def test_return_is_zero(self):
        self.assert_ran(self.wasigpu("run", self.guest("guest.wasm", EMPTY)))

    def test_trap(self):
        self.guest("trap.wasm", '(module $m (func $inner unreachable) (func $outer (export "_start") (call $inner)))')
        done = self.wasigpu("run", "trap.wasm")
        self.assertEqual(done.returncode, 134)
        self.assertEqual(done.stdout, b"")
        self.assertRegex(
            done.stderr.decode(),
            r"\Awasigpu: trap\.wasm: trap: wasm `unreachable` instruction executed\n"
            r" *0: m!inner \(0x[0-9a-f]+\)\n *1: m!outer \(0x[0-9a-f]+\)\n\Z",
        )

    def test_names_do_not_steer_the_terminal(self):
        self.guest("trap.wasm", '(module (func $"\\1b[2J\\0a" (export "_start") unreachable))')
        done = self.wasigpu("run", "trap.wasm")
        self.assertEqual(done.returncode, 134)
        self.assertNotIn(b"\x1b", done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 2)

    def test_start_function_that_traps(self):
        self.guest("trap.wasm", '(module (func $s unreachable) (start $s) (func (export "_start")))')
        self.assertEqual(self.wasigpu("run", "trap.wasm").returncode, 134)

    def test_invoke(self):
        self.guest("guest.wasm", '(module (func (export "f")) (func (export "g") (param i32)) (memory (export "h") 1))')
        self.assert_ran(self.wasigpu("run", "--invoke", "f", "guest.wasm"))
        self.assert_refused(self.wasigpu("run", "--invoke", "g", "guest.wasm"), 126, "g wants parameters")
        self.assert_refused(self.wasigpu("run", "--invoke", "h", "guest.wasm"), 126, "exports no function h")

    def test_initialize_with_parameters(self):
        self.guest("guest.wasm", '(module (func (export "_initialize") (param i32)) (func (export "f")))')
        self.assert_refused(self.wasigpu("run", "--invoke", "f", "guest.wasm"), 126, "_initialize wants parameters")


class Limits(CommandTest):
    def test_time_ends_a_loop(self):
        self.guest("loop.wasm", LOOP)
        start = time.monotonic()
        self.assert_refused(self.wasigpu("run", "--timeout", "200ms", "loop.wasm"), 124, "loop.wasm: time is up")
        self.assertGreaterEqual(time.monotonic() - start, 0.2)

    def test_time_ends_a_guest_that_waits_in_wasi(self):
        self.guest("reader.wasm", READER)
        with subprocess.Popen(["sleep", "30"], stdout=subprocess.PIPE) as silent:
            done = self.wasigpu("run", "--timeout", "0.2", "reader.wasm", stdin=silent.stdout)
            silent.terminate()
        self.assert_refused(done, 124, "reader.wasm: time is up")

    def interrupted(self, name, signals, stdin):
        with subprocess.Popen(
            [WASIGPU, "run", name], cwd=self.folder, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as command:
            for _ in range(signals):
                time.sleep(0.5)
                command.send_signal(signal.SIGINT)
            return command.wait(timeout=20)  # its standard input stays open until then

    def test_ctrl_c(self):
        self.guest("loop.wasm", LOOP)
        self.assertEqual(self.interrupted("loop.wasm", 1, subprocess.DEVNULL), 130)

    def test_ctrl_c_of_a_guest_that_waits_in_wasi(self):
        self.guest("reader.wasm", READER)
        self.assertEqual(self.interrupted("reader.wasm", 1, subprocess.PIPE), 130)
        self.assertEqual(self.interrupted("reader.wasm", 2, subprocess.PIPE), 130)

    def test_memory(self):
        self.guest("large.wasm", '(module (memory 17) (func (export "_start")))')
        self.assert_ran(self.wasigpu("run", "--max-memory", "2M", "large.wasm"))
        self.assert_refused(self.wasigpu("run", "--max-memory", "1MiB", "large.wasm"), 126, "large.wasm: ")
        self.guest(
            "grows.wasm",
            '(module (memory 1) (func (export "_start")'
            " (if (i32.ne (memory.grow (i32.const 16)) (i32.const -1)) (then unreachable))))",
        )
        self.assert_ran(self.wasigpu("run", "--max-memory", "1048576", "grows.wasm"))
        self.assertEqual(self.wasigpu("run", "--max-memory", "2MiB", "grows.wasm").returncode, 134)

    def test_imported_memory_is_made(self):
        self.guest(
            "imports.wasm",
            '(module (import "env" "memory" (memory 2 3)) (func (export "_start")'
            " (if (i32.ne (memory.size) (i32.const 2)) (then unreachable))))",
        )
        self.assert_ran(self.wasigpu("run", "imports.wasm"))


class Given(CommandTest):
    def test_arguments(self):
        self.path("folder").mkdir()
        self.guest("folder/args.wasm", ARGUMENTS)
        done = self.wasigpu("run", "folder/args.wasm", "word", "--timeout", "", "--help")
        self.assert_ran(done, stdout=b"args.wasm\0word\0--timeout\0\0--help\0")

    def test_environment(self):
        self.guest("env.wasm", ENVIRONMENT)
        self.assert_ran(self.wasigpu("run", "env.wasm"), stdout=b"")
        self.assert_ran(
            self.wasigpu("run", "--env", "A=1", "--env", "B", "--env=A=2=2", "env.wasm", env={"B": "x"}),
            stdout=b"A=2=2\0B=x\0",
        )
        everything = self.wasigpu("run", "--inherit-env", "--env", "B=y", "env.wasm", env={"B": "x", "C": "z"}).stdout
        self.assertIn(b"B=y\0", everything)
        self.assertIn(b"C=z\0", everything)
        self.assertNotIn(b"B=x\0", everything)

    def test_directories(self):
        self.guest("writer.wasm", WRITER)
        self.path("place").mkdir()
        self.assertEqual(self.wasigpu("run", "writer.wasm").returncode, 8)  # no such descriptor
        for option in ("place", "place::data"):
            self.assert_ran(self.wasigpu("run", "--dir", option, "writer.wasm"))
            self.assertEqual(self.path("place/new").read_bytes(), b"made")
            self.path("place/new").unlink()
        self.assert_refused(self.wasigpu("run", "--dir", "none", "writer.wasm"), 125, "none: no such directory")
        self.assert_refused(
            self.wasigpu("run", "--dir", "writer.wasm", "writer.wasm"), 125, "writer.wasm: is not a directory"
        )

    def test_output_is_the_guests_alone(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.assert_ran(self.wasigpu("run", "hello.wasm"), stdout=b"hello\n")


if __name__ == "__main__":
    unittest.main()
