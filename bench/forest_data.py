#!/usr/bin/env python3
"""Makes the large data set, as .npy files or as CSV: rows of nothing but a seed, the same as bench/made_rows.hpp.

forest_data.py --rows 1000000 --features 28 --seed 1 -o large      large_x.npy (float32) and large_y.npy (float64)
forest_data.py --rows 1000000 -o large.csv                         columns x0, x1, ..., target

Needs no library; with numpy a million rows take some seconds, without it some minutes."""

import argparse
import struct
import sys
from pathlib import Path

try:
    import numpy
except ImportError:
    numpy = None

MASK = 0xFFFFFFFF
ROWS_AT_ONCE = 65536


def mix(x):
    """random.hpp's, of a number or of an array of 64-bit ones."""
    x = x ^ (x >> 16)
    x = x * 0x85EBCA6B & MASK
    x = x ^ (x >> 13)
    x = x * 0xC2B2AE35 & MASK
    return x ^ (x >> 16)


def chain(key, value):
    return mix((key + value + 0x9E3779B9) & MASK)


def bell(seed, row, column):
    """Nearly normal, with the mean 0 and a standard deviation of 0.58."""
    key = chain(chain(chain(0, seed), row), column)
    a, b = chain(key, 0), chain(key, 1)
    return ((a & 0xFFFF) + (a >> 16) + (b & 0xFFFF) + (b >> 16) - 131070) / 65536


def make_rows(first, count, features, seed):
    """Columns of values, and of targets: lists, or arrays where there is numpy."""
    if numpy is None:
        rows = [make_row(row, features, seed) for row in range(first, first + count)]
        return [list(column) for column in zip(*(values for values, _ in rows))], [target for _, target in rows]
    return make_row(numpy.arange(first, first + count, dtype=numpy.int64), features, seed)


def make_row(row, features, seed):
    x = [bell(seed, row, column) for column in range(max(features, 10))]
    for column in range(5, 10):
        x[column] = (x[column] + x[column - 5]) / 2
    noise = bell(seed, row, 1000)
    target = 3 * x[0] * x[1] + 4 * (x[2] - 0.5) * (x[2] - 0.5) + 3 * x[3] + 2 * x[4] + 2 * noise
    return x[:features], target


def chunks(arguments):
    for first in range(0, arguments.rows, ROWS_AT_ONCE):
        count = min(ROWS_AT_ONCE, arguments.rows - first)
        yield make_rows(first, count, arguments.features, arguments.seed)
        if sys.stderr.isatty():
            print(f"\r{first + count} of {arguments.rows} rows", end="", file=sys.stderr)


def npy_header(kind, shape):
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    text += " " * (-(len(text) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def write_npy(arguments):
    stem = str(arguments.output)
    with open(f"{stem}_x.npy", "wb") as values, open(f"{stem}_y.npy", "wb") as targets:
        values.write(npy_header("<f4", (arguments.rows, arguments.features)))
        targets.write(npy_header("<f8", (arguments.rows,)))
        for columns, made in chunks(arguments):
            if numpy is not None:
                values.write(numpy.stack(columns, axis=1).astype("<f4").tobytes())
                targets.write(made.astype("<f8").tobytes())
                continue
            for row in zip(*columns):
                values.write(struct.pack(f"<{len(row)}f", *row))
            targets.write(struct.pack(f"<{len(made)}d", *made))


def write_csv(arguments):
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(",".join([f"x{i}" for i in range(arguments.features)] + ["target"]) + "\n")
        for columns, made in chunks(arguments):
            for row in zip(*columns, made):
                file.write(",".join(f"{value:.17g}" for value in row) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--features", type=int, default=28)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, required=True, help="FILE.csv, or how the .npy files begin")
    arguments = parser.parse_args()
    if arguments.output.suffix == ".csv":
        write_csv(arguments)
    else:
        write_npy(arguments)


if __name__ == "__main__":
    main()
