#!/usr/bin/env python3
"""Where the GPU's time went: sums a trace of `wasigpu run --trace FILE` up by the labels of its passes."""

import argparse
import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path


def events(path):
    """Those of a trace, whose end may be missing."""
    text = path.read_text()
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return json.loads(text[: text.rindex("\n")].rstrip(",\n") + "]")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trace", type=Path, help="the trace")
    arguments = parser.parse_args()
    passes = defaultdict(list)
    try:
        trace = events(arguments.trace)
    except (OSError, ValueError) as error:
        sys.exit(f"passes: {arguments.trace}: no trace: {error}")
    for event in trace:
        if event.get("cat") == "gpu":
            passes[event["name"]].append(event["dur"])
    print(f"{'pass':<32}{'count':>8}{'sum':>14}{'median':>14}")
    for name, times in sorted(passes.items(), key=lambda item: -sum(item[1])):
        print(f"{name:<32}{len(times):>8}{sum(times) / 1e3:>11.3f} ms{statistics.median(times):>11.3f} us")


if __name__ == "__main__":
    main()
