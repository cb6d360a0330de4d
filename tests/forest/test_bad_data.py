"""Data and models that are wrong: one line says what, where, and what to do."""

import subprocess
import unittest

from command import FOREST, Command


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
        self.assertIn("at most 8388608 can be trained on with exact splits: use --bins 256",
                      self.train_error(f"{','.join(f'x{i}' for i in range(255))},target\n" + ("1," * 255 + "2\n") * 33000))
        wide = ",".join(f"x{i}" for i in range(257))
        self.assertIn("257 features, at most 256",
                      self.train_error(f"{wide},target\n{'1,' * 257}1\n", "--bins", "9"))

    def test_columns_by_the_hundred_thousand(self):
        """Their number is said before anything is compared with anything."""
        wide = ",".join(f"x{i}" for i in range(100000))
        said = "100000 features, at most 256 can be trained on: leave columns out"
        self.assertEqual(self.train_error(f"{wide},target\n{'1,' * 100000}1\n"), f"bad.csv: {said}")
        self.assertEqual(self.train_error(f"{wide},x5,target\n"), "bad.csv: columns 6 and 100001 are both named 'x5'")
        self.train("--trees", "3")
        features = "age,sex,bmi,bp,s1,s2,s3,s4,s5,s6"
        self.write("wide.csv", f"{wide},{features}\n" + "1," * 100000 + "1,2,3,4,5,6,7,8,9,10\n")
        predicted = self.succeeds("predict", "--device", "cpu", "-m", "model.json", "--test", "wide.csv")
        self.assertEqual(len(predicted.stdout.split()), 1)

    def test_a_folder(self):
        (self.folder / "data.csv").mkdir()
        for arguments in (["train", "--train", "data.csv", "-o", "model.json"],
                          ["train", "--train", ".", "-o", "model.json"],
                          ["predict", "-m", "data.csv", "--test", "test.csv"]):
            self.assertRegex(self.fails(*arguments), r"\A(data\.csv|\.): is a directory\Z")

    def test_no_file(self):
        self.assertIn("none.csv: No such file", self.fails("train", "--train", "none.csv", "-o", "model.json"))
        self.assertIn("none.json: No such file", self.fails("predict", "-m", "none.json", "--test", "test.csv"))

    def test_predict(self):
        self.train("--trees", "3")
        self.write("bad.csv", "age,sex\n1,2\n")
        self.assertEqual(self.fails("predict", "--device", "cpu", "-m", "model.json", "--test", "bad.csv"),
                         "bad.csv: no column 'bmi', which the forest was trained on")
        self.assertEqual(self.fails("predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv", "--target",
                                    "nosuch"),
                         "test.csv: no column 'nosuch', which is to be predicted (choose another with --target)")

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
