#!/usr/bin/env python3
"""Random forests by scikit-learn, XGBoost, LightGBM and by ours, on the same data and machine.

Ours are its trainers for the CPU and for the GPU, natively and in WebAssembly. Writes forest.csv, forest.md,
forest-rows.svg and forest-trees.svg: the times to fit and to predict, and the error on rows that were not trained
on, of the diabetes data and of made rows (forest_data.py), these against rows and against trees. A library that
is not installed is left out, and so is what would take too long; both are said.
"""

import argparse
import os
import platform
import shlex
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import plot
from forest_contestants import CONTESTANTS, Case, Failure, Settings, cores, gpu_info, machine, make_rows
from forest_table import COLUMNS, Report, as_csv


@dataclass
class Sizes:
    rows: list  # with `fixed_trees` trees
    fixed_trees: int
    trees: list  # with `fixed_rows` rows
    fixed_rows: int
    test_rows: int
    diabetes_trees: int
    seeds: int  # of the diabetes data, whose few rows have errors that differ much

    def cases(self):
        """The smaller before the larger, so that one tells how long the next will take."""
        sizes = {(rows, self.fixed_trees) for rows in self.rows} | {(self.fixed_rows, trees) for trees in self.trees}
        made = [Case("made", rows, trees, 10, 9, 256, self.test_rows) for rows, trees in sizes]
        made.sort(key=lambda case: (case.rows * case.trees, case.rows))
        return [Case("diabetes", 353, self.diabetes_trees, 16, 3, 512, 89), *made]


FULL = Sizes([1000, 10000, 100000, 1000000], 100, [10, 30, 100, 300], 100000, 100000, 200, 5)
QUICK = Sizes([500, 2000], 5, [2, 5], 2000, 1000, 20, 2)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def warn(text):
    progress("")
    print(f"forest: {text}", file=sys.stderr)


class Comparison:
    def __init__(self, settings, arguments, seeds):
        self.settings, self.arguments, self.seeds = settings, arguments, seeds
        self.measured = []

    def row(self, contestant, case, **numbers):
        facts = {"data": case.data, "contestant": contestant.key, "rows": case.rows, "trees": case.trees,
                 "depth": case.depth, "max_features": case.max_features, "predicted_rows": case.predicted_rows}
        self.measured.append({**dict.fromkeys(COLUMNS, ""), **facts, **numbers})

    def expected_s(self, contestant, case):
        """How long a fit will take, by the last case that was measured; 0 where there is none."""
        for row in reversed(self.measured):
            if row["contestant"] == contestant.key and row["data"] == case.data and row["note"] == "":
                return row["fit_ms"] / 1e3 * case.rows * case.trees / (row["rows"] * row["trees"])
        return 0

    def measure(self, contestant, case):
        limit = self.arguments.limit
        expected = self.expected_s(contestant, case)
        if expected > limit:
            note = f"left out: a fit would take about {expected:.0f} s, and --limit is {limit:g}"
            self.row(contestant, case, note=note)
            return
        start = time.monotonic()
        results = []
        try:
            for seed in range(1, (self.seeds if case.data == "diabetes" else 1) + 1):
                if results and time.monotonic() - start > limit:
                    break
                runs = self.arguments.runs if seed == 1 else 1
                results.append(contestant.measure(self.settings, case, seed, runs))
        except Failure as failure:
            warn(f"{contestant.label}, {case.data}, {case.rows} rows, {case.trees} trees: {failure}")
            self.row(contestant, case, note=f"left out: {failure}")
            return
        mse = statistics.fmean(result["mse"] for result in results)
        self.row(contestant, case, **{**results[0], "mse": mse, "seeds": len(results)})


def draw(contestants, measured, axis, other, fixed):
    """The figure against `axis`, rows or trees, of the made rows."""
    panels = []
    for key, title in (("fit_ms", "fit, ms"), ("predict_ms", "predict, ms"), ("mse", "test MSE")):
        lines = []
        for one in contestants:
            points = sorted((row[axis], row[key]) for row in measured
                            if row["contestant"] == one.key and row["data"] == "made" and row[other] == fixed
                            and row["note"] == "")
            if points:
                lines.append(plot.Line(one.label, one.color, one.is_dashed, points))
        panels.append(plot.Panel(title, axis, lines))
    return plot.figure(f"Random forests of {fixed:,} {other}, against {axis}", panels)


def write(folder, report, sizes):
    files = {
        "forest.csv": as_csv(report.measured),
        "forest.md": report.as_markdown(sizes.fixed_rows, sizes.fixed_trees),
        "forest-rows.svg": draw(report.contestants, report.measured, "rows", "trees", sizes.fixed_trees),
        "forest-trees.svg": draw(report.contestants, report.measured, "trees", "rows", sizes.fixed_rows),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def prepare(settings, contestants):
    """Those that can take part, what they are, and a line for each of the others."""
    present, facts, missing = [], {}, []
    for contestant in contestants:
        progress(f"looking for {contestant.label}")
        try:
            version = contestant.prepare(settings)
        except Failure as failure:
            missing.append(f"{contestant.label}: {failure}")
            warn(f"left out: {missing[-1]}")
            continue
        present.append(contestant)
        if version:
            facts[contestant.label] = version
    return present, facts, missing


def compare(arguments, settings):
    sizes = arguments.sizes
    wanted = [one for one in CONTESTANTS if arguments.only is None or one.key in arguments.only]
    contestants, versions, missing = prepare(settings, wanted)
    if not contestants:
        sys.exit("forest: nobody to compare")
    facts = {"machine": machine(), "Python": platform.python_version(), **versions}
    if any(one.is_ours for one in contestants):
        try:
            facts |= gpu_info(settings)
        except Failure as failure:
            facts["GPU"] = f"none ({failure})"
    facts["command"] = "`" + shlex.join(["python3", *sys.argv]) + "`"
    cases = sizes.cases()
    if not all(one.is_ours for one in contestants):
        progress("making rows")
        make_rows(settings, max(case.rows for case in cases if case.data == "made"), sizes.test_rows)
    comparison = Comparison(settings, arguments, sizes.seeds)
    for number, case in enumerate(cases, 1):
        for one in contestants:
            progress(f"{number} of {len(cases)}: {case.data}, {case.rows:,} rows, {case.trees} trees: {one.label}")
            comparison.measure(one, case)
            # Each time, so that whoever interrupts it has what was measured.
            write(arguments.output, Report(facts, missing, contestants, comparison.measured), sizes)
    progress("")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    keys = [one.key for one in CONTESTANTS]
    parser.add_argument("--output", type=Path, required=True, help="the folder for the table and the plots")
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder (default: build)")
    parser.add_argument("--gpu-lib", default="dawn", help="dawn, wgpu or a path (default: dawn)")
    parser.add_argument("--only", nargs="+", choices=keys, metavar="NAME", help="of " + ", ".join(keys))
    parser.add_argument("--rows", type=int, nargs="+", help="how many made rows (default: 1000 to 1000000)")
    parser.add_argument("--runs", type=int, default=3, help="runs after the first (default: 3)")
    parser.add_argument("--limit", type=float, default=60, metavar="SECONDS",
                        help="leave out whose fit would take longer, by the sizes before (default: 60)")
    parser.add_argument("--threads", type=int, default=cores(), help="of the libraries (default: all cores)")
    parser.add_argument("--quick", action="store_true", help="small sizes: only to see that all works")
    arguments = parser.parse_args()
    numbers = {"--runs": [arguments.runs], "--threads": [arguments.threads], "--rows": arguments.rows or []}
    for name, values in numbers.items():
        if any(value < 1 for value in values):
            parser.error(f"{name} must be at least 1")
    arguments.sizes = QUICK if arguments.quick else FULL
    if arguments.rows:
        arguments.sizes.rows = arguments.rows
    arguments.output.mkdir(parents=True, exist_ok=True)
    os.environ["WASIGPU_GPU_LIB"] = arguments.gpu_lib
    os.environ["WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY"] = "1"  # it is written before it is read
    with tempfile.TemporaryDirectory() as scratch:
        timeout = 2 * arguments.limit + 60
        try:
            compare(arguments, Settings(arguments.build, Path(scratch), arguments.threads, timeout))
        except KeyboardInterrupt:
            progress("")
            sys.exit(130)


if __name__ == "__main__":
    main()
