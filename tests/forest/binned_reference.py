"""The forest on large data once more, from the rules of examples/forest/trainer_binned.hpp, binning.hpp and
bootstrap.hpp and nothing else. Slow and plain: numbers of any size, and a node's candidates by trying each."""

import math
from fractions import Fraction

from reference import chain, float32

SAMPLE = 8192


def poisson_limits():
    """2^32 / e * (1 + 1 + 1/2 + ...): the series of 1 / e, so that no float rounds."""
    inverse_e = sum(Fraction((-1) ** k, math.factorial(k)) for k in range(40))
    limits, total = [], Fraction(0)
    for times in range(12):
        total += inverse_e / math.factorial(times)
        limits.append(round(total * 2**32))
    return limits


LIMITS = poisson_limits()


def cuts_of(values, bins):
    rows = len(values)
    size = min(rows, SAMPLE)
    sample = []
    for i in range(size):
        begin, end = i * rows // size, (i + 1) * rows // size
        sample.append(values[begin + chain(chain(0, 3), i) % (end - begin)])
    sample.sort()
    distinct = sorted(set(sample))
    if len(distinct) <= bins:
        above = range(1, len(distinct))
    else:
        above = []
        for part in range(1, bins):
            number = distinct.index(sample[part * size // bins])
            number = max(number, above[-1] + 1 if above else 1)
            if number < len(distinct):
                above.append(number)
    cuts = []
    for number in above:
        middle = float32((distinct[number - 1] + distinct[number]) / 2)
        cuts.append(middle if middle > distinct[number - 1] else distinct[number])
    return cuts


def most_draws(rows):
    return rows + 16 * math.isqrt(rows) + 64


def steps_of(targets):
    """The step and the targets in steps from the smallest."""
    low, high = min(targets), max(targets)
    if low == high:
        return 1.0, [0] * len(targets)
    most = min((2**32 - 1) // most_draws(len(targets)), 4095)
    step = Fraction(1, 2**200)
    while step * most < Fraction(high) - Fraction(low):
        step *= 2
    steps = [math.floor((Fraction(target) - Fraction(low)) / step + Fraction(1, 2)) for target in targets]
    while all(value % 2 == 0 for value in steps):
        step, steps = step * 2, [value // 2 for value in steps]
    return float(step), steps


class Tree:
    def __init__(self, columns, codes, steps, number, options):
        self.columns, self.codes, self.steps, self.options = columns, codes, steps, options
        key = chain(0, options["seed"], number, 1)
        rows = len(steps)
        sure = chain(key, 0xFFFFFFFF) % rows
        self.times = [sum(chain(key, row) >= limit for limit in LIMITS) + (row == sure) for row in range(rows)]
        self.nodes = []
        self.grow([row for row in range(rows) if self.times[row]], chain(0, options["seed"], number, 2), 0)

    def side(self, rows):
        return sum(self.times[row] for row in rows), sum(self.times[row] * self.steps[row] for row in rows)

    def grow(self, rows, key, level):
        split = self.find(rows, key) if level < self.options["depth"] and len(rows) > 1 else None
        if split is None:
            self.nodes.append(list(self.side(rows)))
            return
        column, code = split
        place = len(self.nodes)
        self.nodes.append(None)
        self.grow([row for row in rows if self.codes[column][row] <= code], chain(key, 0x80000000), level + 1)
        self.nodes[place] = [self.columns[column], code, len(self.nodes)]
        self.grow([row for row in rows if self.codes[column][row] > code], chain(key, 0x80000001), level + 1)

    def find(self, rows, key):
        count, total = self.side(rows)
        largest = (count // 2) * (count - count // 2)
        shift = max(0, (largest * max(self.steps)).bit_length() - 32)
        product_shift = max(0, largest.bit_length() - 32)
        order = sorted(range(len(self.columns)), key=lambda column: (chain(key, column), column))
        best, found = 0, None
        for column in order[: self.options["looks"]]:
            for code in range(256):
                left_count, left_total = self.side([row for row in rows if self.codes[column][row] <= code])
                right_count, right_total = count - left_count, total - left_total
                if min(left_count, right_count) < max(self.options["min_leaf"], 1):
                    continue
                d = abs(right_count * left_total - left_count * right_total) >> shift
                score = Fraction(d * d, left_count * right_count >> product_shift)
                if score > best:
                    best, found = score, (column, code)
        return found


def train(values, targets, options):
    """`values` are rows; options: trees, depth, looks, min_leaf, bins, seed."""
    by_feature = list(zip(*values))
    cuts = [cuts_of([value + 0.0 for value in column], options["bins"]) for column in by_feature]
    columns = [feature for feature, some in enumerate(cuts) if some] or [0]
    codes = [[sum(cut <= value for cut in cuts[feature]) for value in by_feature[feature]] for feature in columns]
    step, steps = steps_of(targets)
    trees = [Tree(columns, codes, steps, number, options).nodes for number in range(options["trees"])]
    return {"cuts": cuts, "minimum": min(targets), "step": step, "trees": trees}
