"""Where there is no GPU and no driver that stands in for one: clear words, or the CPU.

FOREST and HELLO are the programs' command lines, of guests that have no adapter."""

import os
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

FOREST = shlex.split(os.environ["FOREST"])
HELLO = shlex.split(os.environ["HELLO"])
DIABETES = Path(__file__).resolve().parents[2] / "examples/forest/data"


class NoGpu(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        (self.folder / "train.csv").write_bytes((DIABETES / "diabetes_train.csv").read_bytes())

    def run_without(self, *command):
        nothing = str(self.folder / "no_driver.json")
        environment = os.environ | {"VK_DRIVER_FILES": nothing, "VK_ICD_FILENAMES": nothing}
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=240)

    def test_hello(self):
        result = self.run_without(*HELLO)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r"(?m)^hello_compute: no adapter: .+$")

    def test_gpu_is_asked_for(self):
        result = self.run_without(*FOREST, "train", "--device", "gpu", "--train", "train.csv", "-o", "model.json")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertRegex(result.stderr, r"(?m)^forest: no GPU: .+$")
        self.assertFalse((self.folder / "model.json").exists())

    def test_gpu_if_there_is_one(self):
        result = self.run_without(*FOREST, "train", "--trees", "5", "--train", "train.csv", "-o", "model.json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stderr, r"(?m)^forest: warning: no GPU: .+; going on with the CPU$")
        self.assertRegex(result.stdout, r"\Amodel.json: 5 trees, .* on CPU")

    def test_bench_needs_both(self):
        result = self.run_without(*FOREST, "bench", "--runs", "1", "--train", "train.csv", "--test", "train.csv")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r"(?m)^forest: no GPU: .+$")


if __name__ == "__main__":
    unittest.main()
