"""What the help shows: each example of `wasigpu run --help` runs as it stands. GUESTS: the folder of hello_compute and the
forest."""

import os
import shlex
import shutil
import unittest
from pathlib import Path

from command import CommandTest

GUESTS = Path(os.environ["GUESTS"])
DATA = Path(__file__).resolve().parents[2] / "examples/forest/data/diabetes_train.csv"


class Help(CommandTest):
    def test_examples(self):
        shutil.copy(GUESTS / "hello_compute.wasm", self.path("hello.wasm"))
        shutil.copy(GUESTS / "forest.wasm", self.path("forest.wasm"))
        shutil.copy(DATA, self.path("data.csv"))
        text = self.wasigpu("run", "--help").stdout.decode()
        examples = [line.strip() for line in text.splitlines() if line.startswith("  wasigpu run ")]
        self.assertEqual(len(examples), 4, text)
        for example in examples:
            with self.subTest(example=example):
                done = self.wasigpu(*shlex.split(example)[1:], timeout=300)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                self.assertNotEqual(done.stdout, b"")
        self.assertTrue(self.path("model.json").exists())
        self.assertTrue(self.path("hello.json").exists())


if __name__ == "__main__":
    unittest.main()
