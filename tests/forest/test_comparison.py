"""bench/forest.py with small sizes, and the tables and plots that it makes.

BUILD is the build folder. The other libraries are compared where they are installed."""

import csv
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from xml.etree import ElementTree

BENCH = Path(__file__).resolve().parents[2] / "bench"
sys.path.insert(0, str(BENCH))

import plot
from forest_contestants import CONTESTANTS
from forest_data import make_rows
from forest_table import COLUMNS, Report

BUILD = os.environ["BUILD"]
OURS = {one.key for one in CONTESTANTS if one.is_ours}
PEERS = {one.key: one.label for one in CONTESTANTS if not one.is_ours}
CASES = {("diabetes", "353", "20"), ("made", "500", "5"), ("made", "2000", "2"), ("made", "2000", "5")}
SVG = "{http://www.w3.org/2000/svg}"


def compare(folder, *arguments, build=BUILD, **environment):
    command = [sys.executable, "-B", BENCH / "forest.py", "--quick", "--output", folder, "--build", build, *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=500)


def read(folder):
    with open(Path(folder) / "forest.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def installed():
    for key in PEERS:
        command = [sys.executable, "-B", BENCH / "forest_peers.py", key, "--version"]
        if subprocess.run(command, capture_output=True).returncode == 0:
            yield key


class All(unittest.TestCase):
    """One run of everybody."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name) / "a folder that is not there"
        cls.result = compare(cls.folder)
        cls.present = OURS | set(installed())

    def setUp(self):
        self.assertEqual((self.result.returncode, self.result.stdout), (0, ""), self.result.stderr)
        self.rows = read(self.folder)
        self.text = (self.folder / "forest.md").read_text(encoding="utf-8")

    def test_everybody_is_there(self):
        self.assertEqual(tuple(self.rows[0]), COLUMNS)
        expected = sorted((*case, key) for case in CASES for key in self.present)
        found = sorted((row["data"], row["rows"], row["trees"], row["contestant"]) for row in self.rows)
        self.assertEqual(found, expected)

    def test_who_is_missing_is_said(self):
        missing = [label for key, label in PEERS.items() if key not in self.present]
        lines = self.result.stderr.splitlines()
        self.assertEqual(len(lines), len(missing), self.result.stderr)
        for line, label in zip(lines, missing):
            self.assertTrue(line.startswith(f"forest: left out: {label}: "), line)
            self.assertIn(line.removeprefix("forest: left out: "), self.text)

    def test_all_is_measured(self):
        for row in self.rows:
            self.assertEqual(row["note"], "", row)
            for key in ("first_ms", "fit_ms", "predict_ms", "mse"):
                self.assertGreater(float(row[key]), 0, row)
            self.assertEqual(row["seeds"], "2" if row["data"] == "diabetes" else "1")
            self.assertEqual(row["predicted_rows"], "89" if row["data"] == "diabetes" else row["rows"])
        self.assertEqual({row["runs"] for row in self.rows if row["contestant"] == "cpu-native"}, {"3"})

    def test_errors(self):
        """Ours are the same everywhere, and everybody has learned something."""
        _, targets = make_rows(0, 1000, 28, 2)
        variance = {"made": statistics.pvariance(map(float, targets)), "diabetes": 5500}
        errors = {}
        for row in self.rows:
            self.assertLess(float(row["mse"]), 0.9 * variance[row["data"]], row)
            if row["contestant"] in OURS:
                errors.setdefault((row["data"], row["rows"], row["trees"]), set()).add(row["mse"])
        self.assertEqual({len(found) for found in errors.values()}, {1}, errors)

    def test_plots(self):
        for name in ("rows", "trees"):
            root = ElementTree.parse(self.folder / f"forest-{name}.svg").getroot()
            self.assertEqual(root.tag, SVG + "svg")
            self.assertEqual(len(root.findall(f".//{SVG}polyline")), 3 * len(self.present))
            self.assertEqual(len(root.findall(f".//{SVG}circle/{SVG}title")), 3 * 2 * len(self.present))
            words = [text.text for text in root.iter(SVG + "text")]
            for one in CONTESTANTS:
                self.assertEqual(words.count(one.label), one.key in self.present)

    def test_markdown(self):
        for name in ("machine", "GPU", "WebGPU", "WebAssembly", "command"):
            self.assertRegex(self.text, rf"(?m)^- {name}: \S")
        for head in ("Diabetes", "Made rows, by rows", "Made rows, by trees"):
            self.assertIn(f"## {head}\n", self.text)
        for line in self.text.splitlines():
            if line.startswith("| wasigpu"):
                self.assertNotIn("|  |", line)
        mse = next(row["mse"] for row in self.rows if (row["data"], row["rows"], row["trees"]) == ("made", "2000", "2")
                   and row["contestant"] == "gpu-wasm")
        self.assertIn(f"| {float(mse):.4f} |", self.text)


class Some(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_limit(self):
        """All but the smallest case of a data set is left out, without a number."""
        result = compare(self.folder, "--only", "cpu-native", "--limit", "0")
        self.assertEqual(result.returncode, 0, result.stderr)
        notes = {(row["data"], row["rows"], row["trees"]): row["note"] for row in read(self.folder)}
        self.assertEqual(notes.keys(), CASES)
        for case, note in notes.items():
            if case in {("diabetes", "353", "20"), ("made", "500", "5")}:
                self.assertEqual(note, "")
            else:
                self.assertRegex(note, "left out: a fit would take about 0 s, and --limit is 0")
        self.assertEqual([row["mse"] for row in read(self.folder) if row["note"]], ["", ""])
        self.assertIn("left out", (self.folder / "forest.md").read_text())

    def test_libraries_that_cannot_be_loaded(self):
        modules = self.folder / "modules"
        modules.mkdir()
        (modules / "lightgbm.py").write_text("raise OSError('libgomp.so.1: cannot open\\nand more')")
        (modules / "xgboost.py").write_text("raise ModuleNotFoundError('No module named xgboost')")
        result = compare(self.folder, "--only", "xgboost", "lightgbm", "cpu-native", PYTHONPATH=str(modules))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr.splitlines(), [
            "forest: left out: XGBoost: No module named xgboost",
            "forest: left out: LightGBM: libgomp.so.1: cannot open"])
        self.assertEqual({row["contestant"] for row in read(self.folder)}, {"cpu-native"})

    def test_nobody(self):
        result = compare(self.folder, "--only", "cpu-native", build=self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r"\Aforest: left out: [^\n]*: make build\nforest: nobody to compare\n\Z")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_a_program_that_fails(self):
        native = self.folder / "native"
        native.mkdir()
        for name in ("forest", "forest_large"):
            (native / name).write_text("#!/bin/sh\necho first >&2\necho 'out of luck' >&2\nexit 1\n")
            (native / name).chmod(0o755)
        result = compare(self.folder, "--only", "cpu-native", build=self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), len(CASES))
        self.assertEqual({row["note"] for row in read(self.folder)}, {"left out: out of luck"})
        for name in ("rows", "trees"):
            ElementTree.parse(self.folder / f"forest-{name}.svg")

    def test_interrupted(self):
        """What was measured is kept, and nothing more is said."""
        signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started this may have it ignored
        command = [sys.executable, "-B", BENCH / "forest.py", "--quick", "--output", self.folder, "--build", BUILD,
                   "--only", "cpu-native", "cpu-wasm"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while process.poll() is None and not (self.folder / "forest-trees.svg").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        self.assertEqual((process.communicate(timeout=60)[0], process.returncode), ("", 130))
        rows = read(self.folder)
        self.assertEqual((rows[0]["contestant"], rows[0]["note"]), ("cpu-native", ""))
        self.assertLess(len(rows), 2 * len(CASES))

    def test_command_lines(self):
        for arguments in (["--runs", "0"], ["--threads", "0"], ["--rows", "1000", "0"], ["--only", "somebody"],
                          ["--limit", "soon"]):
            result = compare(self.folder, *arguments)
            self.assertEqual((result.returncode, result.stdout), (2, ""), arguments)
            self.assertIn(arguments[0], result.stderr.splitlines()[-1])


class Reports(unittest.TestCase):
    """What is read out of measurements."""

    def report(self, *rows):
        common = {**dict.fromkeys(COLUMNS, ""), "data": "made", "rows": 1000000, "trees": 100, "depth": 10,
                  "max_features": 9, "first_ms": 9.0, "fit_ms": 4.0, "predict_ms": 2.0, "mse": 2.0, "seeds": 1}
        return Report({}, [], CONTESTANTS, [{**common, **row} for row in rows]).as_markdown(1000000, 100)

    def test_who_is_ahead(self):
        text = self.report({"contestant": "lightgbm", "fit_ms": 10.0, "predict_ms": 1.0}, {"contestant": "gpu-wasm"},
                           {"contestant": "cpu-wasm", "fit_ms": 25.0, "predict_ms": 0.5})
        lines = [line for line in text.splitlines() if " is behind " in line]
        self.assertEqual(lines, [
            "- made, 1,000,000 rows, 100 trees, fit: wasigpu CPU, WebAssembly is behind LightGBM 2.5",
            "- made, 1,000,000 rows, 100 trees, predict: wasigpu GPU, WebAssembly is behind LightGBM 2.0"])
        self.assertIn("Nowhere.", self.report({"contestant": "lightgbm"}, {"contestant": "gpu-wasm", "fit_ms": 1.0}))

    def test_errors_beside_the_better(self):
        text = self.report({"contestant": "lightgbm"}, {"contestant": "xgboost", "mse": 2.5}, {"contestant": "gpu-wasm",
                           "mse": 2.01}, {"contestant": "scikit-learn", "mse": 1.0})
        self.assertIn("- 1,000,000 rows, 100 trees: 2.0100, +0.5 % against 2.0000 of LightGBM\n", text)

    def test_what_was_left_out_has_no_number(self):
        text = self.report({"contestant": "scikit-learn", "note": "left out: too long", "fit_ms": "", "mse": ""},
                           {"contestant": "gpu-wasm"})
        self.assertIn("| scikit-learn | left out |\n", text)
        self.assertIn("- made, scikit-learn, 1,000,000 rows, 100 trees: left out: too long\n", text)


class Pinned(unittest.TestCase):
    def test_peers(self):
        """Each at one version with its hashes; XGBoost is the one that the other tests have."""
        lines = (BENCH.parent / "deps/peers.txt").read_text().replace("\\\n", " ").splitlines()
        pinned = dict(line.split("==") for line in lines if "==" in line)
        self.assertLessEqual({*PEERS, "numpy", "scipy"} - {"xgboost"} | {"xgboost-cpu"}, pinned.keys())
        for name, rest in pinned.items():
            self.assertRegex(rest, r"\A[\d.]+(\s+--hash=sha256:[0-9a-f]{64})+\Z", name)
        versions = (BENCH.parent / "deps/versions.toml").read_text()
        self.assertIn(pinned["xgboost-cpu"].partition("sha256:")[2], versions)


class Plots(unittest.TestCase):
    def figure(self, *lines, label="a"):
        text = plot.figure("title", [plot.Panel("times", "rows", [plot.Line(label, "#000000", False, list(line))
                                                                  for line in lines])])
        return ElementTree.fromstring(text)

    def places(self, root):
        return [tuple(map(float, pair.split(","))) for pair in root.find(f".//{SVG}polyline").get("points").split()]

    def test_both_axes_are_logarithmic(self):
        (x0, y0), (x1, y1), (x2, y2) = self.places(self.figure([(1e3, 0.1), (1e4, 1), (1e5, 10)]))
        self.assertAlmostEqual(x1 - x0, x2 - x1, delta=0.2)
        self.assertAlmostEqual(y0 - y1, y1 - y2, delta=0.2)
        self.assertGreater(x1, x0)
        self.assertLess(y1, y0, "more is higher up")

    def test_one_point_and_equal_ones(self):
        for line in ([(10, 5)], [(10, 5), (100, 5)], [(10, 5), (10, 5.01)]):
            for x, y in self.places(self.figure(line)):
                self.assertTrue(plot.LEFT <= x <= plot.LEFT + plot.WIDTH and plot.TOP <= y <= plot.TOP + plot.HEIGHT)

    def test_nothing(self):
        self.assertIn("nothing measured", [text.text for text in self.figure().iter(SVG + "text")])

    def test_ticks(self):
        for values in ([1, 1e6], [2.7, 2.9], [353, 353], [30, 60], [1e-3, 1e9], [0.02, 7000]):
            axis = plot.Axis(values, 0, 100)
            ticks = axis.ticks()
            self.assertTrue(2 <= len(ticks) <= 8, (values, ticks))
            self.assertEqual(ticks, sorted(set(ticks)))
            for tick in ticks:
                self.assertTrue(0 <= axis.place(tick) <= 100, (values, ticks))

    def test_labels_are_text(self):
        root = self.figure([(1, 1)], label="<a & b>")
        self.assertIn("<a & b>", [text.text for text in root.iter(SVG + "text")])


if __name__ == "__main__":
    unittest.main()
