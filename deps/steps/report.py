"""What the user sees: a line for each step, and an error that says what to do."""

import shlex
import subprocess
import sys


class SetupError(Exception):
    """Setup cannot go on; the text says why, and what helps."""


def say(verb, what):
    print(f"setup: {verb:7} {what}", flush=True)


def fail(error):
    print(f"setup: error: {error}", file=sys.stderr, flush=True)
    return 1


def run(command, what, **options):
    """Runs a client to its end, quietly. If it fails, the end of what it said becomes the error.

    Nothing can ask the user anything: the standard input is empty."""
    try:
        result = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, errors="replace", **options)
    except OSError as error:
        raise SetupError(f"{what}: cannot run {command[0]}: {error.strerror}") from None
    if result.returncode != 0:
        tail = "\n".join("    " + line for line in result.stdout.strip().splitlines()[-20:])
        raise SetupError(f"{what}: {shlex.join(command)}\n    ended with status {result.returncode}:\n{tail}")
    return result.stdout
