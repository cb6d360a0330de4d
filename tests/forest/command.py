"""What the tests of the program have in common. FOREST is its command line."""

import os
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

FOREST = shlex.split(os.environ["FOREST"])
DIABETES = Path(__file__).resolve().parents[2] / "examples/forest/data"


class Command(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("train", "test"):
            (self.folder / f"{name}.csv").write_bytes((DIABETES / f"diabetes_{name}.csv").read_bytes())

    def write(self, name, text):
        data = text if isinstance(text, bytes) else text.encode()
        (self.folder / name).write_bytes(data)

    def run_forest(self, *arguments):
        return subprocess.run([*FOREST, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=240)

    def succeeds(self, *arguments):
        result = self.run_forest(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def fails(self, *arguments, code=1):
        """One line on standard error, nothing else; its text without the program's name."""
        result = self.run_forest(*arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertRegex(result.stderr, r"\Aforest: [^\n]+\n\Z")
        return result.stderr.removeprefix("forest: ").rstrip("\n")

    def train(self, *arguments):
        return self.succeeds("train", "--device", "cpu", "--train", "train.csv", "-o", "model.json", *arguments)
