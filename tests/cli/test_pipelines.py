"""What wasigpu run keeps of compiled shaders and pipelines, with the library in WASIGPU_GPU_LIB: only Dawn lets it."""

import os
import re
import subprocess
import unittest
from pathlib import Path

from command import WASIGPU, CommandTest

GUESTS = Path(os.environ["GUESTS"])
LIBRARY = os.environ["WASIGPU_GPU_LIB"]
SUMMARY = re.compile(r"(?m)^debug gpu     compiled shaders and pipelines: (\d+) found, (\d+) kept, (\d+) over the limit$")


class Pipelines(CommandTest):
    def run_guest(self, *arguments, guest="hello_compute"):
        """What it printed, and how many of its shaders and pipelines were found, kept and over the limit; None: it
        was not asked."""
        done = self.wasigpu(
            "run", "--gpu-lib", LIBRARY, "--log", "gpu=debug", "--cache-dir", "kept", *arguments, GUESTS / f"{guest}.wasm"
        )
        said = done.stderr.decode()
        self.assertEqual(done.returncode, 0, said)
        self.said = said
        counts = SUMMARY.findall(said)
        self.assertLessEqual(len(counts), 1)
        return done.stdout, tuple(map(int, counts[0])) if counts else None

    def entries(self):
        return sorted(self.path("kept").glob("*-dawn.code"))

    def assert_damage_is_noticed(self, entry, bad):
        good = entry.read_bytes()
        entry.write_bytes(bad)
        out, counts = self.run_guest()
        self.assertEqual((out, counts), (self.out, (0, 1, 0)))
        self.assertEqual(entry.read_bytes(), good)  # it was made anew

    @unittest.skipUnless(LIBRARY == "dawn", "Dawn's")
    def test_the_second_time(self):
        for guest in ("hello_compute", "offscreen"):
            first, (found, kept, over) = self.run_guest(guest=guest)
            self.assertEqual((found, over), (0, 0))
            self.assertGreater(kept, 0)
            self.assertEqual(self.run_guest(guest=guest), (first, (kept, 0, 0)))
        for entry in self.entries():
            self.assertEqual(entry.stat().st_mode & 0o777, 0o600)

    @unittest.skipUnless(LIBRARY == "dawn", "Dawn's")
    def test_an_entry_that_is_damaged(self):
        self.out, _ = self.run_guest()
        (entry,) = self.entries()
        good = entry.read_bytes()
        for bad in (b"", good[:100], good[:-1], bytes(len(good)), good[:-50] + bytes(50), good + b"x"):
            self.assert_damage_is_noticed(entry, bad)

    @unittest.skipUnless(LIBRARY == "dawn", "Dawn's")
    def test_another_ones_entry(self):
        self.out, _ = self.run_guest()
        (entry,) = self.entries()
        self.run_guest(guest="offscreen")
        other = next(path for path in self.entries() if path != entry)
        self.assert_damage_is_noticed(entry, other.read_bytes())

    @unittest.skipUnless(LIBRARY == "dawn", "Dawn's")
    def test_none(self):
        self.assertIsNone(self.run_guest("--no-cache")[1])
        self.assertFalse(self.path("kept").exists())
        self.run_guest()
        self.assertIsNone(self.run_guest("--no-cache")[1])

    @unittest.skipUnless(LIBRARY == "dawn", "Dawn's")
    def test_a_directory_that_is_read_only(self):
        done = self.wasigpu("run", "--gpu-lib", LIBRARY, "--cache-dir", "kept", GUESTS / "hello_compute.wasm")
        self.assert_ran(done, stdout=done.stdout)
        self.path("kept").chmod(0o500)
        for entry in self.entries():
            entry.unlink()
        out, counts = self.run_guest()
        self.path("kept").chmod(0o700)
        self.assertEqual(out, done.stdout)
        if os.geteuid() == 0:  # who may write anywhere
            self.assertEqual(counts, (0, 1, 0))
        else:
            self.assertRegex(self.said, r"(?m)^info  gpu     compiled shaders and pipelines are not kept: \S+/kept: ")

    @unittest.skipUnless(LIBRARY == "dawn", "Dawn's")
    def test_processes_at_the_same_time(self):
        self.out, counts = self.run_guest()
        command = [WASIGPU, "run", "--gpu-lib", LIBRARY, "--cache-dir", "kept", GUESTS / "hello_compute.wasm"]
        for entry in self.entries():
            entry.unlink()
        processes = [
            subprocess.Popen(
                command, cwd=self.folder, env=self.environment({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for _ in range(3)
        ]
        for process in processes:
            out, said = process.communicate(timeout=120)
            self.assertEqual((process.returncode, out, said), (0, self.out, b""))
        self.assertEqual(self.run_guest(), (self.out, (counts[1], 0, 0)))

    @unittest.skipUnless(LIBRARY == "wgpu", "wgpu-native's")
    def test_a_library_without(self):
        for _ in range(2):
            self.assertIsNone(self.run_guest()[1])
        self.assertFalse(self.entries())


if __name__ == "__main__":
    unittest.main()
