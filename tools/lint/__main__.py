"""python3 -m tools.lint [--build DIR] [--jobs N] [CHECK...]: all checks, or those that are named."""

import argparse
import sys
import time
from pathlib import Path

from tools.lint import headers, rooms, style, texts
from tools.lint.tree import ROOT, Tree

NEED_BUILD = {
    "headers": headers.check,
    "tidy": style.check_tidy,
}
CHECKS = {
    "rooms": rooms.check,
    "texts": texts.check,
    "python": style.check_python,
    "format": style.check_format,
}


def main():
    parser = argparse.ArgumentParser(prog="python3 -m tools.lint")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help="of: " + ", ".join((*CHECKS, *NEED_BUILD)))
    parser.add_argument("--build", type=Path, default=ROOT / "build", help="a configured build folder")
    parser.add_argument("--jobs", type=int, default=2, help="how many compilers at a time")
    parser.add_argument("--fix", action="store_true", help="format, and check nothing")
    options = parser.parse_args()
    unknown = set(options.checks) - set(CHECKS) - set(NEED_BUILD)
    if unknown:
        parser.error(f"no check {', '.join(sorted(unknown))}")

    tree = Tree()
    if options.fix:
        style.fix_format(tree)
        return 0
    failed = 0
    for name in options.checks or (*CHECKS, *NEED_BUILD):
        start = time.monotonic()
        found = CHECKS[name](tree) if name in CHECKS else \
            NEED_BUILD[name](tree, options.build.resolve(), options.jobs)
        count = 0
        for complaint in found:
            print(complaint, flush=True)
            count += 1
        print(f"lint: {name:8} {f'{count} to mend' if count else 'ok'} ({time.monotonic() - start:.1f} s)", flush=True)
        failed += count
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
