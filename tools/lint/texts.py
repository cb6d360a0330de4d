"""What must stand in a file, and what must not: the generator's mark, machines' paths, registries' addresses.

The mark holds both ways: what lies where witgen writes carries it, and nothing else does."""

import re

from tools.lint.tree import C_FAMILY, MARK

GENERATED = ("src/generated/", "sdk/include/wasigpu/imports.h", "tests/fuzz/shapes.c", "tools/witgen/tests/golden/")

# Packages are named, and their clients know where they come from. Parted, so that this file passes its own check.
HOSTS = [r"\.".join(parts) for parts in (
    ("crates", "io"), ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "(?:org|com)"), ("debian", "org"),
    ("ubuntu", "com"), ("rust-lang", "org"), ("github", "com/[^/ ]+/[^/ ]+/releases"), ("docker", "io"),
)]
HOST = re.compile(r"\b(?:" + "|".join(HOSTS) + r")\b")

# A path that only one machine has; a name for mkstemp is none.
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(?:home|Users|root|work|tmp)/(?![\w.-]*XXXXXX)[\w.-]+")

ENDING = re.compile(r"[ \t]+$", re.MULTILINE)


def check(tree):
    for path in tree.files:
        text = tree.text(path)
        if text is None:
            continue
        yield from _mark(path, text)
        for pattern, what in ((HOST, "names a registry's host"), (MACHINE_PATH, "names a path of one machine")):
            for match in pattern.finditer(text):
                yield f"{path}:{_line(text, match.start())}: {what}: {match[0]}"
        if path.suffix in C_FAMILY | {".py", ".cmake", ".md", ".toml", ".sh"}:
            match = ENDING.search(text)
            if match is not None:
                yield f"{path}:{_line(text, match.start())}: spaces at the end of the line"
            if text and not text.endswith("\n"):
                yield f"{path}: no newline at the end"


def _mark(path, text):
    if path.suffix not in C_FAMILY:
        return
    belongs = str(path).startswith(GENERATED)
    marked = MARK in text.partition("\n")[0]
    if belongs and not marked:
        yield f"{path}: lies where generated files lie, and its first line does not say \"{MARK}\""
    if marked and not belongs:
        yield f"{path}: says that it is generated, and lies where files are written by hand"


def _line(text, offset):
    return text.count("\n", 0, offset) + 1
