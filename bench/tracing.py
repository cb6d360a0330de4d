#!/usr/bin/env python3
"""What --stats and --trace cost: the microbenchmarks as a guest without, with the one and with the other, in turn.

Times are the best of all runs of one kind; only those of one run of this script may be compared."""

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from run import micro


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder (default: build)")
    parser.add_argument("--gpu-lib", default="dawn", help="dawn, wgpu or a path (default: dawn)")
    parser.add_argument("--only", metavar="NAME", help="only operations whose name contains NAME")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each kind (default: 5)")
    arguments = parser.parse_args()
    os.environ["WASIGPU_GPU_LIB"] = arguments.gpu_lib
    wasigpu = arguments.build / "bin" / "wasigpu"
    with tempfile.TemporaryDirectory() as scratch:
        guest = Path(scratch) / "micro.cwasm"
        subprocess.run([wasigpu, "compile", arguments.build / "guests" / "micro.wasm", "-o", guest], check=True)
        only = [arguments.only] if arguments.only else []
        kinds = {"plain": [], "--stats": ["--stats"], "--trace": ["--trace", Path(scratch) / "trace.json"]}
        runs = {kind: [] for kind in kinds}
        for _ in range(arguments.rounds):
            for kind, options in kinds.items():
                command = [wasigpu, "run", *options, "--allow-precompiled", guest, *only]
                runs[kind].append(micro(command, stderr=subprocess.DEVNULL))
    print(f"{'benchmark':<22}" + "".join(f"{kind:>14}" for kind in kinds) + f"{'ratios':>16}")
    for name in runs["plain"][0]:
        plain, *others = (min(run[name] for run in runs[kind]) for kind in kinds)
        print(
            f"{name:<22}" + "".join(f"{ns:>11.1f} ns" for ns in (plain, *others))
            + "".join(f"{ns / plain:>8.3f}" for ns in others)
        )


if __name__ == "__main__":
    main()
