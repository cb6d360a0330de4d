"""clang-format, clang-tidy and Python's own compiler, over what is written by hand."""

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CLANG_FORMAT = "clang-format-19"
CLANG_TIDY = "clang-tidy-19"


def check_format(tree):
    """One line a file: what to do about it is `make fmt` in any case."""
    files = [str(path) for path in tree.c_family()]
    if not files:
        return
    result = subprocess.run([CLANG_FORMAT, "--dry-run", "--Werror", *files], cwd=tree.root, capture_output=True,
                            text=True)
    first = {}
    for line in result.stderr.splitlines():
        name, _, rest = line.partition(":")
        if "error:" in rest:
            first.setdefault(name, rest.partition(":")[0])
    for name, line in first.items():
        yield f"{name}:{line}: not as clang-format has it: run make fmt"
    if result.returncode != 0 and not first:
        yield result.stderr.strip()


def fix_format(tree):
    files = [str(path) for path in tree.c_family()]
    if files:
        subprocess.run([CLANG_FORMAT, "-i", *files], cwd=tree.root, check=True)


def check_tidy(tree, build, jobs):
    """What the build compiles of ours; .clang-tidy says which checks."""
    ours = {tree.root / path for path in tree.c_family() if path.suffix == ".c" and path.parts[0] == "src"}
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    files = sorted({Path(entry["file"]) for entry in commands} & ours)
    with ThreadPoolExecutor(jobs) as pool:
        for result in pool.map(lambda path: _tidy(build, path), files):
            if result.returncode != 0:
                lines = result.stdout.splitlines() or result.stderr.splitlines()
                yield "\n".join(line for line in lines if ": note:" in line or ": error:" in line)


def _tidy(build, path):
    # The build is gcc's: warnings that only it knows are not clang's business.
    return subprocess.run([CLANG_TIDY, "--quiet", "-p", str(build), "--extra-arg=-Wno-unknown-warning-option",
                           str(path)], capture_output=True, text=True)


def check_python(tree):
    for path in tree.python():
        try:
            compile(tree.text(path), str(path), "exec", dont_inherit=True)
        except SyntaxError as error:
            yield f"{path}:{error.lineno}: {error.msg}"
