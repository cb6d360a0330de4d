"""The forest once more, from the rules of examples/forest/trainer.hpp and nothing else.

Slow and plain: numbers of any size, fractions, and a node's candidates by trying each on all of its rows.
What it makes is the `trees` and `features` of a model file."""

import csv
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


class Data:
    def __init__(self, path, target):
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        names = [name for name in rows[0] if name != target]
        values = [[float(row[name]) for row in rows] for name in names]
        self.count = len(rows)
        self.codes = []
        self.features = []
        for name, column in zip(names, values):
            distinct = sorted(set(column))
            self.codes.append([distinct.index(value) for value in column])
            self.features.append({"name": name, "cuts": [self.cut(*pair) for pair in zip(distinct, distinct[1:])]})
        exact = [Decimal(row[target]) for row in rows]
        self.decimals = max(max(0, -value.normalize().as_tuple().exponent) for value in exact)
        units = [int(value.scaleb(self.decimals)) for value in exact]
        self.minimum = min(units)
        self.targets = [value - self.minimum for value in units]
        self.range = max(self.targets)

    @staticmethod
    def cut(lower, upper):
        middle = lower / 2 + upper / 2
        return middle if lower <= middle < upper else lower


class Tree:
    def __init__(self, data, number, depth, looks, seed, min_leaf):
        self.data, self.depth, self.looks = data, depth, min(looks, len(data.features))
        self.min_leaf = min_leaf
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
            self.nodes.append([count, total])
            return
        feature, cut = split
        left = [row for row in rows if self.data.codes[feature][row] <= cut]
        right = [row for row in rows if self.data.codes[feature][row] > cut]
        place = len(self.nodes)
        self.nodes.append(None)
        self.grow(left, level + 1, begin)
        self.nodes[place] = [feature, cut, len(self.nodes)]
        self.grow(right, level + 1, begin + len(left))

    def find(self, rows, level, begin):
        count, total = self.side(rows)
        worst = (count // 2) * (count - count // 2) * self.data.range
        shift = max(0, worst.bit_length() - 32)
        order = sorted(range(len(self.data.features)), key=lambda f: (chain(self.key, level, begin, f), f))
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
    """A model, as json.load has it."""
    data = Data(path, target)
    return {
        "format": "wasigpu-forest",
        "version": 1,
        "target": {"name": target, "minimum": data.minimum, "decimals": data.decimals},
        "features": data.features,
        "trees": [Tree(data, number, depth, looks, seed, min_leaf).nodes for number in range(trees)],
    }


def predict(model, row):
    """A row is a value by feature name. Leaves' means are in 65536ths, rounded half up."""
    whole = 0
    for tree in model["trees"]:
        node = 0
        while len(tree[node]) == 3:
            feature, cut, right = tree[node]
            column = model["features"][feature]
            node = node + 1 if row[column["name"]] <= column["cuts"][cut] else right
        count, total = tree[node]
        whole += (total * 65536 + count // 2) // count
    target = model["target"]
    return (target["minimum"] + whole / 65536 / len(model["trees"])) / 10 ** target["decimals"]
