"""The forest's models in XGBoost, and XGBoost's in the forest: the same predictions, to 1e-5.

FOREST is the command line of the program, XGBOOST XGBoost's library."""

import csv
import json
import os
import random
import shlex
import subprocess
import tempfile
import unittest
from pathlib import Path

from xgboost import Booster, Matrix

FOREST = shlex.split(os.environ["FOREST"])
DIABETES = Path(__file__).resolve().parents[2] / "examples/forest/data"


def read(path, target="target"):
    """Features and targets, as numbers."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = [name for name in rows[0] if name != target]
    return [[float(row[name]) for name in names] for row in rows], [float(row[target]) for row in rows]


class XGBoost(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.random = random.Random(self.id().rsplit(".", 1)[-1])
        for name in ("train", "test"):
            (self.folder / f"{name}.csv").write_bytes((DIABETES / f"diabetes_{name}.csv").read_bytes())

    def run_forest(self, *arguments):
        return subprocess.run([*FOREST, *arguments, "--device", "cpu"], cwd=self.folder, capture_output=True, text=True,
                              timeout=240)

    def forest(self, *arguments):
        result = self.run_forest(*arguments)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def predict(self, model, test):
        output = json.loads(self.forest("predict", "-m", model, "--test", test, "--json"))
        if "classes" not in output:
            return output["predictions"]
        shares = output["probabilities"]
        return [row[1] for row in shares] if len(shares[0]) == 2 else [share for row in shares for share in row]

    def write(self, name, rows, header=None):
        lines = [header or [f"x{i}" for i in range(len(rows[0]))], *rows]
        (self.folder / name).write_text("\n".join(",".join(map(str, row)) for row in lines) + "\n", encoding="utf-8")

    def same(self, ours, theirs):
        """To 1e-5 of each; near 0, where float sums have lost their digits, of the largest."""
        self.assertEqual(len(ours), len(theirs))
        floor = 1e-2 * max(map(abs, ours))
        for a, b in zip(ours, theirs):
            self.assertAlmostEqual(a, b, delta=1e-5 * max(abs(a), floor))

    # ---- ours in theirs

    def test_diabetes(self):
        self.forest("train", "--train", "train.csv", "-o", "model.json")
        rows, _ = read(self.folder / "test.csv")
        self.same(self.predict("model.json", "test.csv"), Booster.load(self.folder / "model.json").predict(rows))

    def test_bins(self):
        self.forest("train", "--train", "train.csv", "-o", "model.json", "--bins", "40", "--trees", "60")
        rows, _ = read(self.folder / "test.csv")
        self.same(self.predict("model.json", "test.csv"), Booster.load(self.folder / "model.json").predict(rows))

    def test_rows_on_the_cuts(self):
        """Where only one side can be right. Targets on both sides of 0, with decimals; leaves of some size."""
        columns = 4
        rows = [[self.random.randrange(9) / 8 for _ in range(columns)] for _ in range(150)]
        targets = [round(sum(row) + self.random.gauss(-2, 1), 3) for row in rows]
        self.write("train.csv", [[*row, y] for row, y in zip(rows, targets)],
                   [*(f"x{i}" for i in range(columns)), "target"])
        self.forest("train", "--train", "train.csv", "-o", "model.json", "--trees", "50", "--min-samples-leaf", "3")
        model = json.loads((self.folder / "model.json").read_text())
        trees = model["learner"]["gradient_booster"]["model"]["trees"]
        cuts = sorted({value for tree in trees for value, left in zip(tree["split_conditions"], tree["left_children"])
                       if left != -1})
        self.assertGreater(len(cuts), 7)
        on = [[self.random.choice(cuts) for _ in range(columns)] for _ in range(300)]
        self.write("on.csv", on)
        self.same(self.predict("model.json", "on.csv"), Booster.load(self.folder / "model.json").predict(on))

    def test_classes(self):
        for labels in (["no", "yes"], ["red", "green", "blue"]):
            rows = [[self.random.gauss(i % len(labels), 0.5), self.random.random()] for i in range(200)]
            cells = [[*row, labels[i % len(labels)]] for i, row in enumerate(rows)]
            self.write("train.csv", cells, ["u", "v", "target"])
            self.forest("train", "--train", "train.csv", "-o", "model.json", "--task", "classification", "--trees", "30")
            predicted = self.predict("model.json", "train.csv")
            self.assertEqual(len(predicted), 200 if len(labels) == 2 else 600)
            self.same(predicted, Booster.load(self.folder / "model.json").predict(rows))

    def test_there_and_back(self):
        """XGBoost keeps all of a model: what it saves predicts the same, to the bit, and knows its classes."""
        self.forest("train", "--train", "train.csv", "-o", "model.json", "--trees", "20")
        Booster.load(self.folder / "model.json").save(self.folder / "again.json")
        self.assertEqual(self.predict("again.json", "test.csv"), self.predict("model.json", "test.csv"))
        rows = [[i / 10, "abc"[i % 3]] for i in range(90)]
        self.write("train.csv", rows, ["x", "target"])
        self.forest("train", "--train", "train.csv", "-o", "model.json", "--task", "classification", "--trees", "9")
        Booster.load(self.folder / "model.json").save(self.folder / "again.json")
        for arguments in ([], ["--json"]):
            said = [self.forest("predict", "-m", name, "--test", "train.csv", *arguments)
                    for name in ("model.json", "again.json")]
            if arguments:
                said = [{**json.loads(text), "predict_ms": 0} for text in said]
            self.assertEqual(said[0], said[1])

    # ---- theirs in ours

    RANDOM_FOREST = {"num_parallel_tree": 40, "learning_rate": 1, "subsample": 0.8, "colsample_bynode": 0.8,
                     "reg_lambda": 1e-5, "max_depth": 8, "objective": "reg:squarederror"} # as XGBRFRegressor

    def trained(self, rows, targets, rounds=1, categories=(), **parameters):
        matrix = Matrix(rows, targets, categories)
        booster = Booster.train(matrix, rounds, **{**self.RANDOM_FOREST, **parameters})
        booster.save(self.folder / "model.json")
        return booster

    def test_random_forest(self):
        rows, targets = read(self.folder / "train.csv")
        test, _ = read(self.folder / "test.csv")
        for parameters in ({}, {"tree_method": "exact", "colsample_bynode": 1},
                           {"tree_method": "exact", "colsample_bynode": 1, "gamma": 30000}, {"base_score": 0},
                           {"tree_method": "approx", "max_bin": 16}):
            with self.subTest(parameters=parameters):
                booster = self.trained(rows, targets, **parameters)
                self.same(self.predict("model.json", "test.csv"), booster.predict(test))

    def test_several_targets(self):
        rows, targets = read(self.folder / "train.csv")
        test, _ = read(self.folder / "test.csv")
        booster = self.trained(rows, [[y, -2 * y, y % 7] for y in targets])
        self.write("blind.csv", test)
        self.same(self.predict("model.json", "blind.csv"), booster.predict(test))
        said = self.forest("predict", "-m", "model.json", "--test", "blind.csv")
        self.assertEqual([line.count(",") for line in said.splitlines()], [2] * 89)

    def refused(self, said):
        result = self.run_forest("predict", "-m", "model.json", "--test", "test.csv")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertRegex(result.stderr, rf"\Aforest: model\.json: [^\n]*{said}[^\n]*\n\Z")

    def test_models_of_another_kind(self):
        rows, targets = read(self.folder / "train.csv")
        self.trained(rows, targets, rounds=3)
        self.refused("its trees were boosted")
        self.trained(rows, targets, rounds=3, num_parallel_tree=1)
        self.refused("its trees were boosted")
        self.trained(rows, [float(y > 150) for y in targets], objective="binary:logistic")
        self.refused("its objective is 'binary:logistic'")
        self.trained(rows, [y // 120 for y in targets], objective="multi:softprob", num_class=3)
        self.refused("its objective is 'multi:softprob'")
        self.trained(rows, targets, booster="gblinear", num_parallel_tree=1, subsample=1)
        self.refused("its booster is 'gblinear'")
        self.trained(rows, targets, booster="dart")
        self.refused("its booster is 'dart'")
        whole = [[row[1] - 1, *row[2:]] for row in rows]
        self.trained(whole, [y + 200 * row[0] for row, y in zip(whole, targets)], categories=(0,))
        self.refused("it splits by categories")
        self.trained(rows, [[y, -y] for y in targets], multi_strategy="multi_output_tree")
        self.refused("its leaves hold vectors")
        self.trained(rows, targets)
        Booster.load(self.folder / "model.json").save(self.folder / "model.ubj")
        (self.folder / "model.json").write_bytes((self.folder / "model.ubj").read_bytes())
        self.refused("not JSON")


if __name__ == "__main__":
    unittest.main()
