"""The command line: reads the WIT, writes the files that changed.

    python3 -m tools.witgen --wit FILE.json --missing FILE --out src/generated --guest sdk/.../imports.h \
        --shapes tests/fuzz/shapes.c
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from . import guest, imports_table, methods, model, output, reader, resources, shapes, types

STYLE = Path(__file__).resolve().parents[2] / ".clang-format"


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m tools.witgen",
        description="From a resolved WIT interface to C: the host's types, prototypes, trampolines and import table, "
        "the guest's imports, and the fuzzers' table of types.",
    )
    parser.add_argument("--wit", type=Path, required=True, metavar="JSON",
                        help="the interface, as `wasm-tools component wit -j` prints it")
    parser.add_argument("--interface", default=types.PREFIX, metavar="NAME", help="default: %(default)s")
    parser.add_argument("--missing", type=Path, required=True, metavar="FILE",
                        help="imports that the host does not serve yet, one name a line")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the host's files go")
    parser.add_argument("--guest", type=Path, required=True, metavar="FILE", help="the guest's header")
    parser.add_argument("--shapes", type=Path, required=True, metavar="FILE", help="the fuzzers' table of types")
    parser.add_argument("--clang-format", default="clang-format-19", metavar="CMD", help="default: %(default)s")
    parser.add_argument("--style", type=Path, default=STYLE, metavar="FILE",
                        help="default: the repository's .clang-format")
    parser.add_argument("--records", action="store_true",
                        help="trampolines note what passes through them: for tools/conformance")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    return parser.parse_args(arguments)


def generate(interface: model.Interface, missing: set[str], out: Path, guest_header: Path,
             shapes_source: Path, records: bool = False) -> dict[Path, str]:
    """The text of each file, not yet formatted."""
    stem = imports_table.version_stem(interface)
    return {
        out / f"{types.PREFIX}_types.h": types.header(interface),
        out / f"{types.PREFIX}_methods.h": methods.header(interface),
        out / f"{types.PREFIX}_resources.c": resources.source(interface, missing),
        out / f"{stem}.h": imports_table.header(interface),
        out / f"{stem}.c": imports_table.source(interface, missing, records),
        guest_header: guest.header(interface),
        shapes_source: shapes.source(interface),
    }


def main(arguments: list[str]) -> int:
    options = parse_arguments(arguments)
    try:
        interface = reader.load(options.wit, options.interface)
        missing = imports_table.read_missing(options.missing, interface)
        texts = generate(interface, missing, options.out, options.guest, options.shapes,
                         options.records)
        finished = {path: output.finish(interface, path.name, text, options.clang_format, options.style)
                    for path, text in texts.items()}
        changed = [path for path, text in finished.items() if output.differs(path, text)]
        for path in changed:
            if not options.check:
                output.write(path, finished[path])
            print(f"witgen: {path} {'is out of date' if options.check else 'written'}")
        return 1 if options.check and changed else 0
    except (model.WitError, output.OutputError) as error:
        print(f"witgen: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
