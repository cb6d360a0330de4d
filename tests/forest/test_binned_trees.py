"""The trees of large data against binned_reference.py's, node by node.

BINNED_TREES is the command line of binned_trees.cpp; DEVICE the one to train on."""

import json
import os
import random
import shlex
import subprocess
import unittest

import binned_reference
from reference import float32

BINNED_TREES = shlex.split(os.environ["BINNED_TREES"])
DEVICE = os.environ.get("DEVICE", "cpu")


class Trees(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(self.id().rsplit(".", 1)[-1])

    def same(self, values, targets, **options):
        options = {"trees": 3, "depth": 5, "looks": 2, "min_leaf": 1, "bins": 256, "seed": 7} | options
        values = [[float32(value) for value in row] for row in values]
        lines = [f"{len(values)} {len(values[0])}"]
        lines += [" ".join(map(repr, [*row, target])) for row, target in zip(values, targets)]
        numbers = [str(options[name]) for name in ("trees", "depth", "looks", "min_leaf", "bins", "seed")]
        result = subprocess.run([*BINNED_TREES, DEVICE, *numbers], input="\n".join(lines), capture_output=True,
                                text=True, timeout=240)
        self.assertEqual(result.returncode, 0, result.stderr)
        made = json.loads(result.stdout)
        expected = binned_reference.train(values, targets, options)
        for feature, cuts in enumerate(expected["cuts"]):
            self.assertEqual(made["cuts"][feature], cuts, f"feature {feature}")
        for number, tree in enumerate(expected["trees"]):
            self.assertEqual(made["trees"][number], tree, f"tree {number}")
        self.assertEqual(made, expected)

    def rows(self, count, levels):
        """A feature for each of `levels`, with so many distinct values."""
        return [[self.random.randrange(level) / 8 - level / 20 for level in levels] for _ in range(count)]

    def test_numbers(self):
        values = [[self.random.gauss(0, 1) for _ in range(6)] for _ in range(250)]
        self.same(values, [row[0] * row[1] + row[2] + self.random.gauss(0, 1) for row in values], trees=4, depth=6)

    def test_few_bins(self):
        values = self.rows(300, [300, 40, 9, 2, 1])
        self.same(values, [self.random.randrange(100) / 7 for _ in values], bins=8, looks=3)

    def test_classes_and_ties(self):
        values = self.rows(150, [2, 3, 1, 2, 3])
        values = [[*row, row[0]] for row in values]
        self.same(values, [self.random.randrange(2) for _ in values], depth=10, looks=4)

    def test_leaves_of_some_size(self):
        values = self.rows(120, [50, 50])
        self.same(values, [self.random.random() for _ in values], min_leaf=11, depth=20)

    def test_leaves_of_more_rows_than_sixteen_bits_count(self):
        values = self.rows(140000, [2])
        self.same(values, [row[0] + self.random.randrange(3) for row in values], trees=1, depth=1, looks=1,
                  min_leaf=66000)

    def test_a_sample_of_the_rows(self):
        values = [[self.random.expovariate(1), float(self.random.randrange(3))] for _ in range(10000)]
        self.same(values, [self.random.randrange(5) for _ in values], trees=1, depth=2, looks=1, bins=50)

    def test_little(self):
        self.same([[1]], [5], trees=8)
        self.same([[1], [2]], [0, -3.5], trees=8)
        self.same([[-0.0], [0.0]], [0, 1])
        self.same([[3], [3], [3]], [1, 2, 9])

    def test_wide_targets(self):
        values = self.rows(200, [100, 100])
        self.same(values, [self.random.uniform(-1e12, 1e12) for _ in values])


if __name__ == "__main__":
    unittest.main()
