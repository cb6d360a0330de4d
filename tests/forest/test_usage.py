"""Command lines that are not understood: one line says what is wrong, and the exit code is 2."""

import unittest

from command import Command


class BadUsage(Command):
    def test_usage(self):
        for arguments, said in (
                ([], "no command: train, predict or bench"),
                (["fly"], "no command 'fly'"),
                (["bench", "twice"], "too much: 'twice'"),
                (["train"], "train needs --train FILE"),
                (["train", "-o", "model.json"], "train needs --train FILE"),
                (["train", "--train", "train.csv"], "train needs -o MODEL"),
                (["predict"], "predict needs -m MODEL"),
                (["predict", "-m", "model.json"], "predict needs --test FILE"),
                (["bench", "--forests"], "no option '--forests'"),
                (["bench", "-x"], "no option '-x'"),
                (["bench", "--trees"], "--trees needs a value"),
                (["train", "-o"], "--output needs a value"),
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

    def test_options_of_other_commands(self):
        """None is taken that does nothing."""
        train = ["train", "--train", "train.csv", "-o", "model.json"]
        predict = ["predict", "-m", "model.json", "--test", "test.csv"]
        for arguments, said in (
                ([*train, "--runs", "3"], "--runs is an option of bench, and not of train"),
                ([*train, "--test", "test.csv"], "--test is an option of predict and bench, and not of train"),
                ([*train, "-m", "model.json"], "--model is an option of predict, and not of train"),
                ([*predict, "-o", "model.json"], "--output is an option of train, and not of predict"),
                ([*predict, "--trees", "3"], "--trees is an option of train and bench, and not of predict"),
                ([*predict, "--features", "3"], "--max-features is an option of train and bench, and not of predict"),
                (["--oob-score", *predict], "--oob-score is an option of train, and not of predict"),
                ([*predict, "--task", "regression"], "--task is an option of train and bench, and not of predict"),
                (["bench", "--importances"], "--importances is an option of train, and not of bench"),
                (["bench", "-o", "model.json"], "--output is an option of train, and not of bench")):
            with self.subTest(arguments=arguments):
                self.assertEqual(self.fails(*arguments, code=2), f"{said} (see forest --help)")
        for option in ("train", "test", "model", "trees", "depth", "max-features", "min-samples-leaf", "bins", "seed",
                       "runs", "task", "progress"):
            with self.subTest(option=option):
                value = {"task": "regression", "progress": "never"}.get(option, "5")
                command = predict if option not in ("model", "test") else train
                self.assertIn(f"--{option} is an option of ", self.fails(*command, f"--{option}", value, code=2))


if __name__ == "__main__":
    unittest.main()
