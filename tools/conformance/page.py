"""docs/conformance.md: written from the records, and read again to see whether it is of today."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from .interface import LIBRARIES, Cases, Surface
from .judge import places
from .records import Records, split
from .tables import Deviation, Excuse

SHOWN = 3  # tests of a function that are named
ROW = re.compile(r"^\| `(?P<function>[^`]+)` \| (?P<tests>.*) \|$")
CASE_ROW = re.compile(r"^\| (?:enum|flags|variant) `(?P<type>[^`]+)` \| \d+ \| (?P<cells>.*) \|$")
FORMS = "Asynchronous forms, futures and streams"
NOT_REACHED = "Not reached"
DEVIATES = "Where a library deviates from the specification"

TOP = """\
# Conformance

<!-- Written by `make conformance` from what the tests noted; do not edit. -->

Which tests call each function of {title}, and which cases of its enums, variants and flags pass through, on
both native libraries. The host's own trampolines note it, in a build that records (`WASIGPU_RECORD`), while the tests
run. `make conformance` fails where a function or a case is not reached on a library and is not listed under
[Not reached](#not-reached).

Tests are named without their library: `guest.sdk_buffers` stands for `guest.sdk_buffers.dawn` and
`guest.sdk_buffers.wgpu`. Those that pass the least come first, for they are about the function.
"""

ABI = """\
Imports of the interface that follow the component model's Canonical ABI. Its built-ins of `$root` belong to no interface
and are not counted here: `unit.abi_root` has them all."""

CASES = """\
A case counts where it passes the interface, whatever the answer: features that the adapter of the tests lacks, and the
formats that come with them, are asked for and refused."""


def tests_cell(tests: list[str]) -> str:
    shown = ", ".join(f"`{test}`" for test in tests[:SHOWN])
    rest = len(tests) - SHOWN
    return (f"{shown} and {rest} more" if rest > 0 else shown) or "-"


def function_rows(functions: list[tuple[str, str]], records: Records) -> Iterator[str]:
    """`functions` are records' names and titles."""
    yield f"| function | {' | '.join(LIBRARIES.values())} |"
    yield "|---" * (1 + len(LIBRARIES)) + "|"
    for name, title in functions:
        cells = [tests_cell(records.tests(name, 0, library)) for library in LIBRARIES]
        if cells[0] != "-" and len(set(cells)) == 1:
            cells[1:] = ["the same"] * (len(cells) - 1)
        yield f"| `{title}` | {' | '.join(cells)} |"


def case_rows(types: Iterable[Cases], records: Records) -> Iterator[str]:
    yield f"| type | cases | {' | '.join(LIBRARIES.values())} |"
    yield "|---" * (2 + len(LIBRARIES)) + "|"
    for type_ in types:
        cells = []
        for library in LIBRARIES:
            left_out = [f"`{case}`" for number, case in enumerate(type_.cases)
                        if not records.tests(type_.name, number, library)]
            cells.append("all" if not left_out else f"all but {', '.join(left_out)}")
        yield f"| {type_.kind} `{type_.name}` | {len(type_.cases)} | {' | '.join(cells)} |"


def excuse_rows(excuses: Iterable[Excuse]) -> Iterator[str]:
    yield "| what | where | why |"
    yield "|---|---|---|"
    for excuse in excuses:
        what = ", ".join(f"`{pattern}`" for pattern in (*excuse.functions, *excuse.cases))
        where = "both" if set(excuse.libraries) == set(LIBRARIES) else \
            ", ".join(LIBRARIES[library] for library in excuse.libraries)
        yield f"| {what} | {where} | {excuse.reason} |"


def deviation_rows(deviations: Iterable[Deviation]) -> Iterator[str]:
    yield "| rule | library | what it does | in a guest |"
    yield "|---|---|---|---|"
    for deviation in deviations:
        guest = "as the specification says" if deviation.natively_only else "the same"
        yield f"| {deviation.rule} | {LIBRARIES[deviation.library]} | {deviation.reason} | {guest} |"


def counts(surface: Surface, records: Records) -> Iterator[str]:
    yield f"| | of | {' | '.join(LIBRARIES.values())} |"
    yield "|---" * (2 + len(LIBRARIES)) + "|"
    cases = [(name, number) for name, _, number, is_case in places(surface) if is_case]
    functions, forms = ([(name, 0) for name in some] for some in (surface.functions, surface.forms))
    for what, all_ in (("functions", functions), ("asynchronous forms, futures and streams", forms), ("cases", cases)):
        reached = [str(sum(bool(records.tests(*place, library)) for place in all_)) for library in LIBRARIES]
        yield f"| {what} | {len(all_)} | {' | '.join(reached)} |"


def text(surface: Surface, records: Records, sections: dict[str, str], excuses: list[Excuse],
         deviations: list[Deviation]) -> str:
    """`sections`: of each function, by its title."""
    parts = [TOP.format(title=surface.title), *counts(surface, records), "", "## Functions, by section of WebGPU", ""]
    for section in dict.fromkeys(sections.values()):
        functions = [(name, title) for name, title in surface.functions.items() if sections[title] == section]
        parts += [f"### {section}", "", *function_rows(functions, records), ""]
    parts += [f"## {FORMS}", "", ABI, "", *function_rows([(name, name) for name in surface.forms], records), ""]
    parts += ["## Cases of enums, variants and flags", "", CASES, "", *case_rows(surface.types, records), ""]
    parts += [f"## {NOT_REACHED}", "", *excuse_rows(excuses), ""]
    parts += [f"## {DEVIATES}", "",
              "Rules of `tests/webgpu` that a native library does not keep, and what a guest gets.", "",
              *deviation_rows(deviations)]
    return "\n".join(parts) + "\n"


def _sections(page: str) -> Iterator[tuple[str, str]]:
    """Each line with the heading that it stands under."""
    heading = ""
    for line in page.splitlines():
        if line.startswith(("## ", "### ")):
            heading = line.lstrip("#").strip()
        yield heading, line


def _unexcused(page: str, excuses: list[Excuse]) -> Iterator[str]:
    """What is not reached, by the page, though no exception says why."""
    for heading, line in _sections(page):
        function, case = ROW.match(line), CASE_ROW.match(line)
        if function and heading != NOT_REACHED:
            cells = function["tests"].split(" | ")
            left_out = [(library, function["function"], False) for library, cell in zip(LIBRARIES, cells) if cell == "-"]
        elif case:
            left_out = [(library, f"{case['type']}.{name}", True) for library, cell in
                        zip(LIBRARIES, case["cells"].split(" | ")) for name in re.findall("`([^`]+)`", cell)]
        else:
            continue
        for library, what, is_case in left_out:
            if not any(excuse.holds(what, is_case, library) for excuse in excuses):
                yield f"{what} is not reached on {LIBRARIES[library]}, and no exception says why"


def _tables(page: str, excuses: list[Excuse], deviations: list[Deviation]) -> Iterator[str]:
    for heading, rows in ((NOT_REACHED, excuse_rows(excuses)), (DEVIATES, deviation_rows(deviations))):
        if [line for where, line in _sections(page) if where == heading and line.startswith("|")] != list(rows):
            yield f'"{heading}" is not as its table has it by now'


def stale(page: str, sections: dict[str, str], forms: list[str], tests: set[str], excuses: list[Excuse],
          deviations: list[Deviation]) -> list[str]:
    """What `page` says that is not so any more. `forms`: imports that must stand under their heading; `tests`: the
    names of those that a build has."""
    found: dict[str, str] = {}
    named: set[str] = set()
    for heading, line in _sections(page):
        row = ROW.match(line)
        if row and heading != NOT_REACHED:
            found[row["function"]] = heading
            named.update(re.findall("`([^`]+)`", row["tests"]))
    known = {parts[0] for parts in map(split, tests) if parts}
    expected = {**sections, **{form: FORMS for form in forms}}
    complaints = [f"{function} is not on it" for function in expected if function not in found]
    complaints += [f"{function} is on it, and is no function" for function in found if function not in expected]
    complaints += [f"{function} follows \"{expected[function]}\" by now" for function in found
                   if function in expected and found[function] != expected[function]]
    complaints += [f"there is no test {name}" for name in sorted(named - known)]
    return [*complaints, *_unexcused(page, excuses), *_tables(page, excuses, deviations)]
