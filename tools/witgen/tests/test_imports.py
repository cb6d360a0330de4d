"""The committed output against a second source: the signatures that `wit-bindgen c` declares."""

from __future__ import annotations

import re
import unittest

from .support import HERE, REPOSITORY

VECTORS = HERE / "vectors" / "webgpu_0_3_0_rc_2_imports.txt"
TABLE = REPOSITORY / "src" / "generated" / "webgpu_0_3_0_rc_2.c"
GUEST = REPOSITORY / "sdk" / "include" / "wasigpu" / "imports.h"


def vectors() -> dict[str, tuple[str, str]]:
    rows = {}
    for line in VECTORS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, params, results = line.split()
            rows[name] = (params.strip("-"), results.strip("-"))
    return rows


def core(declaration: str) -> str:
    """The core type, as a letter, of a C declaration in imports.h; "" of void."""
    if "*" in declaration or declaration.startswith("enum "):
        return "i"
    name = declaration.split()[0]
    if name.startswith("wasi_webgpu_"):
        return "i"
    return {"void": "", "bool": "i", "uint8_t": "i", "int8_t": "i", "uint16_t": "i", "int16_t": "i", "uint32_t": "i",
            "int32_t": "i", "uint64_t": "I", "int64_t": "I", "float": "f", "double": "F"}[name]


def as_core(letters):
    """Without what the host's table knows more: which numbers are handles, and the address of parameters."""
    return letters.replace("h", "i").replace("p", "i")


class Host(unittest.TestCase):
    def test_the_table(self):
        text = TABLE.read_text(encoding="utf-8")
        rows = re.findall(r'\{"([^"]+)",\s*"(\w*)",\s*"(\w?)",\s*\w+\}', text)
        found = {name: (as_core(params), as_core(results)) for name, params, results in rows}
        self.assertEqual(len(rows), 229 + 33 + 8 + 2 * 11)
        self.assertEqual(found, vectors())


class Guest(unittest.TestCase):
    def test_the_declarations(self):
        text = re.sub(r"/\*.*?\*/", "", GUEST.read_text(encoding="utf-8"), flags=re.DOTALL)
        rows = re.findall(r'WASI_WEBGPU_IMPORT\("([^"]+)"\)\s*([^;()]+?)\s*\(([^)]*)\);', text)
        found = {name: ("".join(core(p.strip()) for p in params.split(",")), core(returns))
                 for name, returns, params in rows}
        self.assertEqual(found, vectors())


if __name__ == "__main__":
    unittest.main()
