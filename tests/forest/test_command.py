"""The program as its user sees it: what it prints, its exit codes, and one line for whatever is wrong.

FOREST is the command line of the program."""

import json
import os
import random
import re
import shlex
import signal
import struct
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
        self.assertRegex(predicted.stderr, r"\Aforest: MSE \d+\.\d{4}, R squared 0\.\d{4} over 89 rows\n\Z")

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
        mean = sum(actual) / 89
        self.assertAlmostEqual(predicted["r2"], 1 - mse * 89 / sum((a - mean) ** 2 for a in actual), places=9)

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
        learner = json.loads((self.folder / "model.json").read_text())["learner"]
        self.assertEqual(learner["attributes"], {"forest_target": "bmi"})
        self.assertEqual(learner["feature_names"], "age sex bp s1 s2 s3 s4 s5 s6 target".split())
        predicted = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv")
        self.assertIn("over 89 rows", predicted.stderr) # of bmi, without being told again

    def test_out_of_bag_and_importances(self):
        plain = self.train("--trees", "100").stdout
        said = self.train("--trees", "100", "--oob-score", "--importances").stdout.splitlines()
        self.assertEqual(len(plain.splitlines()), 1)
        self.assertRegex(said[1], r"\Aout-of-bag R squared: 0\.[45]\d{3}\Z")
        names = [line.split("  ")[1] for line in said[2:]]
        values = [float(line.split("  ")[0]) for line in said[2:]]
        self.assertEqual(sorted(names), sorted("age sex bmi bp s1 s2 s3 s4 s5 s6".split()))
        self.assertEqual(values, sorted(values, reverse=True))
        self.assertEqual({names[0], names[1]}, {"bmi", "s5"})
        self.assertAlmostEqual(sum(values), 1, delta=0.001)
        output = json.loads(self.train("--trees", "100", "--oob-score", "--json").stdout)
        self.assertAlmostEqual(output["oob_score"], float(said[1].split()[-1]), places=4)
        self.assertAlmostEqual(output["importances"]["bmi"], values[names.index("bmi")], places=4)
        self.assertAlmostEqual(sum(output["importances"].values()), 1, places=9)
        self.assertNotIn("oob_score", json.loads(self.train("--trees", "5", "--json").stdout))

    def test_bins(self):
        """More rows than exact splits take; scored, saved and predicted with like any other."""
        rows = "".join(f"{i % 1000},{i % 1000 // 100}\n" for i in range(66000))
        self.write("train.csv", f"x,target\n{rows}")
        trained = json.loads(self.train("--trees", "3", "--bins", "200", "--oob-score", "--json").stdout)
        self.assertEqual(trained["rows"], 66000)
        self.assertGreater(trained["oob_score"], 0.98)
        self.assertEqual(trained["importances"], {"x": 1})
        few = json.loads(self.train("--trees", "3", "--bins", "200", "--min-samples-leaf", "67108864", "--json").stdout)
        self.assertEqual(few["nodes"], 3)
        self.train("--trees", "3", "--bins", "200", "--json")
        self.write("some.csv", "x\n50\n550\n950\n")
        predicted = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "some.csv")
        self.assertEqual([round(float(line), 5) for line in predicted.stdout.split()], [0, 5, 9])

    def test_no_row_is_out_of_bag(self):
        self.write("train.csv", "x,target\n1,2\n")
        self.assertIn("out-of-bag score: none", self.train("--trees", "3", "--oob-score").stdout)
        output = self.train("--trees", "3", "--oob-score", "--json").stdout
        self.assertIsNone(json.loads(output)["oob_score"])

    def npy(self, name, rows, order="C"):
        """Of doubles, as NumPy writes it."""
        shape = (len(rows), len(rows[0]))
        values = [cell for row in (rows if order == "C" else zip(*rows)) for cell in row]
        header = f"{{'descr': '<f8', 'fortran_order': {order == 'F'}, 'shape': {shape}, }}"
        header += " " * (64 - (10 + len(header) + 1) % 64) + "\n"
        self.write(name, b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() +
                   struct.pack(f"<{len(values)}d", *values))

    def test_npy(self):
        """The same forest as from CSV, but for the names."""
        for name in ("train", "test"):
            with (self.folder / f"{name}.csv").open() as file:
                rows = [[float(cell) for cell in line.split(",")] for line in list(file)[1:]]
            self.npy(f"{name}.npy", rows, order="F" if name == "test" else "C")
            self.npy("features.npy", [row[:-1] for row in rows])
            self.npy("first.npy", [row[-1:] + row[:-1] for row in rows])
        self.train("--trees", "5")
        by_name = json.loads((self.folder / "model.json").read_text())
        expected = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv")
        trained = self.train("--trees", "5", "--train", "train.npy", "--json")
        self.assertEqual(list(json.loads(trained.stdout)["importances"]), [f"f{i}" for i in range(10)])
        by_place = json.loads((self.folder / "model.json").read_text())
        self.assertEqual(by_place["learner"]["feature_names"], [])
        self.assertEqual(by_place["learner"]["gradient_booster"], by_name["learner"]["gradient_booster"])
        for arguments in (["test.npy"], ["first.npy", "--target", "0"], ["test.csv"], ["features.npy"]):
            predicted = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", *arguments)
            self.assertEqual(predicted.stdout, expected.stdout)
            self.assertEqual(predicted.stderr, "" if arguments == ["features.npy"] else expected.stderr)
        result = self.succeeds("bench", "--device", "cpu", "--train", "train.npy", "--test", "test.npy", "--runs", "1")
        self.assertIn("353 rows to train on, 89 to predict", result.stdout)

    def classes(self, name, count, labels):
        """Rows whose two features tell their class; and noise."""
        noise = random.Random(name)
        rows = ["u,v,kind"]
        for i in range(count):
            label = i % len(labels)
            rows.append(f"{label % 2 + noise.uniform(-0.4, 0.4)},{label // 2 + noise.uniform(-0.4, 0.4)},{labels[label]}")
        self.write(name, "\n".join(rows) + "\n")

    def test_classes(self):
        for labels in (["no", "yes"], ["10", "9"], ["red", "green", "blue", "a,b"]):
            with self.subTest(labels=labels):
                quoted = [f'"{label}"' for label in labels]
                self.classes("train.csv", 200, quoted)
                self.classes("test.csv", 100, quoted)
                said = self.train("--task", "classification", "--target", "kind", "--trees", "20", "--oob-score",
                                  "--max-features", "1")
                outputs = 1 if len(labels) == 2 else len(labels)
                self.assertRegex(said.stdout, rf"\Amodel.json: {20 * outputs} trees")
                self.assertRegex(said.stdout, r"(?m)^out-of-bag accuracy: (0\.9\d{3}|1\.0000)$")
                said = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv")
                self.assertLessEqual(set(said.stdout.splitlines()), set(labels))
                accuracy = float(re.fullmatch(r"forest: accuracy (\d\.\d{4}) over 100 rows\n", said.stderr)[1])
                right = [a == labels[i % len(labels)] for i, a in enumerate(said.stdout.splitlines())]
                self.assertAlmostEqual(accuracy, sum(right) / 100)
                self.assertGreater(accuracy, 0.95)
                output = json.loads(self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test",
                                                  "test.csv", "--json").stdout)
                ordered = sorted(labels, key=int) if labels[0].isdigit() else sorted(labels)
                self.assertEqual(output["classes"], ordered)
                self.assertEqual(output["accuracy"], accuracy)
                for shares, predicted in zip(output["probabilities"], output["predictions"], strict=True):
                    self.assertEqual(len(shares), len(labels))
                    self.assertEqual(ordered[shares.index(max(shares))], predicted)
                    self.assertTrue(all(-1e-6 < share < 1 + 1e-6 for share in shares))
                result = self.succeeds("bench", "--device", "cpu", "--train", "train.csv", "--test", "test.csv",
                                       "--runs", "1", "--trees", "20", "--target", "kind", "--task", "classification")
                self.assertRegex(result.stdout, r"predict +accuracy\n")

    def test_classes_that_are_new(self):
        self.classes("train.csv", 40, ["a", "b"])
        self.train("--task", "classification", "--target", "kind", "--trees", "5")
        self.write("test.csv", "v,u,kind\n0,0,a\n0,1,b\n0,0,zebra\n")
        said = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv")
        self.assertEqual(said.stdout, "a\nb\na\n")
        self.assertEqual(said.stderr, "forest: accuracy 0.6667 over 3 rows\n")

    def test_progress(self):
        said = self.train("--trees", "30", "--progress", "always").stderr # \r is \n here
        self.assertRegex(said, r"\A\ntraining on CPU[^\[]* \[-{20}\] 0 of 30 trees\x1b\[K")
        self.assertRegex(said, r"\n[^\n]*\[#{20}\] 30 of 30 trees\x1b\[K\n\x1b\[K\Z") # and it is gone
        for when in ("auto", "never"):
            self.assertEqual(self.train("--trees", "5", "--progress", when).stderr, "")

    def test_interrupted(self):
        """Ctrl-C: it ends at once, and no model is left, whole or in parts; nor is the one before lost."""
        self.train("--trees", "3")
        before = (self.folder / "model.json").read_bytes()
        with subprocess.Popen([*FOREST, "train", "--device", "cpu", "--train", "train.csv", "-o", "model.json",
                               "--trees", "65535", "--progress", "always"], cwd=self.folder,
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as started:
            self.assertIn(b"training", started.stderr.read(40)) # it is under way
            started.send_signal(signal.SIGINT)
            started.stderr.read()
        self.assertIn(started.returncode, (130, -signal.SIGINT))
        self.assertEqual((self.folder / "model.json").read_bytes(), before)
        self.assertEqual({path.name for path in self.folder.iterdir()}, {"model.json", "train.csv", "test.csv"})

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
                (["bench", "--min-samples-leaf", "0"], "--min-samples-leaf takes a number from 1 to 67108864"),
                (["bench", "--bins", "257"], "--bins takes a number from 0 to 256"),
                (["bench", "--bins", "1"], "--bins takes at least 2"),
                (["bench", "--seed", "4294967296"], "--seed takes a number from 0 to 4294967295"),
                (["bench", "--seed", "99999999999999999999999"], "--seed takes a number"),
                (["bench", "--seed", "5x"], "--seed takes a number"),
                (["bench", "--runs", "0"], "--runs takes a number from 1 to 1000"),
                (["bench", "--task", "guess"], "--task is regression or classification, not 'guess'"),
                (["bench", "--progress", "soon"], "--progress is always, never or auto, not 'soon'"),
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
                ("a,target\n1,2\n1e39,3\n", "bad.csv:3: column 1 (a): '1e39' is too large: numbers go up to 3.4e38"),
                ("1,2\n3,4\n", "bad.csv:1: numbers where the columns' names should be: add a header line"),
                ("a,target\n1,1e9\n2,1000000001\n", "bad.csv: the targets differ by too little for their size: "
                                                    "subtract what they have in common, or scale them up"),
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
        self.assertEqual(self.train_error("a,target\n1,x\n2,x\n", "--task", "classification"),
                         "bad.csv: all rows are of class 'x': there is nothing to tell apart")
        many = "\n".join(f"{i},{i}" for i in range(300))
        self.assertIn("more than 256 classes", self.train_error(f"a,target\n{many}\n", "--task", "classification"))
        self.assertEqual(self.train_error("a,target\n1,x\n2,y\n3,z\n", "--task", "classification", "--trees", "30000"),
                         "30000 trees for each of 3 classes are 90000, at most 65535 can be trained")

    def test_npy(self):
        self.write("bad.npy", b"\x93NUMPY\x01\x00")
        self.assertEqual(self.fails("train", "--train", "bad.npy", "-o", "model.json"),
                         "bad.npy: damaged: its header is not what NumPy writes")

    def test_bins_errors(self):
        rows = "".join(f"{i % 7},{10 ** 9 if i == 5 else i % 2}\n" for i in range(3000))
        self.assertIn("cut off the extremes", self.train_error(f"a,target\n{rows}", "--bins", "255"))
        self.assertEqual(self.train_error("target\n1\n2\n", "--bins", "9"), self.train_error("target\n1\n2\n"))
        wide = ",".join(f"x{i}" for i in range(257))
        self.assertIn("257 features, at most 256",
                      self.train_error(f"{wide},target\n{'1,' * 257}1\n", "--bins", "9"))

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
        half = whole[:len(whole) // 2]
        for text, said in (
                ("", "model.json: not JSON, or only a part of it"),
                (half, "model.json: not JSON, or only a part of it"),
                ("a,b\n1,2\n", "model.json: not JSON, or only a part of it"),
                ('{"trees": []}', "model.json: not a model of XGBoost or of this program"),
                (whole.replace("reg:squarederror", "binary:logistic"), "model.json: its objective is 'binary:logistic'"),
                (whole.replace('"num_parallel_tree":"3"', '"num_parallel_tree":"1"'),
                 "model.json: its trees were boosted"),
                (whole.replace('"left_children":[1,', '"left_children":[0,'),
                 "model.json: damaged: tree 0: node 0 has a child that is not there")):
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
