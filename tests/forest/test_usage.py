"""Command lines that are not understood: one line says what is wrong, and the exit code is 2."""

import unittest

from command import Command


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
                (["bench", "--task", "guess"], "--task is regression or classification, not 'guess'"),
                (["bench", "--progress", "soon"], "--progress is always, never or auto, not 'soon'"),
                (["bench", "--device", "abacus"], "--device is cpu, gpu or auto, not 'abacus'")):
            with self.subTest(arguments=arguments):
                self.assertIn(said, self.fails(*arguments, code=2))


if __name__ == "__main__":
    unittest.main()
