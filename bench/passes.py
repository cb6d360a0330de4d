#!/usr/bin/env python3
"""Where the GPU's time went: sums a trace of `wasigpu run --trace FILE` up by the labels of its passes."""

import argparse
import json
import statistics
from collections import defaultdict
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trace", type=Path, help="the trace")
    arguments = parser.parse_args()
    passes = defaultdict(list)
    for event in json.loads(arguments.trace.read_text()):
        if event.get("cat") == "gpu":
            passes[event["name"]].append(event["dur"])
    print(f"{'pass':<32}{'count':>8}{'sum':>14}{'median':>14}")
    for name, times in sorted(passes.items(), key=lambda item: -sum(item[1])):
        print(f"{name:<32}{len(times):>8}{sum(times) / 1e3:>11.3f} ms{statistics.median(times):>11.3f} us")


if __name__ == "__main__":
    main()
