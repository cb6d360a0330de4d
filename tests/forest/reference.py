"""The forest once more, from the rules of examples/forest/trainer.hpp and nothing else.

Slow and plain: numbers of any size, fractions, and a node's candidates by trying each on all of its rows.
A tree is its nodes in pre-order, [feature, cut, right child, rows] or [value, rows]; `read` has those of a model file."""

import csv
import math
import struct
from decimal import Decimal
from fractions import Fraction

MASK = 0xFFFFFFFF


def mix(x):
    x ^= x >> 16
    x = x * 0x85EBCA6B & MASK
    x ^= x >> 13
    x = x * 0xC2B2AE35 & MASK
    return x ^ (x >> 16)


def chain(*values):
    """The hash of a sequence; it begins with the hash to go on from."""
    result = values[0]
    for value in values[1:]:
        result = mix(result + value + 0x9E3779B9 & MASK)
    return result


def float32(number):
    """The nearest number of single precision."""
    return struct.unpack("f", struct.pack("f", number))[0]


def single(number):
    """The same; no -0."""
    return float32(number) + 0.0


class Scale:
    """Targets as integers: exactly where their decimals fit, else in as many steps as there can be."""

    def __init__(self, texts):
        exact = [Decimal(text) for text in texts]
        decimals = max(max(0, -value.normalize().as_tuple().exponent) for value in exact)
        most = (2**32 - 1) // len(texts)
        units = [int(value.scaleb(decimals)) for value in exact]
        if decimals <= 9 and max(map(abs, units)) < 10**15 and max(units) - min(units) <= most:
            self.offset, self.per_unit = float(min(units)), float(10**decimals)
            self.targets = [unit - min(units) for unit in units]
            return
        values = [float(text) for text in texts]
        self.per_unit = most / (max(values) - min(values))
        self.offset = min(values) * self.per_unit
        self.targets = [math.floor((value - min(values)) * self.per_unit + 0.5) for value in values]

    def mean(self, count, total):
        return (self.offset + total / count) / self.per_unit


class Data:
    def __init__(self, path, target):
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.names = [name for name in rows[0] if name != target]
        values = [[single(float(row[name])) for row in rows] for name in self.names]
        self.count = len(rows)
        self.codes = []
        self.cuts = []
        for column in values:
            distinct = sorted(set(column))
            self.codes.append([distinct.index(value) for value in column])
            self.cuts.append([self.cut(*pair) for pair in zip(distinct, distinct[1:])])
        self.scale = Scale([row[target] for row in rows])
        self.targets = self.scale.targets
        self.range = max(self.targets)

    @staticmethod
    def cut(lower, upper):
        middle = single((lower + upper) / 2)
        return middle if middle > lower else upper


class Tree:
    def __init__(self, data, number, trees, depth, looks, seed, min_leaf):
        self.data, self.depth, self.looks = data, depth, min(looks, len(data.names))
        self.min_leaf, self.trees = min_leaf, trees
        self.counts = [0] * data.count
        for draw in range(data.count):
            self.counts[chain(0, seed, number, 1, draw) % data.count] += 1
        self.key = chain(0, seed, number, 2)
        self.nodes = []
        self.grow([row for row in range(data.count) if self.counts[row]], 0, 0)

    def side(self, rows):
        return sum(self.counts[row] for row in rows), sum(self.counts[row] * self.data.targets[row] for row in rows)

    def grow(self, rows, level, begin):
        count, total = self.side(rows)
        split = self.find(rows, level, begin) if level < self.depth else None
        if split is None:
            self.nodes.append([single(self.data.scale.mean(count, total) / self.trees), count])
            return
        feature, cut = split
        left = [row for row in rows if self.data.codes[feature][row] <= cut]
        right = [row for row in rows if self.data.codes[feature][row] > cut]
        place = len(self.nodes)
        self.nodes.append(None)
        self.grow(left, level + 1, begin)
        self.nodes[place] = [feature, self.data.cuts[feature][cut], len(self.nodes), count]
        self.grow(right, level + 1, begin + len(left))

    def find(self, rows, level, begin):
        count, total = self.side(rows)
        worst = (count // 2) * (count - count // 2) * self.data.range
        shift = max(0, worst.bit_length() - 32)
        order = sorted(range(len(self.data.names)), key=lambda f: (chain(self.key, level, begin, f), f))
        best, found = 0, None
        for look in range(self.looks):
            for feature in order[look::self.looks]:
                score, cut = self.look(rows, feature, count, total, shift)
                if score > 0:
                    break
            if score > best:
                best, found = score, (feature, cut)
        return found

    def look(self, rows, feature, count, total, shift):
        """The best score of a feature, and its cut: of equals, the smallest."""
        codes = self.data.codes[feature]
        present = sorted({codes[row] for row in rows})
        best, cut = Fraction(0), None
        for lower, upper in zip(present, present[1:]):
            left_count, left_total = self.side([row for row in rows if codes[row] <= lower])
            right_count, right_total = count - left_count, total - left_total
            if min(left_count, right_count) < self.min_leaf:
                continue
            d = abs(right_count * left_total - left_count * right_total) >> shift
            score = Fraction(d * d, left_count * right_count)
            if score > best:
                best, cut = score, (lower + upper) // 2
        return best, cut


def train(path, target, trees, depth, looks, seed, min_leaf=1):
    """All trees."""
    data = Data(path, target)
    return [Tree(data, number, trees, depth, looks, seed, min_leaf).nodes for number in range(trees)]


def read(model):
    """The trees of a model file, as json.load has it."""
    return [read_tree(tree) for tree in model["learner"]["gradient_booster"]["model"]["trees"]]


def read_tree(tree):
    nodes = []

    def visit(node):
        value, rows = single(tree["split_conditions"][node]), tree["sum_hessian"][node]
        if tree["left_children"][node] == -1:
            nodes.append([value, rows])
            return
        place = len(nodes)
        nodes.append(None)
        visit(tree["left_children"][node])
        nodes[place] = [tree["split_indices"][node], value, len(nodes), rows]
        visit(tree["right_children"][node])

    visit(0)
    return nodes


def predict(trees, row):
    """`row` has the features in order."""
    result = Fraction(0)
    for tree in trees:
        node = 0
        while len(tree[node]) == 4:
            feature, cut, right, _ = tree[node]
            node = node + 1 if single(row[feature]) < cut else right
        result += Fraction(tree[node][0])
    return float(result)
