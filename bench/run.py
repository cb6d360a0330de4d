#!/usr/bin/env python3
"""Runs the microbenchmarks natively and in WebAssembly, in turn, and prints the ratio of each.

Also what webgpu.h costs a guest more than the imports that it calls, and the start: how much longer, and with how much
more memory, `wasigpu run` of hello_compute takes than the native program, compiled ahead of time and as a plain .wasm
the second time. Times are medians over all runs of one side; only the sides of one run may be compared, for machines
are noisy.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(command, stderr=None):
    """Runs `command`: its output, its wall time in milliseconds, its peak resident memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall_ms = (time.perf_counter() - start) * 1e3
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, command))} failed with {process.returncode}")
    return output, wall_ms, usage.ru_maxrss / 1024


def micro(command, stderr=None):
    """{benchmark: nanoseconds} of one run of the microbenchmarks."""
    output, _, _ = run(command, stderr)
    return {name: float(ns) for name, ns in (line.split("\t") for line in output.splitlines())}


def medians(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def measure_micro(native, guest, rounds, progress):
    sides = ([], [])
    for index in range(rounds):
        progress(f"microbenchmarks, round {index + 1} of {rounds}")
        for side, command in zip(sides, (native, guest)):
            side.append(micro(command))
    native_ns, guest_ns = map(medians, sides)
    return [
        {
            "name": name,
            "native_ns": native_ns[name],
            "wasm_ns": guest_ns[name],
            "ratio": guest_ns[name] / native_ns[name],
        }
        for name in native_ns
    ]


def measure_calls(guest, rounds, progress):
    """What webgpu.h costs more than the imports it calls: both in one guest, which alternates them."""
    runs = []
    for index in range(rounds):
        progress(f"webgpu.h and imports, round {index + 1} of {rounds}")
        runs.append([line.split("\t") for line in run(guest)[0].splitlines()])
    return [
        {
            "name": lines[0][0],
            "import_ns": statistics.median(float(import_ns) for _, import_ns, _ in lines),
            "header_ns": statistics.median(float(header_ns) for _, _, header_ns in lines),
        }
        for lines in zip(*runs)
    ]


def measure_start(commands, rounds, progress):
    """{side_ms, side_mib} of {side: command}. Each has run once before, which fills what it has of caches."""
    sides = {side: [] for side in commands}
    for index in range(-1, rounds):
        progress(f"start, round {index + 1} of {rounds}")
        for side, command in commands.items():
            figures = run(command)[1:]
            if index >= 0:
                sides[side].append(figures)
    start = {}
    for side, runs in sides.items():
        start[f"{side}_ms"], start[f"{side}_mib"] = map(statistics.median, zip(*runs))
    return start


def measure_forwarding(command, rounds, progress):
    runs = []
    for index in range(rounds):
        progress(f"forwarding, round {index + 1} of {rounds}")
        runs.append(micro(command))
    ns = medians(runs)
    return {"direct_ns": ns["direct"], "forwarded_ns": ns["forwarded"]}


def readable(ns):
    for unit, size in (("ms", 1e6), ("us", 1e3)):
        if ns >= size:
            return f"{ns / size:.2f} {unit}"
    return f"{ns:.1f} ns"


def print_table(rows, calls, start, forwarding):
    print(f"{'benchmark':<22}{'native':>12}{'wasm':>12}{'more':>12}{'ratio':>8}")
    for row in rows:
        more = row["wasm_ns"] - row["native_ns"]
        sign = "-" if more < 0 else ""
        print(
            f"{row['name']:<22}{readable(row['native_ns']):>12}{readable(row['wasm_ns']):>12}"
            f"{sign + readable(abs(more)):>12}{row['ratio']:>8.3f}"
        )
    for name, side in (("hello_compute", "wasm"), ("from the cache", "cached")) if start else ():
        for what, unit in (("start", "ms"), ("memory", "MiB")):
            native, guest = (start[f"{key}_{unit.lower()}"] for key in ("native", side))
            print(
                f"{name + ', ' + what:<22}{native:>{11 - len(unit)}.1f} {unit}{guest:>{11 - len(unit)}.1f} {unit}"
                f"{guest - native:>{11 - len(unit)}.1f} {unit}{guest / native:>8.3f}"
            )
    print(f"\n{'in a guest':<22}{'import':>12}{'webgpu.h':>12}{'more':>12}")
    for call in calls:
        more = call["header_ns"] - call["import_ns"]
        print(f"{call['name']:<22}{call['import_ns']:>9.1f} ns{call['header_ns']:>9.1f} ns{more:>9.1f} ns")
    if forwarding:
        more = forwarding["forwarded_ns"] - forwarding["direct_ns"]
        print(f"\nforwarding a native getter to the library costs {more:.2f} ns of {forwarding['forwarded_ns']:.2f} ns")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder (default: build)")
    parser.add_argument("--gpu-lib", default="dawn", help="dawn, wgpu or a path, for both sides (default: dawn)")
    parser.add_argument("--only", metavar="NAME", help="only operations whose name contains NAME, and no starts")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each side (default: 5)")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be at least 1")

    os.environ["WASIGPU_GPU_LIB"] = arguments.gpu_lib
    programs, guests, twins = (arguments.build / name for name in ("bin", "guests", "native"))
    command = [programs / "wasigpu", "run", "--gpu-lib", arguments.gpu_lib, "--no-cache"]

    def progress(text):
        if sys.stderr.isatty():
            print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as scratch:
        compiled = {}
        for name in ("micro", "imports", "hello_compute"):
            compiled[name] = Path(scratch) / f"{name}.cwasm"
            run([programs / "wasigpu", "compile", guests / f"{name}.wasm", "-o", compiled[name]])
        precompiled = {name: [*command, "--allow-precompiled", path] for name, path in compiled.items()}
        only = [arguments.only] if arguments.only else []
        rows = measure_micro([twins / "micro", *only], [*precompiled["micro"], *only], arguments.rounds, progress)
        calls = measure_calls([*precompiled["imports"], *only], arguments.rounds, progress)
        if not rows and not calls:
            parser.error(f"no operation's name contains {arguments.only}")
        cached = [*command[:-1], "--cache-dir", Path(scratch) / "cache", guests / "hello_compute.wasm"]
        start = None if only else measure_start(
            {"native": [twins / "hello_compute"], "wasm": precompiled["hello_compute"], "cached": cached},
            4 * arguments.rounds,
            progress,
        )
    forwarding = None
    if arguments.gpu_lib == "dawn" and not only:
        forwarding = measure_forwarding([twins / "forward"], arguments.rounds, progress)
    progress("")
    if arguments.json:
        figures = {"micro": rows, "calls": calls, "start": start, "forwarding": forwarding}
        print(json.dumps({"gpu_lib": arguments.gpu_lib, **figures}, indent=2))
    else:
        print_table(rows, calls, start, forwarding)


if __name__ == "__main__":
    main()
