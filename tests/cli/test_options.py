"""The command line itself: help, version, usage, the log, and what `inspect` prints."""

import json
import re
import subprocess
import unittest

from command import EMPTY, WASI, WASIGPU, WEBGPU, CommandTest

MIXED = f"""
    (module
      (import "{WEBGPU}" "get-gpu" (func (result i32)))
      (import "{WASI}" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
      (import "{WEBGPU}" "[method]gpu-buffer.size" (func (param i32) (result i64)))
      (memory (export "memory") 1 16)
      (func (export "_start")))"""

# The codes that each command ends with, besides 0: its help says so.
EXITS = {
    "run": (2, 124, 125, 126, 127, 130, 134),
    "info": (1, 2, 125),
    "inspect": (1, 2, 125, 126, 127),
    "compile": (2, 125, 126, 127),
}


class Usage(CommandTest):
    def test_help(self):
        for words in ([], ["run"], ["info"], ["inspect"], ["compile"]):
            with self.subTest(words=words):
                done = self.wasigpu(*words, "--help")
                self.assertEqual(done.returncode, 0)
                self.assertEqual(done.stderr, b"")
                self.assertIn(b"Usage: " + " ".join(["wasigpu", *words]).encode(), done.stdout)
                if words:
                    self.assertIn(b"Example", done.stdout)
                for code in EXITS[words[0]] if words else ():
                    self.assertRegex(done.stdout.decode(), rf"Exits with[^.]*\b{code}\b")
        for command in (b"run", b"info", b"inspect", b"compile"):
            self.assertIn(b"\n  " + command, self.wasigpu("--help").stdout)

    def test_help_as_a_word(self):
        self.assertEqual(self.wasigpu("help").stdout, self.wasigpu("--help").stdout)

    def test_help_names_every_option(self):
        text = self.wasigpu("run", "--help").stdout.decode()
        for option in (
            "--gpu-lib --backend --adapter --dir --env --inherit-env --invoke --log --timeout --max-memory"
            " --max-gpu-memory --max-objects"
            " --allow-precompiled --allow-uninitialized-workgroup-memory WASIGPU_LOG RUST_LOG WGPU_BACKEND"
            " WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY"
        ).split():
            self.assertIn(option, text)

    def test_version(self):
        done = self.wasigpu("--version")
        self.assertEqual(done.returncode, 0)
        lines = done.stdout.decode().splitlines()
        self.assertRegex(lines[0], r"\Awasigpu \d+\.\d+\.\d+\Z")
        self.assertRegex(lines[1], r"\AWasmtime \d+\.\d+\.\d+\Z")
        self.assertIn(WEBGPU, lines[2:])
        self.assertIn(WASI, lines[2:])

    def test_not_understood(self):
        self.guest("guest.wasm", EMPTY)
        rows = (
            ([], "no command"),
            (["--frobnicate"], "unrecognized option '--frobnicate'"),
            (["rum"], "no such command: rum"),
            (["run"], "no file to run"),
            (["run", "--frobnicate", "guest.wasm"], "unrecognized option '--frobnicate'"),
            (["run", "--timeout"], "option '--timeout' requires an argument"),
            (["run", "--timeout", "soon", "guest.wasm"], "--timeout soon: not a time"),
            (["run", "--timeout", "-1s", "guest.wasm"], "not a time"),
            (["run", "--timeout", "1.s", "guest.wasm"], "not a time"),
            (["run", "--timeout", "99999999999h", "guest.wasm"], "too large"),
            (["run", "--max-memory", "much", "guest.wasm"], "--max-memory much: not a size"),
            (["run", "--max-memory", "0", "guest.wasm"], "not a size"),
            (["run", "--max-memory", "99999999999G", "guest.wasm"], "too large"),
            (["run", "--max-gpu-memory", "much", "guest.wasm"], "--max-gpu-memory much: not a size"),
            (["run", "--max-gpu-memory", "0", "guest.wasm"], "not a size"),
            (["run", "--max-gpu-memory", "16777216TiB", "guest.wasm"], "too large"),
            (["run", "--max-objects", "many", "guest.wasm"], "--max-objects many: not a number"),
            (["run", "--max-objects", "0", "guest.wasm"], "not a number"),
            (["run", "--max-objects", "1.5", "guest.wasm"], "not a number"),
            (["run", "--max-objects", "1k", "guest.wasm"], "not a number"),
            (["run", "--max-objects", "99999999999999999999", "guest.wasm"], "--max-objects 99999999999999999999: too large"),
            (["run", "--env", "=x", "guest.wasm"], "there is no name"),
            (["run", "--dir", ".::", "guest.wasm"], "--dir .::: there is no name for the guest"),
            (["run", "--dir", "::data", "guest.wasm"], "--dir ::data: there is no directory"),
            (["run", "--dir", "", "guest.wasm"], "there is no directory"),
            (["run", "--env", "WASIGPU_NEVER_SET", "guest.wasm"], "no such variable"),
            (["run", "--log", "loud=", "--log", "a=b=c", "guest.wasm"], 'log filter: "a=b=c"'),
            (["inspect"], "no file to inspect"),
            (["inspect", "guest.wasm", "guest.wasm"], "one file at a time"),
            (["compile", "guest.wasm"], "no file to write"),
            (["compile", "-o", "out"], "no file to compile"),
            (["info", "guest.wasm"], "no argument is expected"),
        )
        for words, text in rows:
            with self.subTest(words=words):
                self.assert_usage(self.wasigpu(*words), text)

    def test_amounts(self):
        self.guest("guest.wasm", EMPTY)
        for words in (
            *(["--timeout", text] for text in ("20s", "20000ms", "20", "1.5m", "0.5h", "20 s", "1min")),
            *(["--max-memory", text] for text in ("64MiB", "64M", "1G", "0.5GiB", "65536", "65536B", "1024k")),
            *(["--max-gpu-memory", text] for text in ("1T", "0.5TB", "16777215TiB")),
        ):
            with self.subTest(words=words):
                self.assert_ran(self.wasigpu("run", *words, "guest.wasm"))


class Log(CommandTest):
    def logged(self, *words, env=None):
        done = self.wasigpu("run", *words, self.guest("guest.wasm", EMPTY), env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr

    def test_is_silent(self):
        self.assertEqual(self.logged(), b"")

    def test_option_and_environment(self):
        self.assertIn(b"host ", self.logged("--log", "debug"))
        self.assertIn(b"host ", self.logged(env={"WASIGPU_LOG": "host=debug"}))
        self.assertNotIn(b"engine ", self.logged(env={"WASIGPU_LOG": "host=debug"}))
        self.assertIn(b"engine ", self.logged(env={"RUST_LOG": "wgpu_core=trace,engine=debug"}))

    def test_which_comes_first(self):
        self.assertEqual(self.logged("--log", "off", env={"WASIGPU_LOG": "debug"}), b"")
        self.assertEqual(self.logged(env={"WASIGPU_LOG": "off", "RUST_LOG": "host=debug"}), b"")

    def test_that_is_not_understood(self):
        self.assertNotIn(b"host ", self.logged(env={"RUST_LOG": "host=debug,a=b=c"}))  # may be another program's
        self.guest("guest.wasm", EMPTY)
        done = self.wasigpu("run", "guest.wasm", env={"WASIGPU_LOG": "a=b=c"})
        self.assert_refused(done, 125, 'WASIGPU_LOG: log filter: "a=b=c"')


class Inspect(CommandTest):
    def test_text(self):
        done = self.wasigpu("inspect", self.guest("guest.wasm", MIXED))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(
            [line.split() for line in done.stdout.decode().splitlines()],
            [
                ["imports:"],
                [WEBGPU],
                ["get-gpu", "served"],
                ["[method]gpu-buffer.size", "served"],
                [WASI],
                ["fd_write", "served"],
                ["exports:"],
                ["memory", "memory"],
                ["_start", "function"],
                ["memory:", "64", "KiB,", "may", "grow", "to", "1", "MiB,", "exported"],
            ],
        )

    def test_columns(self):
        """What is said of a name stands under the others', however long the name is."""
        name = "f" * 70
        wat = f"""(module (import "env" "{name}" (func)) (import "env" "g" (func)) (import "{WASI}" "fd_write" (func))
            (func (export "{name}{name}")) (func (export "h")))"""
        done = self.wasigpu("inspect", self.guest("guest.wasm", wat))
        rows = re.findall(r"^( +\S+ +)(?:unknown|of another type|function)$", done.stdout.decode(), re.MULTILINE)
        self.assertEqual(len(rows), 5)
        self.assertEqual(len({len(row) for row in rows}), 1, done.stdout.decode())

    def test_json(self):
        done = self.wasigpu("inspect", "--json", self.guest("guest.wasm", MIXED))
        self.assertEqual(done.returncode, 0, done.stderr)
        said = json.loads(done.stdout)
        self.assertTrue(said["served"])
        self.assertIsNone(said["problem"])
        self.assertEqual(
            said["imports"][0],
            {"module": WEBGPU, "name": "get-gpu", "kind": "function", "service": "served"},
        )
        self.assertEqual(said["exports"][1], {"name": "_start", "kind": "function"})
        self.assertEqual(
            said["memory"], {"min_bytes": 65536, "max_bytes": 1 << 20, "imported": False, "exported": True}
        )

    def test_what_is_not_served(self):
        self.guest("guest.wasm", '(module (import "env" "f" (func)) (import "env" "memory" (memory 1)))')
        done = self.wasigpu("inspect", "guest.wasm")
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout.decode(), r"f +unknown\n")
        self.assertIn(b"1 of 2 imports are not served\ncannot be run: unknown import: env f", done.stdout)
        done = self.wasigpu("inspect", "--json", "guest.wasm")
        self.assertEqual(done.returncode, 1)
        said = json.loads(done.stdout)
        self.assertFalse(said["served"])
        self.assertIn("unknown import: env f", said["problem"])
        self.assertEqual([entry["service"] for entry in said["imports"]], ["unknown", "served"])
        self.assertEqual(said["memory"]["imported"], True)

    def test_what_run_refuses(self):
        get_gpu = f'(import "{WEBGPU}" "get-gpu" (func (result i32)))'
        for exports, text in (
            ('(func (export "memory"))', 'its export "memory" is not a memory of its own'),
            ('(memory (export "memory") i64 1)', "its memory has 64-bit addresses"),
            ('(func (export "cabi_realloc"))', 'its export "cabi_realloc" is not a function (i32, i32, i32, i32) -> i32'),
        ):
            with self.subTest(exports=exports):
                self.guest("guest.wasm", f'(module {get_gpu} {exports} (func (export "_start")))')
                self.assert_refused(self.wasigpu("run", "guest.wasm"), 126, f"guest.wasm: {text}")
                done = self.wasigpu("inspect", "guest.wasm")
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stdout.decode(), re.escape(f"\ncannot be run: {text}") + r"[^\n]*\n\Z")
                done = self.wasigpu("inspect", "--json", "guest.wasm")
                self.assertEqual(done.returncode, 1)
                said = json.loads(done.stdout)
                self.assertFalse(said["served"])
                self.assertEqual(said["imports"][0]["service"], "served")
                self.assertIn(text, said["problem"])

    def test_exports_of_one_without_a_gpu_are_its_own_affair(self):
        self.guest("guest.wasm", '(module (func (export "memory")) (func (export "_start")))')
        self.assert_ran(self.wasigpu("run", "guest.wasm"))
        self.assertEqual(self.wasigpu("inspect", "guest.wasm").returncode, 0)

    def test_nothing(self):
        done = self.wasigpu("inspect", self.guest("guest.wasm", "(module)"))
        self.assert_ran(done, stdout=b"imports: none\nexports: none\nmemory: none\n")

    def test_output_that_cannot_be_written(self):
        self.guest("guest.wasm", MIXED)
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [WASIGPU, "inspect", "guest.wasm"], cwd=self.folder, stdout=full, stderr=subprocess.PIPE, check=False
            )
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"wasigpu: standard output: No space left on device", done.stderr)


if __name__ == "__main__":
    unittest.main()
