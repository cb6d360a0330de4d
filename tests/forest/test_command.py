"""The program as its user sees it: what it does, and what it prints."""

import json
import random
import re
import struct
import unittest

from command import Command


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
        self.assertRegex(said, r"\A\ntraining on CPU \[-{20}\] 0 of 30 trees\x1b\[K")
        self.assertRegex(said, r"\n[^\n]*\[#{20}\] 30 of 30 trees\x1b\[K\n\x1b\[K\Z") # and it is gone
        for when in ("auto", "never"):
            self.assertEqual(self.train("--trees", "5", "--progress", when).stderr, "")

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


if __name__ == "__main__":
    unittest.main()
