"""What witgen writes for example.wit: the committed text, which compiles; the real interface too.

WITGEN_GOLDEN=write records the text anew, to be read before it is committed.
"""

from __future__ import annotations

import os
import unittest
from pathlib import Path

from tools.witgen import output, reader
from tools.witgen.__main__ import generate
from tools.witgen.model import Interface

from .support import (C_WARNINGS, CLANG_FORMAT, HERE, REAL_WIT, REPOSITORY, STYLE, WARNINGS, Folder,
                      compile_errors, compilers, example)

GOLDEN = HERE / "golden"


def write_all(interface: Interface, folder: Path, records: bool = False) -> list[Path]:
    """Everything, nothing missing."""
    texts = generate(interface, set(), folder / "generated", folder / "imports.h", folder / "shapes.c",
                     records)
    for path, text in texts.items():
        output.write(path, output.finish(interface, path.name, text, CLANG_FORMAT, STYLE))
    return list(texts)


class Golden(unittest.TestCase):
    maxDiff = 20000

    def test_the_example(self):
        if os.environ.get("WITGEN_GOLDEN") == "write":
            write_all(example(), GOLDEN)
        with Folder() as folder:
            for path in write_all(example(), folder):
                with self.subTest(path.name):
                    golden = GOLDEN / path.relative_to(folder)
                    self.assertEqual(path.read_text(encoding="utf-8"), golden.read_text(encoding="utf-8"))


class Compiles(unittest.TestCase):
    """Without a warning, with nothing missing."""

    def compile_all(self, interface: Interface, records: bool = False):
        includes = [REPOSITORY / "src", REPOSITORY / "include", REPOSITORY / "tests"]
        with Folder() as folder:
            paths = write_all(interface, folder, records)
            for path in paths:
                if path.suffix != ".c":
                    continue
                for compiler in compilers("cc", "clang-19"):
                    with self.subTest(path.name, compiler=compiler):
                        command = [compiler, "-std=gnu11", *C_WARNINGS]
                        self.assertEqual(compile_errors(command, path, [folder, *includes]), "")
            self.compile_guest(folder / "imports.h")

    def compile_guest(self, header: Path):
        """As C11, C++17 and C++20; for wasm32 with the assertions on its layout."""
        languages = [["-xc", "-std=c11"], ["-xc++", "-std=c++17"], ["-xc++", "-std=c++20"]]
        commands = [["cc", *languages[0]], ["c++", *languages[1]], ["c++", *languages[2]]]
        commands += [["clang-19", "--target=wasm32-wasi", "-ffreestanding", *language] for language in languages]
        for command in commands:
            if compilers(command[0]):
                with self.subTest("imports.h", command=command):
                    self.assertEqual(compile_errors([*command, *WARNINGS], header, []), "")

    def test_the_example(self):
        self.compile_all(example())
        self.compile_all(example(), records=True)

    @unittest.skipUnless(REAL_WIT.exists(), "deps/root/wit is not there (make setup)")
    def test_the_real_interface(self):
        self.compile_all(reader.load(REAL_WIT, "webgpu"))


if __name__ == "__main__":
    unittest.main()
