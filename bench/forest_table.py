"""What forest.py has measured: as CSV, a row a measurement, and as Markdown, a table a question."""

import csv
import io

COLUMNS = ("data", "contestant", "rows", "trees", "depth", "max_features", "predicted_rows", "first_ms", "fit_ms",
           "predict_ms", "runs", "seeds", "mse", "note")

DIFFERENCES = """\
- *first*: the first fit and the first prediction in a process, which on a GPU includes compiling and making buffers;
  *fit* and *predict*: the median of the runs after it, or the first one's time where it took 10 s or more.
- Timed is what starts with rows in memory as single-precision floats. Bins are made within it.
- scikit-learn looks at all values, not at bins; a tree draws as many rows as there are, with replacement.
- XGBoost (`num_parallel_tree`, as XGBRFRegressor) and LightGBM (`boosting=rf`) draw 63.2 % of the rows without
  replacement. LightGBM grows the best leaf first, to the same depth, with at least one row a leaf.
- wasigpu draws as scikit-learn does; of the made rows a row's number of draws is a Poisson number. Its trees are the
  same on the CPU and on the GPU, natively and in WebAssembly, and so are its errors. Its CPU trainer has one thread,
  the others have all cores."""


def as_csv(measured):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in measured:
        writer.writerow({key: f"{value:.10g}" if isinstance(value, float) else value for key, value in row.items()})
    return out.getvalue()


def readable(number, digits):
    """As many digits, or all before the point."""
    return f"{number:,.0f}" if number >= 10**(digits - 1) else f"{number:#.{digits}g}".rstrip(".")


def size(row):
    return f"{row['rows']:,} rows, {row['trees']:,} trees"


class Report:
    """`measured` has a dictionary of COLUMNS for each measurement, numbers missing where there is a note."""

    def __init__(self, facts, missing, contestants, measured):
        self.facts, self.missing, self.contestants, self.measured = facts, missing, contestants, measured

    def named(self, row):
        return next(one.label for one in self.contestants if one.key == row["contestant"])

    def cell(self, contestant, key, **case):
        for row in self.measured:
            if row["contestant"] == contestant.key and case.items() <= row.items():
                return "left out" if row["note"] else readable(row[key], 5 if key == "mse" else 3)
        return ""

    def table(self, heads, cells):
        yield "| | " + " | ".join(heads) + " |"
        yield "|---" * (len(heads) + 1) + "|"
        for contestant in self.contestants:
            yield f"| {contestant.label} | " + " | ".join(cells(contestant)) + " |"
        yield ""

    def diabetes(self):
        rows = [row for row in self.measured if row["data"] == "diabetes"]
        if not rows:
            return
        keys = {"first, ms": "first_ms", "fit, ms": "fit_ms", "predict, ms": "predict_ms", "test MSE": "mse"}
        seeds = {row["seeds"] for row in rows if row["note"] == ""} or {0}
        yield "## Diabetes\n"
        yield (f"{size(rows[0])}, depth {rows[0]['depth']}, {rows[0]['max_features']} features a split, exact splits; "
               f"the {rows[0]['predicted_rows']} test rows are predicted. The error is the mean of "
               f"{' to '.join(map(str, sorted({min(seeds), max(seeds)})))} forests, each of another seed.\n")
        yield from self.table(keys, lambda one: [self.cell(one, key, data="diabetes") for key in keys.values()])

    def made(self, axis, other, fixed):
        """Against `axis`, rows or trees, of as many of the `other` as are `fixed`."""
        rows = [row for row in self.measured if row["data"] == "made" and row[other] == fixed]
        if not rows:
            return
        yield f"## Made rows, by {axis}\n"
        yield (f"{fixed:,} {other}, depth {rows[0]['depth']}, {rows[0]['max_features']} of 28 features a split, 256 "
               "bins; the rows trained on are predicted, and the error is that of others.\n")
        values = sorted({row[axis] for row in rows})
        for key, what in (("first_ms", "first, ms"), ("fit_ms", "fit, ms"), ("predict_ms", "predict, ms"),
                          ("mse", "test MSE")):
            heads = [f"{what}: {values[0]:,} {axis}", *(f"{value:,}" for value in values[1:])]
            yield from self.table(heads, lambda one: [
                self.cell(one, key, data="made", **{axis: value, other: fixed}) for value in values])

    def by_case(self):
        """Of each case the rows that have numbers: others', and ours."""
        cases = {}
        for row in self.measured:
            if row["note"] == "":
                ours = row["contestant"] in {one.key for one in self.contestants if one.is_ours}
                cases.setdefault((row["data"], size(row)), ([], []))[ours].append(row)
        return {name: case for name, case in cases.items() if all(case)}

    def quality(self):
        """The made rows' errors beside those of the libraries that split in bins as the forest does."""
        lines = []
        for (data, name), (others, ours) in self.by_case().items():
            binned = [row for row in others if row["contestant"] in ("xgboost", "lightgbm")]
            if data == "made" and binned:
                best = min(binned, key=lambda row: row["mse"])
                more = 100 * (ours[0]["mse"] / best["mse"] - 1)
                lines.append(f"- {name}: {ours[0]['mse']:.4f}, {more:+.1f} % against {best['mse']:.4f} of "
                             f"{self.named(best)}")
        if lines:
            yield "## Error of wasigpu beside the better of XGBoost and LightGBM\n"
            yield from [*lines, ""]

    def behind(self):
        """Who is faster than we are, and at what."""
        lines = []
        for (data, name), (others, ours) in self.by_case().items():
            for key, what in (("fit_ms", "fit"), ("predict_ms", "predict")):
                for mine in ours:
                    faster = [f"{self.named(row)} {mine[key] / row[key]:.1f}" for row in others if row[key] < mine[key]]
                    if faster:
                        lines.append(f"- {data}, {name}, {what}: {self.named(mine)} is behind {', '.join(faster)}")
        if self.by_case():
            yield "## Where others are ahead\n"
            yield "How many times as fast they are.\n" if lines else "Nowhere."
            yield from [*lines, ""]

    def notes(self):
        lines = [f"- {row['data']}, {self.named(row)}, {size(row)}: {row['note']}"
                 for row in self.measured if row["note"]]
        lines += [f"- {line}" for line in self.missing]
        if lines:
            yield "## Left out\n"
            yield from [*lines, ""]

    def as_markdown(self, fixed_rows, fixed_trees):
        lines = ["# The forest beside others", ""]
        lines += [f"- {name}: {value}" for name, value in self.facts.items()]
        lines += ["", DIFFERENCES, ""]
        for part in (self.diabetes(), self.made("rows", "trees", fixed_trees), self.made("trees", "rows", fixed_rows),
                     self.quality(), self.behind(), self.notes()):
            lines += part
        return "\n".join(lines).rstrip() + "\n"
