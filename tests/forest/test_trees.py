"""The program's trees against reference.py's, node by node, on data of many shapes.

FOREST is the command line of the program; DEVICE the one to train and to predict on."""

import json
import os
import random
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

import reference

FOREST = shlex.split(os.environ["FOREST"])
DEVICE = os.environ.get("DEVICE", "cpu")
DIABETES = Path(__file__).resolve().parents[2] / "examples/forest/data"


def forest(*arguments, folder):
    result = subprocess.run([*FOREST, *arguments, "--device", DEVICE], cwd=folder, capture_output=True, text=True,
                            timeout=240)
    if result.returncode != 0:
        raise AssertionError(f"{arguments}: exit code {result.returncode}: {result.stderr}")
    return result.stdout


def write_csv(path, rows):
    path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8")


class Trees(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.random = random.Random(self.id().rsplit(".", 1)[-1])

    def same(self, rows, trees, depth, looks, seed, min_leaf=1):
        """Trains on `rows` (the first has the names, the target among them is y) and predicts them again."""
        write_csv(self.folder / "train.csv", rows)
        self.same_file(rows, trees, depth, looks, seed, "y", min_leaf)

    def same_file(self, rows, trees, depth, looks, seed, target, min_leaf=1):
        forest("train", "--train", "train.csv", "-o", "model.json", "--target", target, "--trees", str(trees),
               "--depth", str(depth), "--max-features", str(looks), "--seed", str(seed),
               "--min-samples-leaf", str(min_leaf), folder=self.folder)
        model = json.loads((self.folder / "model.json").read_text(encoding="utf-8"))
        expected = reference.train(self.folder / "train.csv", target, trees, depth, looks, seed, min_leaf)
        made = reference.read(model)
        self.assertEqual(model["learner"]["attributes"], {"forest_target": target})
        self.assertEqual(model["learner"]["feature_names"], [name for name in rows[0] if name != target])
        self.assertEqual(len(made), trees)
        for number, tree in enumerate(expected):
            self.assertEqual(made[number], tree, f"tree {number}")

        output = json.loads(forest("predict", "-m", "model.json", "--test", "train.csv", "--json", folder=self.folder))
        for row, predicted in zip(rows[1:], output["predictions"], strict=True):
            values = [float(value) for name, value in zip(rows[0], row) if name != target]
            self.assertAlmostEqual(predicted, reference.predict(expected, values), delta=1e-12 * expected_scale(rows))

    def columns(self, count, rows, levels):
        """Random columns of features; each has one of `levels` numbers of distinct values."""
        made = []
        for _ in range(count):
            distinct = self.random.choice(levels)
            made.append([self.random.randrange(distinct) / 4 - 3 for _ in range(rows)])
        return made

    def table(self, columns, targets):
        names = [f"x{i}" for i in range(len(columns))] + ["y"]
        return [names, *zip(*columns, targets)]

    def test_diabetes(self):
        (self.folder / "train.csv").write_bytes((DIABETES / "diabetes_train.csv").read_bytes())
        lines = (self.folder / "train.csv").read_text(encoding="utf-8").split()
        self.same_file([line.split(",") for line in lines], 3, 16, 3, 42, "target")

    def test_ties(self):
        """Few distinct values everywhere: equal scores, and features that cannot be split."""
        columns = self.columns(6, 60, [1, 2, 3])
        columns.append(columns[0])
        self.same(self.table(columns, [self.random.randrange(4) for _ in range(60)]), 10, 64, 2, 7)

    def test_more_looks_than_features(self):
        targets = [self.random.randrange(100) for _ in range(40)]
        self.same(self.table(self.columns(3, 40, [5, 40]), targets), 5, 8, 200, 1)

    def test_one_look(self):
        targets = [self.random.randrange(1000) for _ in range(80)]
        self.same(self.table(self.columns(12, 80, [1, 1, 2, 50]), targets), 8, 30, 1, 4294967295)

    def test_decimals(self):
        targets = [f"{self.random.uniform(-5, 5):.{self.random.randrange(4)}f}" for _ in range(50)]
        self.same(self.table(self.columns(4, 50, [50]), targets), 5, 10, 2, 3)

    def test_wide_targets(self):
        """Scores of more than 32 bits: the shift."""
        targets = [self.random.randrange(14_000_000) for _ in range(300)]
        self.same(self.table(self.columns(3, 300, [300, 10]), targets), 2, 12, 2, 5)

    def test_widest_targets(self):
        """Two rows, and the widest range there can be; sums of all 32 bits."""
        self.same([["x0", "y"], [1, 0], [2, 2147483647]], 2, 3, 1, 6)
        self.same([["x0", "y"], [1, -1073741823], [2, 0], [3, -536870911], [4, -5]], 1, 3, 1, 6)

    def test_targets_that_are_not_exact(self):
        """More decimals than there are steps; many digits; exponents."""
        targets = [self.random.uniform(-1, 1) for _ in range(70)]
        self.same(self.table(self.columns(3, 70, [70, 4]), targets), 3, 12, 2, 5)
        targets = [f"{self.random.uniform(1, 2)}e20" for _ in range(50)]
        self.same(self.table(self.columns(2, 50, [50]), targets), 2, 12, 2, 5)
        targets = [self.random.randrange(10**9) for _ in range(50)]
        self.same(self.table(self.columns(2, 50, [50]), targets), 2, 12, 2, 5)

    def test_features_that_are_not_exact(self):
        """Neighbours among floats, equal ones of different doubles, both zeros, and the smallest."""
        step = 2**-23
        values = [1, 1 + step, 1 + 2 * step, 1 + 2.1 * step, 1e-45, 0, -0.0, -1e-45, 3.4e38, -3.4e38, 0.1, 1e-39]
        columns = [[self.random.choice(values) for _ in range(60)] for _ in range(3)]
        self.same(self.table(columns, [self.random.randrange(50) for _ in range(60)]), 6, 12, 2, 4)

    def test_many_rows(self):
        """More rows than a small node could be sorted among."""
        rows = 1500
        targets = [self.random.randrange(300) for _ in range(rows)]
        self.same(self.table(self.columns(2, rows, [rows, 7]), targets), 1, 9, 1, 8)

    def test_nothing_to_learn(self):
        self.same([["x0", "y"], [1, 5]], 2, 4, 1, 1)
        self.same([["x0", "y"], [1, 5], [2, 5], [3, 5]], 2, 4, 1, 1)
        self.same([["x0", "x1", "y"], [1, 0, 5], [1, 0, 6], [1, 0, 7]], 2, 4, 2, 1)

    def test_leaves_of_some_size(self):
        targets = [self.random.randrange(100) for _ in range(90)]
        rows = self.table(self.columns(4, 90, [2, 5, 90]), targets)
        self.same(rows, 5, 20, 2, 9, min_leaf=7)
        self.same(rows, 2, 20, 2, 9, min_leaf=45) # an even half or nothing
        self.same(rows, 2, 20, 2, 9, min_leaf=46)

    def test_classes(self):
        """A forest each, of 1 for its rows and 0 for others; of two classes one forest."""
        for labels in (["a", "b"], ["10", "9", "-1"]):
            columns = self.columns(3, 60, [3, 60])
            kinds = [self.random.choice(labels) for _ in range(60)]
            rows = self.table(columns, kinds)
            write_csv(self.folder / "train.csv", rows)
            forest("train", "--train", "train.csv", "-o", "model.json", "--target", "y", "--task", "classification",
                   "--trees", "4", "--depth", "9", "--max-features", "2", "--seed", "3", folder=self.folder)
            made = reference.read(json.loads((self.folder / "model.json").read_text(encoding="utf-8")))
            ordered = ["b"] if labels[0] == "a" else ["-1", "9", "10"]
            self.assertEqual(len(made), 4 * len(ordered))
            output = json.loads(forest("predict", "-m", "model.json", "--test", "train.csv", "--json",
                                       folder=self.folder))
            for place, label in enumerate(ordered):
                write_csv(self.folder / "one.csv", self.table(columns, [int(kind == label) for kind in kinds]))
                expected = reference.train(self.folder / "one.csv", "y", 4, 9, 2, 3)
                self.assertEqual(made[4 * place:4 * place + 4], expected)
                for row, shares in zip(rows[1:], output["probabilities"], strict=True):
                    share = shares[1] if len(labels) == 2 else shares[place]
                    self.assertAlmostEqual(share, reference.predict(expected, [float(x) for x in row[:-1]]), delta=1e-12)

    def test_depth_one(self):
        targets = [self.random.randrange(100) for _ in range(30)]
        self.same(self.table(self.columns(2, 30, [30]), targets), 4, 1, 1, 2)


def expected_scale(rows):
    return max(abs(float(row[-1])) for row in rows[1:]) + 1


if __name__ == "__main__":
    unittest.main()
