#!/usr/bin/env python3
"""Counts the instructions of single calls, and compares them with the table of what they should be.

Under callgrind a guest makes each call many times over the null GPU, between markers, each of which ends a
part of the counts. Of each part there are three numbers: instructions in the host's library, in the engine's,
and in code that the engine has compiled (the guest's loop, and the way out of it). The null GPU and the C
library are left out: the one is no part of the product, the other differs from one processor to another.

They repeat, but for the few instructions of a timer's thread, so that a test can hold them: with the compiler
that the table names, for another one makes other code. `--update` writes the table anew.
"""

import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CALLS = 256  # as calls.c makes them
COLUMNS = ("host", "engine", "compiled")
SKIPPED = 77
SLACK = 0.05
LEAST = 1  # instruction: markers and loops are counted too
NAMED = re.compile(r"(c?ob)=\((\d+)\)(?: (.*))?$")


def column(path):
    """Whose code an object has; None: nobody's who is counted."""
    name = Path(path).name
    if name.startswith("libwasigpu.") or name == "wasigpu":
        return "host"
    if "wasmtime" in name:
        return "engine"
    return "compiled" if path == "???" else None


def read_part(file, objects):
    """The name and the numbers of one part. `objects` are the names so far: a later part has only their numbers."""
    counts = dict.fromkeys(COLUMNS, 0)
    name = ""
    current = None
    callee = False
    for line in file:
        line = line.rstrip("\n")
        if line.startswith("desc: Trigger: Client Request:"):
            name = line.split(":", 3)[3].strip()
            continue
        named = NAMED.match(line)
        if named:
            kind, number, path = named.groups()
            if path:
                objects[number] = path
            if kind == "ob":
                current = column(objects[number])
        elif line.startswith("calls="):
            callee = True  # the next line has what the callee and its callees cost
        elif re.match(r"[-+*0-9]", line):
            if not callee and current:
                counts[current] += int(line.split()[1])
            callee = False
    return name, counts


def count(command):
    """{call: {column: instructions}} of one run."""
    calls = {}
    objects = {}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        valgrind = ["valgrind", "--quiet", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out}"]
        environment = {**os.environ, "WASIGPU_LOG": "", "WGPU_BACKEND": "gl"}
        subprocess.run([*valgrind, *command], check=True, env=environment)
        parts = sorted(Path(folder).glob("out.*"), key=lambda path: int(path.suffix[1:]))
        for part in parts:
            with part.open(encoding="utf-8") as file:
                name, counts = read_part(file, objects)
            if name:
                calls[name] = {key: round(value / CALLS, 1) for key, value in counts.items()}
    return calls


def write_table(path, compiler, calls):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["call", *COLUMNS, compiler])
        for name, counts in calls.items():
            writer.writerow([name, *(counts[key] for key in COLUMNS)])


def read_table(path):
    """The compiler, and {call: {column: instructions}}."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header[-1], {row[0]: dict(zip(COLUMNS, map(float, row[1:]))) for row in rows}


def total(counts):
    return sum(counts.values())


def differs(actual, expected):
    return abs(actual - expected) > max(expected * SLACK, LEAST)


def compare(calls, expected):
    """Prints each call, and returns what is wrong, a line for each."""
    wrong = [f"{name}: it is not counted" for name in expected if name not in calls]
    print(f"{'call':<48}" + "".join(f"{key:>10}" for key in COLUMNS) + f"{'all':>10}{'expected':>10}")
    for name, counts in calls.items():
        numbers = "".join(f"{counts[key]:>10.1f}" for key in COLUMNS)
        known = expected.get(name)
        print(f"{name:<48}{numbers}{total(counts):>10.1f}{total(known) if known else 0:>10.1f}")
        if known is None:
            wrong.append(f"{name}: it is not in the table")
        elif differs(counts["host"], known["host"]) or differs(total(counts), total(known)):
            wrong.append(
                f"{name}: {counts['host']} instructions in the host, {total(counts):.1f} in all, "
                f"where the table has {known['host']} and {total(known):.1f}"
            )
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, default=Path("build"), help="the build folder (default: build)")
    parser.add_argument("--compiler", default="", help="what has compiled the host: its name and version")
    parser.add_argument("--update", action="store_true", help="write the table anew")
    arguments = parser.parse_args()
    table = Path(__file__).with_name("expected.csv")
    command = [
        arguments.build / "bin" / "wasigpu",
        "run",
        "--gpu-lib",
        arguments.build / "tests" / "libnull_gpu.so",
        arguments.build / "guests" / "calls.wasm",
    ]
    compiler, expected = read_table(table) if table.exists() else ("", {})
    if arguments.compiler != compiler and not arguments.update:
        print(f"skipped: the table is for {compiler}, and this is {arguments.compiler or 'unknown'}")
        return SKIPPED
    calls = count(command)
    if arguments.update:
        write_table(table, arguments.compiler, calls)
    wrong = compare(calls, calls if arguments.update else expected)
    if not calls:
        wrong.append("nothing was counted: are valgrind's headers (valgrind/callgrind.h) there?")
    for line in wrong:
        print(f"FAILED {line}")
    if wrong:
        print("If that is meant: tests/instructions/count.py --update, with the same options")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
