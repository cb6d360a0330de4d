"""The command.

    python3 -m tools.conformance run --build DIR --wit JSON [--jobs N]    runs the tests, writes the page
    python3 -m tools.conformance check --build DIR                        is the page of today?
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.witgen.model import WitError

from . import interface, judge, page, records, run, tables

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "conformance.md"
DEVIATIONS = ROOT / "tests" / "webgpu" / "deviations.h"
# Each function that a core module can import, as wit-bindgen has it: what `check` goes by where no WIT is.
IMPORTS = ROOT / "tools" / "witgen" / "tests" / "vectors" / "webgpu_0_3_0_rc_2_imports.txt"

FORMS = ("[async-lower]", "[future-", "[stream-")  # how they begin in it, beside functions


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tools.conformance")
    verbs = parser.add_subparsers(dest="verb", required=True)
    everything = verbs.add_parser("run", help="run the tests of a build that records; write docs/conformance.md")
    everything.add_argument("--wit", type=Path, required=True, metavar="JSON", help="the interface")
    everything.add_argument("--jobs", type=int, default=1, help="how many tests at a time (default: %(default)s)")
    everything.add_argument("--keep", action="store_true", help="run nothing: the records are there")
    check = verbs.add_parser("check", help="fail if docs/conformance.md is not of today")
    for verb in (everything, check):
        verb.add_argument("--build", type=Path, required=True, metavar="DIR", help="a build folder")
    return parser.parse_args(arguments)


def run_all(options: argparse.Namespace) -> list[str]:
    surface = interface.load(options.wit)
    sections = tables.sections(surface.functions.values())
    excuses = tables.exceptions()
    folder = options.build.resolve() / "records"
    failed = [] if options.keep else run.run(options.build, folder, options.jobs)
    noted = records.load(folder)
    text = page.text(surface, noted, sections, excuses, tables.deviations(DEVIATIONS))
    PAGE.write_text(text, encoding="utf-8")
    return [f"{test} failed" for test in failed] + judge.complaints(surface, noted, excuses)


def imported() -> list[str]:
    """What a core module can import, without the WIT."""
    lines = IMPORTS.read_text(encoding="utf-8").splitlines()
    return [line.split(" ")[0] for line in lines if not line.startswith("#")]


def functions() -> list[str]:
    """The titles of all functions."""
    return [name.split("]")[-1] for name in imported() if not name.startswith(("[resource-drop]", *FORMS))]


def check(options: argparse.Namespace) -> list[str]:
    forms = [name for name in imported() if name.startswith(FORMS)]
    return page.stale(PAGE.read_text(encoding="utf-8"), tables.sections(functions()), forms,
                      set(run.names(options.build)), tables.exceptions(), tables.deviations(DEVIATIONS))


def main(arguments: list[str]) -> int:
    options = parse_arguments(arguments)
    try:
        complaints = run_all(options) if options.verb == "run" else check(options)
    except (tables.TableError, records.RecordError, WitError, OSError) as error:
        complaints = [str(error)]
    for complaint in complaints:
        print(f"conformance: {complaint}", file=sys.stderr)
    if options.verb == "run":
        print(f"conformance: {PAGE.relative_to(ROOT)} written, {len(complaints)} to mend")
    elif complaints:
        print("conformance: docs/conformance.md is out of date: make conformance", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
