"""What wasigpu run keeps of compiled code: where, and that nothing wrong with it keeps a guest from running."""

import os
import subprocess
import unittest
from pathlib import Path

from command import EMPTY, WASIGPU, CommandTest, printer

FOREST = Path(os.environ["GUESTS"]) / "forest.wasm"
DEBUG = ("--log", "engine=debug,host=info")


class Cache(CommandTest):
    def setUp(self):
        super().setUp()
        self.home = {"XDG_CACHE_HOME": str(self.path("xdg")), "HOME": str(self.path("home"))}

    def run_guest(self, *arguments, env=None):
        done = self.wasigpu("run", *DEBUG, *arguments, "hello.wasm", env={**self.home, **(env or {})})
        self.assertEqual((done.returncode, done.stdout), (0, b"hello\n"), done.stderr)
        return done.stderr.decode()

    def assert_compiled(self, said):
        self.assertRegex(said, r"(?m)^debug engine  compiled \d+ bytes")

    def assert_found(self, said):
        self.assertRegex(said, r"(?m)^debug engine  found \d+ bytes")

    def entries(self, folder):
        return sorted(path.name for path in self.path(folder).rglob("*") if path.is_file())

    def test_the_second_time(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.assert_compiled(self.run_guest())
        self.assertEqual(len(self.entries("xdg/wasigpu")), 1)
        self.assert_found(self.run_guest())
        self.guest("hello.wasm", printer("hello\n").replace("i32.const 8", "i32.const 12"))  # another one
        self.assert_compiled(self.run_guest())
        self.assertEqual(len(self.entries("xdg/wasigpu")), 2)

    def test_places(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.assert_compiled(self.run_guest("--cache-dir", "here/of mine"))
        self.assert_found(self.run_guest("--cache-dir", self.path("here/of mine")))
        self.assertFalse(self.path("xdg").exists())
        self.assert_compiled(self.run_guest(env={"XDG_CACHE_HOME": "relative"}))  # is not one: the default
        self.assertEqual(len(self.entries("home/.cache/wasigpu")), 1)
        self.assertFalse(self.path("relative").exists())
        said = self.run_guest(env={"XDG_CACHE_HOME": "", "HOME": ""})
        self.assertIn("info  host    compiled code is not kept: neither XDG_CACHE_HOME nor HOME is set", said)

    def test_a_guest_that_could_write_to_it(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.run_guest()
        for name in ("xdg/wasigpu/deep", "xdg/wasigpu-2"):
            self.path(name).mkdir()
        self.path("link").symlink_to("xdg")
        for directory in (".", "xdg", "xdg/wasigpu", "xdg/wasigpu/deep", "link", "link/wasigpu/", "/", "xdg/../xdg::data"):
            with self.subTest(directory=directory):
                done = self.wasigpu("run", "--dir", directory, "hello.wasm", env=self.home)
                said = self.assert_refused(done, 125, f"directory {directory.split('::')[0]}: the guest could write")
                self.assertIn("(--no-cache)", said)
                self.run_guest("--no-cache", "--dir", directory)
        self.path("other").mkdir()
        for directory in ("other", "xdg/wasigpu-2"):
            self.assert_found(self.run_guest("--dir", directory))
        self.assert_refused(self.wasigpu("run", "--dir", "other", "--cache-dir", "other/mine", "hello.wasm", env=self.home),
                            125, "directory other: the guest could write")
        self.assert_compiled(self.run_guest("--dir", "xdg", "--cache-dir", "mine"))

    def test_none(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.assert_compiled(self.run_guest("--no-cache"))
        self.assertFalse(self.path("xdg").exists())
        self.run_guest()
        self.assert_compiled(self.run_guest("--no-cache"))
        self.assert_usage(self.wasigpu("run", "--cache-dir", "", "hello.wasm"), "there is no directory")

    def test_an_entry_that_is_damaged(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.run_guest()
        (entry,) = [path for path in self.path("xdg").rglob("*") if path.is_file()]
        good = entry.read_bytes()
        for bad in (b"", good[:100], good[:-1], bytes(len(good)), good[:-50] + bytes(50), good + b"x"):
            entry.write_bytes(bad)
            self.assert_compiled(self.run_guest())
            self.assert_found(self.run_guest())
            self.assertEqual(len(self.entries("xdg")), 1)

    def test_a_directory_that_cannot_be_used(self):
        """It is a line of the log, a warning if it was asked for."""
        self.guest("hello.wasm", printer("hello\n"))
        self.write("file", b"")
        self.path("open").mkdir()
        self.path("open").chmod(0o777)
        for name, reason in (("file", "not a directory"), ("file/x", "Not a directory"), ("open", "only yours")):
            said = self.run_guest("--cache-dir", name)
            self.assertRegex(said, rf"(?m)^warn  host    compiled code is not kept: \S+/{name}\S*: .*{reason}")
        self.path("xdg").write_bytes(b"")
        self.assertRegex(self.run_guest(), r"(?m)^info  host    compiled code is not kept: ")
        self.assert_ran(self.wasigpu("run", "hello.wasm", env=self.home), stdout=b"hello\n")

    def test_a_directory_that_is_read_only(self):
        self.guest("hello.wasm", printer("hello\n"))
        self.run_guest()
        self.path("xdg/wasigpu").chmod(0o500)
        self.assert_found(self.run_guest())
        self.guest("hello.wasm", printer("hello\n").replace("i32.const 8", "i32.const 12"))
        said = self.run_guest()
        if os.geteuid() != 0:  # who may write anywhere
            self.assertIn("compiled code is not kept", said)
        self.path("xdg/wasigpu").chmod(0o700)

    def test_processes_at_the_same_time(self):
        """Each runs, whichever of them writes the entry."""
        command = [WASIGPU, "run", "--cache-dir", "shared", FOREST, "--help"]
        alone = subprocess.run(command, cwd=self.folder, env=self.environment(self.home), capture_output=True, check=True)
        for _ in range(2):
            for path in self.path("shared").iterdir():
                path.unlink()
            processes = [
                subprocess.Popen(
                    command, cwd=self.folder, env=self.environment(self.home), stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
                for _ in range(3)
            ]
            for process in processes:
                out, said = process.communicate(timeout=120)
                self.assertEqual((process.returncode, out, said), (0, alone.stdout, b""))
            self.assertEqual(len(self.entries("shared")), 1)

    def test_precompiled_code_is_not_kept(self):
        self.guest("empty.wasm", EMPTY)
        self.wasigpu("compile", "empty.wasm", "-o", "hello.wasm")
        self.assert_ran(self.wasigpu("run", "--allow-precompiled", "hello.wasm", env=self.home))
        self.assertFalse(self.entries("xdg/wasigpu"))


if __name__ == "__main__":
    unittest.main()
