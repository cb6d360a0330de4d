"""A guest with endless work on the GPU ends all the same: when its time is up, on Ctrl-C, by a trap, and by itself."""

import os
import signal
import subprocess
import time
import unittest

from command import WASIGPU, CommandTest

ENDLESS = os.environ["ENDLESS"]
PATIENCE = 120  # seconds: far more than it takes, far less than for ever


class Endless(CommandTest):
    def begin(self, *arguments):
        """The command, and whether the GPU has got the work before its end."""
        process = subprocess.Popen(
            [WASIGPU, "run", *arguments],
            cwd=self.folder,
            env={**self.environment(None), "WASIGPU_GPU_LIB": os.environ["WASIGPU_GPU_LIB"]},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process, process.stdout.readline() == b"submitted\n"

    def start(self, *arguments):
        """The command, once the GPU has the work."""
        process, submitted = self.begin(*arguments)
        self.assertTrue(submitted)
        return process

    def limited(self, ending):
        """Runs that get so far, each for a second longer: on a loaded machine the first may not."""
        for seconds in range(1, PATIENCE):
            process, submitted = self.begin("--timeout", f"{seconds}s", ENDLESS, ending)
            if submitted:
                yield process

    def assert_ends(self, process, code, text):
        _, said = process.communicate(timeout=PATIENCE)
        self.assert_ended(process, said, code, text)

    def assert_ended(self, process, said, code, text):
        self.assertEqual(process.returncode, code, said)
        self.assertRegex(said.decode(), text)

    def test_time_is_up(self):
        self.assert_ends(next(self.limited("wait")), 124, r"endless\.wasm: time is up\n\Z")

    def test_ctrl_c(self):
        process = self.start(ENDLESS, "wait")
        time.sleep(0.2)  # it gets to its wait
        process.send_signal(signal.SIGINT)
        self.assert_ends(process, 130, r"endless\.wasm: interrupted\n\Z")

    def test_trap(self):
        self.assert_ends(self.start(ENDLESS, "trap"), 134, r"endless\.wasm: trap: .*unreachable")

    def test_exit(self):
        self.assert_ends(self.start(ENDLESS, "exit"), 5, r"\A\Z")
        self.assert_ends(self.start(ENDLESS, "return"), 6, r"\A\Z")
        process = self.start("--timeout", f"{PATIENCE}s", "--log", "info", ENDLESS, "return")
        self.assert_ends(process, 6, r"info [^\n]* device is abandoned\n")

    def test_time_is_up_in_a_drop(self):
        for process in self.limited("return"):
            _, said = process.communicate(timeout=PATIENCE)
            if process.returncode != 6:  # else the device was abandoned in time
                break
        self.assert_ended(process, said, 124, r"endless\.wasm: time is up\n\Z")


if __name__ == "__main__":
    unittest.main()
