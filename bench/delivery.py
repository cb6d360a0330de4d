#!/usr/bin/env python3
"""Measures how late a finished operation is delivered while another device is busy, and what a wait costs.

Both natively, where the library waits for one operation alone, and in WebAssembly, where one waitable set waits
for all. By how much an operation takes longer when another device is busy is the GPU's doing too: on a CPU
adapter, whose work has the same cores, and where a GPU serves its devices in turn. What the guest adds to the
native side is ours. On the null GPU (--gpu-lib build/tests/libnull_gpu.so) devices do not know of each other.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from run import micro, readable

NULL_GPU_DISPATCH_US = "200"


def usage(command):
    """Runs `command`: its wall time and its processor time in seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"delivery: {' '.join(map(str, command))} failed with {process.returncode}")
    return time.perf_counter() - start, spent.ru_utime + spent.ru_stime


def share_of_core(command, rounds):
    """What of a core the wait takes: the median over pairs of runs with and without it."""
    shares = []
    for _ in range(rounds):
        idle_wall, idle_spent = usage([*command, "idle"])
        wall, spent = usage([*command, "wait"])
        shares.append((spent - idle_spent) / (wall - idle_wall))
    return statistics.median(shares)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder (default: build)")
    parser.add_argument("--gpu-lib", default="dawn", help="dawn, wgpu or a path, for both sides (default: dawn)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each side (default: 3)")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be at least 1")

    os.environ["WASIGPU_GPU_LIB"] = arguments.gpu_lib
    os.environ.setdefault("NULL_GPU_DISPATCH_US", NULL_GPU_DISPATCH_US)
    sides = {
        "native": [arguments.build / "native" / "delivery"],
        "wasm": [arguments.build / "bin" / "wasigpu", "run", "--gpu-lib", arguments.gpu_lib,
                 arguments.build / "guests" / "delivery.wasm"],
    }
    runs = {side: [] for side in sides}
    for _ in range(arguments.rounds):
        for side, command in sides.items():
            runs[side].append(micro(command))
    print(f"{'':<26}{'native':>12}{'wasm':>12}")
    for name in runs["native"][0]:
        figures = (statistics.median(run[name] for run in runs[side]) for side in sides)
        print(f"{name:<26}" + "".join(f"{readable(figure):>12}" for figure in figures))
    shares = [share_of_core(command, arguments.rounds) for command in sides.values()]
    print(f"{'a wait of 2 s, of a core':<26}" + "".join(f"{100 * share:>10.2f} %" for share in shares))


if __name__ == "__main__":
    main()
