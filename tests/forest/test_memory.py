"""Memory that runs out: one line says so, and no model is left.

RUN and FOREST are the command lines before and after the guest's options."""

import os
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

RUN = shlex.split(os.environ["RUN"])
FOREST = shlex.split(os.environ["FOREST"])


class Memory(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def fails(self, memory, *arguments):
        result = subprocess.run([*RUN, "--max-memory", memory, *FOREST, "train", "--device", "cpu", "--train",
                                 "train.csv", "-o", "model.json", *arguments], cwd=self.folder, capture_output=True,
                                text=True, timeout=240)
        self.assertEqual((result.returncode, result.stdout), (1, ""), result.stderr)
        self.assertRegex(result.stderr, r"\Aforest: [^\n]+\n\Z")
        self.assertEqual([path.name for path in self.folder.iterdir()], ["train.csv"])
        return result.stderr

    def write(self, rows, columns):
        names = [f"x{i}" for i in range(columns - 1)] + ["target"]
        lines = [",".join(names)]
        lines += [",".join(str((row * 7919 + column * 31) % 1000) for column in range(columns)) for row in range(rows)]
        (self.folder / "train.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def test_rows_that_do_not_fit(self):
        self.write(60000, 40)
        self.assertRegex(self.fails("8MiB"), r"train\.csv:(\d+): row \d+ and those after it do not fit into memory")

    def test_rows_that_fit(self):
        """11 MB of cells, of 70,000 rows, are read in 14 MiB: nothing is kept of the text, and nothing twice."""
        self.write(70000, 40)
        self.assertIn("70000 rows, at most 65535 can be trained on with exact splits: use --bins 256",
                      self.fails("14MiB"))

    def test_ranks_that_do_not_fit(self):
        self.write(60000, 40)
        self.assertIn("out of memory", self.fails("20MiB"))

    def test_trees_that_do_not_fit(self):
        self.write(1000, 5)
        self.assertIn("out of memory", self.fails("16MiB", "--trees", "5000"))


if __name__ == "__main__":
    unittest.main()
