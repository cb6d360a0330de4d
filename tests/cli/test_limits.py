"""A guest that asks for more than it can have gets errors, and the host goes on: with limits, and without."""

import os
import re
import resource
import subprocess
import unittest

from command import WASIGPU, CommandTest

GREEDY = os.environ["GREEDY"]
LIBRARY = {"WASIGPU_GPU_LIB": os.environ["WASIGPU_GPU_LIB"]}
MIB = 1 << 20
GIB = 1 << 30
OVER, ALL_THERE, TRAP = 0, 3, 134
UNMAPPED = b"wgpuDeviceCreateBuffer: no memory for the mapping\n" # the SDK's, of each buffer that is not to be had


class Limits(CommandTest):
    def greedy(self, limits, *arguments):
        return self.wasigpu("run", *limits, GREEDY, *arguments, env=LIBRARY, timeout=300)

    def asked(self, limits, *arguments, code=OVER):
        """How many the guest had asked for when it had to stop."""
        done = self.greedy(limits, *arguments)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stderr.replace(UNMAPPED, b""), b"")
        return int(re.search(rb"^(\d+) ", done.stdout, re.MULTILINE)[1])

    def test_objects(self):
        for what in ("groups", "encoders", "buffers", "mapped"):
            with self.subTest(what=what):
                asked = self.asked(["--max-objects", 1000], what, 1200, 16)  # it has some others, and looks now and then
                self.assertTrue(990 <= asked <= 1000 + 64, asked)
                self.assertEqual(self.asked(["--max-objects", 1000], what, 900, 16, code=ALL_THERE), 900)

    def test_handles(self):
        done = self.greedy(["--max-objects", 1000], "regardless", 10000)
        self.assertEqual(done.returncode, TRAP)
        self.assertRegex(
            done.stderr.decode(), r"\Awasigpu: [^\n]*create-bind-group: more handles than it may have[^\n]*\n"
        )

    def test_memory(self):
        limit = ["--max-gpu-memory", "64MiB"]
        for what in ("buffers", "mapped"):
            with self.subTest(what=what):
                self.assertEqual(self.asked(limit, what, 100, MIB), 64)  # the guest has a small one of its own
                self.assertEqual(self.asked(limit, what, 63, MIB, code=ALL_THERE), 63)
                self.assertEqual(self.asked(limit, what, 1, 64 * MIB), 1)

    def peak(self, code, *arguments, limits=()):
        """The memory of the process in bytes, at its most."""
        command = [WASIGPU, "run", *map(str, limits), GREEDY, *map(str, arguments)]
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**self.environment(None), **LIBRARY}
        if "ASAN_OPTIONS" in environment:  # which else keeps 256 MiB of what has been freed
            environment["ASAN_OPTIONS"] += ":quarantine_size_mb=16"
        with subprocess.Popen(command, env=environment, **nowhere) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, code)
        return usage.ru_maxrss << 10

    def test_writes(self):
        """What is written is not kept without end until it is submitted."""
        self.assertLess(self.peak(ALL_THERE, "writes", 40, 64 * MIB), 1.5 * GIB)
        self.assertLess(self.peak(ALL_THERE, "writes", 300000, 4), 0.3 * GIB)
        self.assertLess(self.peak(ALL_THERE, "texels", 500000, 1), 0.3 * GIB)
        self.assertLess(self.peak(ALL_THERE, "texels", 5000, 8192), 0.3 * GIB)

    def test_maps(self):
        """Nor is what waits for a map that has been given up."""
        self.assertLess(self.peak(ALL_THERE, "maps", 1000000), 0.3 * GIB)

    def test_commands(self):
        """An encoder does not take the host's memory without end, whether by many commands or by long ones."""
        for what, count, size in (("clears", 3000000, 0), ("markers", 1000000, 65536), ("bundles", 100, 4000)):
            with self.subTest(what=what):
                self.assertLess(self.peak(OVER, what, count, size), 1 * GIB)
        self.assertEqual(self.asked([], "bundles", 100, 4000), 1)
        self.assertEqual(self.asked([], "clears", 500000, 0, code=ALL_THERE), 500000)

    def test_labels(self):
        self.assertLess(self.peak(ALL_THERE, "labels", 40, 64 * MIB), 1 * GIB)

    def test_fleeting(self):
        """What is let go of is not kept without end until there is a submit, and room for it is room again."""
        limits = ["--max-gpu-memory", "64MiB", "--max-objects", 1000]
        self.assertLess(self.peak(ALL_THERE, "fleeting-buffers", 1500, MIB, limits=limits), 0.75 * GIB)
        self.assertEqual(self.greedy(limits, "fleeting-groups", 100000).returncode, ALL_THERE)

    def test_terabyte(self):
        self.assertLess(self.asked([], "buffers", 4096, 256 * MIB), 4096)
        self.assertLess(self.asked(["--max-gpu-memory", "1GiB"], "mapped", 4096, 256 * MIB), 5)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10, 4 * GIB)

    def test_regardless(self):
        """What is refused costs the driver nothing, however much of it is asked for without a look at errors."""
        done = self.greedy([], "regardless", 100000)
        self.assertIn(done.returncode, (TRAP, ALL_THERE), done.stderr)  # a GPU's driver may have room for them

    def test_million_bind_groups(self):
        done = self.greedy([], "groups", 1000000)
        self.assertIn(done.returncode, (OVER, ALL_THERE), done.stderr)  # a GPU's driver may have room for them
        self.assertEqual(done.stderr, b"")

    def test_more_than_the_process_can_map(self):
        done = self.greedy(["--max-objects", 2000000], "groups", 1000000)
        self.assertRegex(done.stdout, rb"\n[0-9]+ groups: ")
        self.assertGreaterEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
