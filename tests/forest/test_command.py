"""The program as its user sees it: what it prints, its exit codes, and one line for whatever is wrong.

FOREST is the command line of the program."""

import json
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


class Jobs(Command):
    def test_train_and_predict(self):
        said = self.train("--trees", "30")
        self.assertRegex(said.stdout, r"\Amodel.json: 30 trees, \d+ nodes, trained on 353 rows in [\d.]+ ms on CPU")
        self.assertEqual(said.stderr, "")
        predicted = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv")
        values = [float(line) for line in predicted.stdout.split()]
        self.assertEqual(len(values), 89)
        self.assertTrue(all(25 <= value <= 346 for value in values))
        self.assertRegex(predicted.stderr, r"\Aforest: MSE \d+\.\d{4} over 89 rows\n\Z")

    def test_json(self):
        trained = json.loads(self.train("--trees", "10", "--json").stdout)
        self.assertEqual((trained["trees"], trained["rows"], trained["features"]), (10, 353, 10))
        self.assertEqual((trained["device"], trained["model"]), ("cpu", "model.json"))
        predicted = json.loads(self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv",
                                             "--json").stdout)
        self.assertEqual(len(predicted["predictions"]), 89)
        with (self.folder / "test.csv").open() as file:
            actual = [float(line.split(",")[-1]) for line in list(file)[1:]]
        mse = sum((a - b) ** 2 for a, b in zip(predicted["predictions"], actual)) / 89
        self.assertAlmostEqual(predicted["mse"], mse, places=6)

    def test_predict_without_a_target(self):
        self.train("--trees", "5")
        lines = (self.folder / "test.csv").read_text().split()
        self.write("blind.csv", "\n".join(line.rpartition(",")[0] for line in lines))
        result = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "blind.csv")
        self.assertEqual(len(result.stdout.split()), 89)
        self.assertEqual(result.stderr, "")
        output = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "blind.csv", "--json")
        self.assertNotIn("mse", json.loads(output.stdout))

    def test_another_target(self):
        self.train("--trees", "5", "--target", "bmi")
        model = json.loads((self.folder / "model.json").read_text())
        self.assertEqual(model["target"], {"name": "bmi", "minimum": 181, "decimals": 1})
        self.assertEqual(len(model["features"]), 10)

    def test_quoted_and_crlf(self):
        text = (self.folder / "train.csv").read_text()
        lines = [",".join(f'"{cell}"' for cell in line.split(",")) for line in text.split()]
        self.train("--trees", "5")
        plain = (self.folder / "model.json").read_bytes()
        self.write("train.csv", b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")
        self.train("--trees", "5")
        self.assertEqual((self.folder / "model.json").read_bytes(), plain)

    def test_bench_of_the_cpu(self):
        result = self.succeeds("bench", "--device", "cpu", "--train", "train.csv", "--test", "test.csv", "--runs", "1")
        self.assertEqual(result.stderr, "") # no terminal, no progress
        self.assertRegex(result.stdout, r"200 trees, depth 16, 3 of 10 features a split, seed 42; "
                                        r"353 rows to train on, 89 to predict\n")
        self.assertRegex(result.stdout, r"(?m)^CPU.* +[\d.]+ ms +[\d.]+ ms +[\d.]+ ms +2\d\d\d\.\d{4}$")
        output = json.loads(self.succeeds("bench", "--device", "cpu", "--train", "train.csv", "--test", "test.csv",
                                          "--runs", "1", "--json").stdout)
        self.assertEqual([device["device"] for device in output["devices"]], ["cpu"])
        self.assertNotIn("identical", output)

    def test_help(self):
        for arguments in (["--help"], ["-h"], ["help"], ["train", "--help"]):
            self.assertIn("forest train --train FILE", self.succeeds(*arguments).stdout)


class BadUsage(Command):
    def test_usage(self):
        for arguments, said in (
                ([], "no command: train, predict or bench"),
                (["fly"], "no command 'fly'"),
                (["bench", "twice"], "too much: 'twice'"),
                (["train"], "train needs -o MODEL"),
                (["predict"], "predict needs -m MODEL"),
                (["bench", "--forests"], "no option '--forests'"),
                (["bench", "-x"], "no option '-x'"),
                (["bench", "--trees"], "'--trees' needs a value"),
                (["bench", "--trees", "0"], "--trees takes a number from 1 to 65535, not '0'"),
                (["bench", "--trees", "65536"], "--trees takes a number from 1 to 65535"),
                (["bench", "--trees", "many"], "--trees takes a number from 1 to 65535, not 'many'"),
                (["bench", "--trees", "-5"], "--trees takes a number"),
                (["bench", "--depth", "65"], "--depth takes a number from 1 to 64"),
                (["bench", "--max-features", "257"], "--max-features takes a number from 1 to 256"),
                (["bench", "--min-samples-leaf", "0"], "--min-samples-leaf takes a number from 1 to 65535"),
                (["bench", "--bins", "257"], "--bins takes a number from 0 to 256"),
                (["bench", "--bins", "1"], "--bins takes at least 2"),
                (["bench", "--seed", "4294967296"], "--seed takes a number from 0 to 4294967295"),
                (["bench", "--seed", "99999999999999999999999"], "--seed takes a number"),
                (["bench", "--seed", "5x"], "--seed takes a number"),
                (["bench", "--runs", "0"], "--runs takes a number from 1 to 1000"),
                (["bench", "--device", "abacus"], "--device is cpu, gpu or auto, not 'abacus'")):
            with self.subTest(arguments=arguments):
                self.assertIn(said, self.fails(*arguments, code=2))


class BadData(Command):
    def train_error(self, text, *arguments):
        self.write("bad.csv", text)
        error = self.fails("train", "--device", "cpu", "--train", "bad.csv", "-o", "bad.json", *arguments)
        self.assertFalse((self.folder / "bad.json").exists())
        return error

    def test_csv(self):
        for text, said in (
                ("", "bad.csv: the file is empty"),
                ("a,target\n", "bad.csv: a header, but no rows"),
                ("a,b\n1,2\n", "bad.csv: no column 'target', which is to be predicted (choose another with --target)"),
                ("a,target\n1,2\nx,3\n", "bad.csv:3: column 1 (a): 'x' is not a number"),
                ("a,target\n1,2\n3,\n", "bad.csv:3: column 2 (target): an empty cell where a number should be"),
                ("a,target\n1,2\n3\n", "bad.csv:3: 1 cell, but the header has 2"),
                ("a,target\r\n1,2\r\n3,4,5\r\n", "bad.csv:3: 3 cells, but the header has 2"),
                ("a,target\n1,2\nNaN,3\n", "bad.csv:3: column 1 (a): 'NaN' is not a number"),
                ("a,target\n1,2\n1e999,3\n", "bad.csv:3: column 1 (a): '1e999' is too large for a number"),
                ('a,target\n"1,2\n3,4\n', "bad.csv:2: a quote is opened here and never closed"),
                ("target\n1\n", "bad.csv: the target is the only column, there is nothing to learn from"),
                ("a,a,target\n1,2,3\n", "bad.csv: columns 1 and 2 are both named 'a'"),
                (b"a,target\n\x00\xff,1\n", "bad.csv:2: column 1 (a): '?\ufffd' is not a number")):
            with self.subTest(text=text):
                self.write("bad.csv", text)
                result = subprocess.run([*FOREST, "train", "--device", "cpu", "--train", "bad.csv", "-o", "bad.json"],
                                        cwd=self.folder, capture_output=True, timeout=60)
                self.assertEqual(result.returncode, 1)
                self.assertEqual(result.stderr.decode(errors="replace"), f"forest: {said}\n")
        self.assertIn("over so wide a range do not fit", self.train_error("a,target\n1,0\n2,99999999999\n"))

    def test_bins(self):
        error = self.fails("train", "--device", "cpu", "--train", "train.csv", "-o", "model.json", "--bins", "255")
        self.assertIn("--bins: there is no trainer for binned features yet", error)

    def test_no_file(self):
        self.assertIn("none.csv: No such file", self.fails("train", "--train", "none.csv", "-o", "model.json"))
        self.assertIn("none.json: No such file", self.fails("predict", "-m", "none.json"))

    def test_no_place_for_the_model(self):
        error = self.fails("train", "--device", "cpu", "--train", "train.csv", "-o", "no/folder/model.json")
        self.assertIn("no/folder/model.json", error)

    def test_predict(self):
        self.train("--trees", "3")
        self.write("bad.csv", "age,sex\n1,2\n")
        self.assertEqual(self.fails("predict", "--device", "cpu", "-m", "model.json", "--test", "bad.csv"),
                         "bad.csv: no column 'bmi', which the forest was trained on")

    def test_models(self):
        self.train("--trees", "3")
        whole = (self.folder / "model.json").read_text()
        for text, said in (
                ("", "model.json: not a forest's model file"),
                (whole[:len(whole) // 2], "model.json: not a forest's model file"),
                ("a,b\n1,2\n", "model.json: not a forest's model file"),
                (whole.replace('"version":1', '"version":2'), "model.json: a model file of another version"),
                (whole.replace("]]]", "],[1,2]]]"), "model.json: damaged: tree 3 is invalid")):
            with self.subTest(said=said):
                self.write("model.json", text)
                self.assertIn(said, self.fails("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv"))

    def test_bench_without_a_target(self):
        lines = (self.folder / "test.csv").read_text().split()
        self.write("blind.csv", "\n".join(line.rpartition(",")[0] for line in lines))
        self.assertEqual(self.fails("bench", "--device", "cpu", "--train", "train.csv", "--test", "blind.csv"),
                         "blind.csv: no column 'target' to compare predictions with")


if __name__ == "__main__":
    unittest.main()
