"""What is written by hand: the section that each function follows, and what no test can reach.

A pattern is fnmatch's: `gpu-canvas-context.*`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Iterable

from .interface import LIBRARIES

HERE = Path(__file__).resolve().parent


class TableError(Exception):
    """A table does not fit the interface; the text says where."""


def sections(functions: Iterable[str], path: Path = HERE / "sections.toml") -> dict[str, str]:
    """The section of each function, by its title."""
    table: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    used, found = set(), {}
    for function in functions:
        exact = [(s, name) for s, names in table.items() for name in names if name == function]
        matches = exact or [(s, name) for s, names in table.items() for name in names if fnmatchcase(function, name)]
        if len(matches) != 1:
            where = " and ".join(f'"{section}"' for section, _ in matches) or "no section"
            raise TableError(f"{path.name}: {function} stands in {where}")
        found[function] = matches[0][0]
        used.add(matches[0])
    for section, names in table.items():
        for name in names:
            if (section, name) not in used:
                raise TableError(f'{path.name}: "{section}": no function is {name}')
    return found


@dataclass(frozen=True)
class Excuse:
    """What is not reached: titles of functions and `type.case`s, on the libraries it names."""

    reason: str
    functions: tuple[str, ...]
    cases: tuple[str, ...]
    libraries: tuple[str, ...]

    def holds(self, name: str, is_case: bool, library: str) -> bool:
        patterns = self.cases if is_case else self.functions
        return library in self.libraries and any(fnmatchcase(name, pattern) for pattern in patterns)


def exceptions(path: Path = HERE / "exceptions.toml") -> list[Excuse]:
    found = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("exception", []):
        unknown = set(entry) - {"reason", "functions", "cases", "libraries"}
        libraries = tuple(entry.get("libraries", LIBRARIES))
        if unknown or not entry.get("reason") or not set(libraries) <= set(LIBRARIES):
            raise TableError(f"{path.name}: an exception has a reason, functions, cases and libraries: {entry}")
        found.append(Excuse(entry["reason"], tuple(entry.get("functions", ())), tuple(entry.get("cases", ())),
                                libraries))
    return found


@dataclass(frozen=True)
class Deviation:
    """A rule of the specification that a library does not keep: a row of tests/webgpu/deviations.h."""

    library: str
    natively_only: bool  # the host makes good for it
    rule: str
    reason: str


_MACRO = re.compile(r'^#define (\w+) +("[^"]*")$', re.MULTILINE)
_DEVIATION = re.compile(r'X\("([^"]*)",\s*(EVERYWHERE|NATIVELY),\s*"([^"]*)",\s*"([^"]*)"\)')


def deviations(path: Path) -> list[Deviation]:
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for name, reason in _MACRO.findall(text):
        text = re.sub(rf"\b{name}\b(?=\))", reason, text)
    text = re.sub(r'" +"', "", text)  # strings in several pieces
    return [Deviation(library, where == "NATIVELY", rule, reason)
            for library, where, rule, reason in _DEVIATION.findall(text)]
