"""Runs the tests of a build that records, each with a file of its own to note in."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .records import split

# Without a guest and without trampolines: nothing is noted.
SILENT = re.compile(r"^(native|hello_compute|forest\.(score|bench|trees|seeds)|webgpu_hpp)\.|^unit\.(gpu|webgpu)_")


def names(build: Path) -> list[str]:
    """All tests of a build but the slow ones."""
    done = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1", "--label-exclude", "^slow$"],
                          capture_output=True, check=True, encoding="utf-8")
    return [test["name"] for test in json.loads(done.stdout)["tests"]]


def run(build: Path, folder: Path, jobs: int) -> list[str]:
    """Leaves a file a test in `folder`, and gives the names of those that failed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def one(test: str) -> bool:
        environment = {**os.environ, "WASIGPU_RECORD_FILE": str(folder / test), "MESA_SHADER_CACHE_DISABLE": "true"}
        done = subprocess.run(["ctest", "--test-dir", build, "--tests-regex", f"^{re.escape(test)}$",
                               "--output-on-failure"], env=environment, check=False, capture_output=True,
                              encoding="utf-8", errors="replace")
        print(f"conformance: {test} {'passed' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode != 0:
            print(done.stdout, flush=True)
        return done.returncode == 0

    tests = [test for test in names(build) if split(test) is not None and not SILENT.match(test)]
    with ThreadPoolExecutor(jobs) as pool:
        return [test for test, passed in zip(tests, pool.map(one, tests)) if not passed]
