"""Who trains forests in forest.py, and by which command: other libraries in forest_peers.py, and our own programs.

Each measurement is a process of its own, so that no library's threads are in another's way."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BENCH = Path(__file__).resolve().parent
DIABETES = BENCH.parent / "examples" / "forest" / "data"
FEATURES = 28  # of the made rows
SECONDS = 10  # no further run begins when those before it have taken so long


class Failure(Exception):
    """A line that says why there is no measurement."""


@dataclass(frozen=True)
class Case:
    """What is trained. The diabetes data's test rows are predicted, and of the made rows those that were trained on."""

    data: str  # diabetes or made
    rows: int
    trees: int
    depth: int
    max_features: int
    bins: int
    test_rows: int

    @property
    def predicted_rows(self):
        return self.test_rows if self.data == "diabetes" else self.rows

    def options(self):
        return ["--trees", self.trees, "--depth", self.depth, "--max-features", self.max_features]


@dataclass(frozen=True)
class Settings:
    build: Path
    scratch: Path  # made rows, and guests compiled ahead of time
    threads: int
    timeout: float  # of a process, in seconds


def run(command, timeout):
    """What `command` prints; a line of standard error, the last, says why it failed."""
    try:
        result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        raise Failure(f"stopped after {timeout:.0f} s") from None
    except OSError as error:
        raise Failure(f"{error.filename}: {error.strerror}") from None
    if result.returncode != 0:
        lines = result.stderr.strip().splitlines() or [f"{command[0]} ended with {result.returncode}"]
        raise Failure(lines[-1])
    return result.stdout


class Peer:
    """Another library, as far as Python finds it."""

    is_ours = False
    is_dashed = False

    def __init__(self, key, label, color):
        self.key, self.label, self.color = key, label, color
        self.command = [sys.executable, BENCH / "forest_peers.py", key]

    def prepare(self, settings):
        """What it is, with its version; a Failure if it cannot be used."""
        return run([*self.command, "--version"], settings.timeout).strip()

    def measure(self, settings, case, seed, runs):
        if case.data == "diabetes":
            place = ["--train", DIABETES / "diabetes_train.csv", "--test", DIABETES / "diabetes_test.csv",
                     "--predict", "test"]
        else:
            place = ["--train", settings.scratch / "train", "--test", settings.scratch / "test", "--rows", case.rows]
        return json.loads(run([*self.command, *place, *case.options(), "--bins", case.bins, "--seed", seed,
                               "--threads", settings.threads, "--runs", runs, "--seconds", SECONDS], settings.timeout))


class Ours:
    """The forest of this project, on one device, as a native program or as a guest."""

    is_ours = True

    def __init__(self, device, is_guest, color):
        self.key = f"{device}-{'wasm' if is_guest else 'native'}"
        self.label = f"wasigpu {device.upper()}, {'WebAssembly' if is_guest else 'native'}"
        self.color, self.is_dashed = color, is_guest
        self.device, self.is_guest = device, is_guest

    def prepare(self, settings):
        for name in ("forest", "forest_large"):
            if not self.is_guest:
                program = settings.build / "native" / name
                if not program.exists():
                    raise Failure(f"no {program}: make build")
                continue
            compiled = settings.scratch / f"{name}.cwasm"
            if not compiled.exists():
                run([settings.build / "bin" / "wasigpu", "compile", settings.build / "guests" / f"{name}.wasm",
                     "-o", compiled], None)
        if self.device == "gpu":
            gpu_info(settings)
        return ""

    def program(self, settings, name):
        if not self.is_guest:
            return [settings.build / "native" / name]
        return [settings.build / "bin" / "wasigpu", "run", "--dir", f"{DIABETES}::{DIABETES}", "--allow-precompiled",
                settings.scratch / f"{name}.cwasm"]

    def measure(self, settings, case, seed, runs):
        options = [*case.options(), "--seed", seed, "--runs", max(runs, 1), "--device", self.device]
        if case.data == "diabetes":
            files = ["--train", DIABETES / "diabetes_train.csv", "--test", DIABETES / "diabetes_test.csv"]
            said = json.loads(run([*self.program(settings, "forest"), "bench", *files, *options, "--json"],
                                  settings.timeout))
            device = next(device for device in said["devices"] if device["device"] == self.device)
            return {"first_ms": device["cold_ms"], "fit_ms": device["train_ms"], "predict_ms": device["predict_ms"],
                    "runs": max(runs, 1), "mse": device["mse"]}
        options += ["--features", FEATURES, "--rows", case.rows, "--test-rows", case.test_rows, "--bins", case.bins,
                    "--seconds", SECONDS]
        lines = map(json.loads, run([*self.program(settings, "forest_large"), *options], settings.timeout).splitlines())
        said = {line["what"]: line for line in lines}
        return {"first_ms": said["train"]["first_ms"] + said["predict"]["first_ms"], "fit_ms": said["train"]["warm_ms"],
                "predict_ms": said["predict"]["warm_ms"], "runs": said["train"]["runs"], "mse": said["test"]["mse"]}


CONTESTANTS = [
    Peer("scikit-learn", "scikit-learn", "#e69f00"),
    Peer("xgboost", "XGBoost", "#cc79a7"),
    Peer("lightgbm", "LightGBM", "#56b4e9"),
    Ours("cpu", False, "#009e73"),
    Ours("cpu", True, "#009e73"),
    Ours("gpu", False, "#d55e00"),
    Ours("gpu", True, "#d55e00"),
]


def gpu_info(settings):
    """The library and the adapter, in words; a Failure if there is none."""
    info = json.loads(run([settings.build / "bin" / "wasigpu", "info", "--json"], settings.timeout))
    library, adapter = info["library"], info["adapters"][0]
    return {"GPU": f"{adapter['name']}, {adapter['driver']}", "WebGPU": f"{library['name']} {library['version']}",
            "WebAssembly": f"wasigpu {info['version']}, Wasmtime {info['wasmtime']}"}


def make_rows(settings, rows, test_rows):
    """The made rows in files, for the other libraries; our programs make them themselves."""
    for name, count, seed in (("train", rows, 1), ("test", test_rows, 2)):
        run([sys.executable, BENCH / "forest_data.py", "--rows", count, "--features", FEATURES, "--seed", seed,
             "-o", settings.scratch / name], None)


def machine():
    """The processor's name and the cores that this process may use."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return f"{names[0] if names else 'a processor without a name'}, {cores()} cores"


def cores():
    return len(os.sched_getaffinity(0))
