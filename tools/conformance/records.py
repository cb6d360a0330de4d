"""What the tests noted (src/abi/record.c): a file a test, named like it, with lines "name number".

A test's name ends in the library that it runs on: guest.sdk_buffers.dawn.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Iterable, Optional

from .interface import LIBRARIES


class RecordError(Exception):
    """A record that no build of ours writes."""


def split(test: str) -> Optional[tuple[str, str]]:
    """A test's name without its library, and the library; None where the name has none."""
    name, _, library = test.rpartition(".")
    return (name, library) if library in LIBRARIES else None


class Records:
    """Which tests passed what: by (name, number), by library. Functions have the number 0."""

    def __init__(self) -> None:
        self._tests: dict[tuple[str, int, str], set[str]] = defaultdict(set)
        self._reach: dict[str, int] = defaultdict(int)  # how much a test passes

    def add(self, test: str, lines: Iterable[str]) -> None:
        parts = split(test)
        if parts is None:
            return
        name, library = parts
        for line in lines:
            what, _, number = line.rstrip("\n").partition(" ")
            if not number.isdecimal():
                raise RecordError(f"{test}: no record: {line!r}")
            self._tests[what, int(number), library].add(name)
            self._reach[name] += 1

    def tests(self, what: str, number: int, library: str) -> list[str]:
        """Those that pass the least come first: they are about it."""
        return sorted(self._tests.get((what, number, library), ()), key=lambda name: (self._reach[name], name))


def load(folder: Path) -> Records:
    records = Records()
    for path in sorted(folder.iterdir()):
        with path.open(encoding="utf-8") as lines:
            records.add(path.name, lines)
    return records
