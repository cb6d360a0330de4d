#!/usr/bin/env python3
"""How long `wasigpu run` takes from its start to its end, beside the native program: of hello_compute, and of a forest that
is trained and predicted with once, its `cold_ms`.

Five sides, in turn: the native program; a precompiled module without a cache, and with one, from which its pipelines
come; a plain .wasm from the cache; and one that is compiled. Times are medians, after one run that fills the caches.
Mesa keeps what lavapipe compiles, too: the table is printed without that, and with it."""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from run import run


def hello_compute(command):
    return run(command)[1]


def forest(command):
    arguments = ["bench", "--runs", "1", "--device", "gpu", "--json"]
    devices = json.loads(run([*command, *arguments], subprocess.DEVNULL)[0])["devices"]
    return devices[-1]["cold_ms"]


def sides(build, scratch, name, options):
    """{side: command}"""
    wasigpu = build / "bin" / "wasigpu"
    plain = build / "guests" / f"{name}.wasm"
    ahead = scratch / f"{name}.cwasm"
    subprocess.run([wasigpu, "compile", plain, "-o", ahead], check=True)
    cached = [wasigpu, "run", "--cache-dir", scratch / "cache", *options]
    uncached = [wasigpu, "run", "--no-cache", *options]
    return {
        "native": [(build / "native" / name).resolve()],
        "precompiled, --no-cache": [*uncached, "--allow-precompiled", ahead],
        "precompiled": [*cached, "--allow-precompiled", ahead],
        "from the cache": [*cached, plain],
        "compiled": [*uncached, plain],
    }


def measure(name, measured, commands, rounds):
    times = {side: [] for side in commands}
    for index in range(rounds + 1):
        for side, command in commands.items():
            ms = measured(command)
            if index > 0:
                times[side].append(ms)
    return [f"{statistics.median(times[side]):.1f} ms" for side in commands]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder (default: build)")
    parser.add_argument("--data", type=Path, default=Path("examples/forest/data"), help="the forest's data")
    parser.add_argument("--gpu-lib", default="dawn", help="dawn, wgpu or a path (default: dawn)")
    parser.add_argument("--rounds", type=int, default=11, help="runs of each side (default: 11)")
    arguments = parser.parse_args()
    os.environ["WASIGPU_GPU_LIB"] = arguments.gpu_lib
    build, data = arguments.build.resolve(), arguments.data.resolve()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        (scratch / "cache").mkdir(mode=0o700)
        (scratch / "data").symlink_to(data)
        os.chdir(scratch)
        programs = (
            ("hello_compute", hello_compute, []),
            ("forest", forest, ["--dir", f"{data}::data"]),
        )
        for name, measured, options in programs:
            commands = sides(build, scratch, name, options)
            print(f"{name:<24}" + "".join(f"{side:>25}" for side in commands))
            for title, disable in (("without Mesa's cache", "true"), ("with it", "false")):
                os.environ["MESA_SHADER_CACHE_DISABLE"] = disable
                cells = measure(name, measured, commands, arguments.rounds)
                print(f"{title:<24}" + "".join(f"{cell:>25}" for cell in cells))


if __name__ == "__main__":
    main()
