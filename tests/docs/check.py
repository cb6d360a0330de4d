#!/usr/bin/env python3
"""Runs what the documentation shows, document by document, each in a scratch folder of its own.

    <!-- file: hello.cpp -->     the code block that follows is saved under that name
    ```console                   each line "$ command" is run by bash; the lines behind it are what it
                                 prints on both outputs, where a line "..." stands for any lines and
                                 "..." inside a line for any text. It must exit with 0, or with N where
                                 the command line ends in "# exits with N".

Blocks of other languages are not run. Usage: check.py --build BUILD FILE...
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

FENCE = re.compile(r"^```(\w*)\s*$")
FILE_MARK = re.compile(r"^<!-- file: (\S+) -->$")
EXIT_MARK = re.compile(r"\s+# exits with (\d+)$")


@dataclass
class Block:
    line: int
    language: str
    file: str | None
    lines: list[str] = field(default_factory=list)


def blocks(text):
    """The code blocks of a document, in order."""
    block, mark = None, None
    for number, line in enumerate(text.splitlines(), 1):
        if block is not None:
            if line == "```":
                yield block
                block = None
            else:
                block.lines.append(line)
        elif fence := FENCE.match(line):
            block, mark = Block(number, fence[1], mark), None
        elif found := FILE_MARK.match(line):
            mark = found[1]
        elif line.strip():
            mark = None


def commands(lines):
    """(command, expected exit, expected output lines) of a console block."""
    command, expected = None, []
    for line in lines:
        if line.startswith("$ "):
            if command:
                yield *command, expected
            found = EXIT_MARK.search(line)
            command = (EXIT_MARK.sub("", line[2:]), int(found[1]) if found else 0)
            expected = []
        elif command and command[0].endswith("\\"):
            command = (command[0] + "\n" + line, command[1])
        else:
            expected.append(line)
    if command:
        yield *command, expected


def pattern(expected):
    """A regular expression for the output that `expected` describes."""
    parts = []
    for line in expected:
        if line.strip() == "...":
            parts.append(r"(?:.*\n)*")
        else:
            parts.append(".*".join(re.escape(part.rstrip()) for part in line.split("...")) + r"[ \t]*\n")
    return re.compile("".join(parts))


SOURCE = Path(__file__).resolve().parents[2]
DEPENDENCIES = SOURCE / "deps" / "root"


def environment(build):
    env = dict(os.environ)
    env["PATH"] = f"{(build / 'bin').resolve()}:{DEPENDENCIES / 'tools/bin'}:{env['PATH']}"
    env["WASIGPU_SOURCE"] = str(SOURCE)
    env["WASIGPU_WIT"] = str(DEPENDENCIES / "wit/webgpu-0.3.0-rc.2.wit")
    env["WASI_ADAPTER"] = str(DEPENDENCIES / "wasi-adapter")
    env["WASIGPU_BUILD"] = str(build.resolve())
    env["WASIGPU_SDK"] = str(build.resolve() / "guest-sdk")
    return env


def check(document, env):
    """The number of commands run; prints what does not hold and counts it as second value."""
    run, failed = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for block in blocks(document.read_text()):
            if block.file:
                path = Path(scratch, block.file)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(block.lines) + "\n")
            if block.language != "console":
                continue
            for command, code, expected in commands(block.lines):
                run += 1
                done = subprocess.run(
                    ["bash", "-c", command], cwd=scratch, env=env, text=True, timeout=300,
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                )
                output = done.stdout if done.stdout.endswith("\n") or not done.stdout else done.stdout + "\n"
                if done.returncode != code or (expected and not pattern(expected).fullmatch(output)):
                    failed += 1
                    print(f"{document}:{block.line}: $ {command}\nexits with {done.returncode}, prints\n{output}")
    return run, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("documents", type=Path, nargs="+")
    arguments = parser.parse_args()
    env = environment(arguments.build)
    total = 0
    for document in arguments.documents:
        run, failed = check(document, env)
        print(f"{document}: {run} commands, {failed} failed")
        total += failed
        if run == 0:
            sys.exit(f"{document}: shows no command")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
