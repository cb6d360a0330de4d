"""What the tests share: paths, the example interface, and a compiler."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.witgen import reader
from tools.witgen.model import Function, Interface, Param, Type

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[2]
STYLE = REPOSITORY / ".clang-format"
CLANG_FORMAT = os.environ.get("CLANG_FORMAT", "clang-format-19")
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wconversion", "-Wsign-conversion", "-Wshadow"]
C_WARNINGS = [*WARNINGS, "-Wstrict-prototypes", "-Wmissing-prototypes"]
# The interface that the host serves: only there after `make setup`.
REAL_WIT = REPOSITORY / "deps" / "root" / "wit" / "webgpu-0.3.0-rc.2.json"


def example() -> Interface:
    return reader.load(HERE / "example.json", "webgpu")


def function(params: list[Type], result: Type | None = None) -> Function:
    """A free function with parameters p0, p1, ..."""
    named = tuple(Param(f"p{i}", type_, "") for i, type_ in enumerate(params))
    return Function("f", "f", None, "freestanding", False, named, result, "")


def method(name: str) -> Function:
    """A function of the example, by its title: "gpu-thing.size"."""
    found = [f for f in example().functions if f.title == name]
    assert len(found) == 1, name
    return found[0]


def compile_errors(command: list[str], source: Path, includes: list[Path]) -> str:
    """What the compiler says of `source`: "" where it compiles without a warning."""
    flags = [f"-I{path}" for path in includes]
    done = subprocess.run([*command, *flags, "-fsyntax-only", str(source)], capture_output=True, encoding="utf-8",
                          check=False)
    return done.stderr if done.returncode == 0 else done.stderr or "failed"


def compilers(*names: str) -> list[str]:
    """Those of `names` that are installed."""
    return [name for name in names if shutil.which(name)]


class Folder(tempfile.TemporaryDirectory):
    """A temporary folder as a Path."""

    def __enter__(self) -> Path:
        return Path(super().__enter__())
