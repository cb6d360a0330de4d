"""The checks of tools/lint that are ours, on small trees: each complaint is provoked once."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.lint import headers, rooms, texts  # noqa: E402
from tools.lint.tree import MARK, Tree  # noqa: E402


class TreeTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="wasigpu-lint-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def tree(self, **files):
        return self.tree_of(files)

    def tree_of(self, files):
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text)
        return Tree(self.root)


class Rooms(TreeTest):
    ALLOWED = [
        ("src/abi/call.c", '"base/arena.h"'),
        ("src/abi/call.c", '"abi/call.h"'),
        ("src/base/error.h", '"wasigpu/error.h"'),
        ("src/gpu/source.h", '"abi/pending.h"'),
        ("src/webgpu/queue.c", '"gpu/source.h"'),
        ("src/webgpu/queue.c", '"generated/webgpu_types.h"'),
        ("src/webgpu/queue.c", "<webgpu/webgpu.h>"),
        ("src/engine/store.c", "<wasmtime.h>"),
        ("include/wasigpu/guest.h", "<wasmtime/linker.h>"),
        ("src/host/host.c", '"engine/store.h"'),
        ("tests/unit/abi_call.c", '"abi/call.h"'),
        ("examples/embed/main.c", '"wasigpu/host.h"'),
        ("examples/forest/main.cpp", '"csv.hpp"'),
    ]
    REFUSED = [
        ("src/base/error.c", '"abi/call.h"', "src/base may not include src/abi"),
        ("src/abi/call.c", '"engine/store.h"', "src/abi may not include src/engine"),
        ("src/abi/call.c", "<wasmtime.h>", "does not see wasmtime"),
        ("src/engine/store.c", "<webgpu/webgpu.h>", "does not see webgpu.h"),
        ("src/engine/store.c", '"webgpu/queue.h"', "src/engine may not include src/webgpu"),
        ("src/gpu/library.c", '"abi/call.h"', "abi/pending.h only"),
        ("src/gpu/library.c", '"webgpu/queue.h"', "src/gpu may not include src/webgpu"),
        ("src/webgpu/queue.c", '"generated/webgpu_0_3_0_rc_2.h"', "webgpu_methods.h"),
        ("src/webgpu/queue.c", '"queue.h"', "relative to src/"),
        ("src/webgpu/queue.c", '"../gpu/source.h"', "relative to src/"),
        ("src/cli/run.c", '"engine/store.h"', "src/cli may not include src/engine"),
        ("include/wasigpu/host.h", '"base/error.h"', "include/wasigpu may not include src/base"),
        ("examples/embed/main.c", '"host/host.h"', "inside the host"),
        ("sdk/src/realloc.c", '"abi/call.h"', "inside the host"),
    ]

    def test_allowed(self):
        for path, name in self.ALLOWED:
            with self.subTest(path=path, name=name):
                self.assertEqual(list(rooms.check(self.tree_of({path: f"#include {name}\n"}))), [])
                (self.root / path).unlink()

    def test_refused(self):
        for path, name, complaint in self.REFUSED:
            with self.subTest(path=path, name=name):
                found = list(rooms.check(self.tree_of({path: f"/* top */\n  # include {name}\n"})))
                self.assertEqual(len(found), 1, found)
                self.assertIn(f"{path}:2: ", found[0])
                self.assertIn(complaint, found[0])
                (self.root / path).unlink()

    def test_every_folder_of_src_is_a_room(self):
        source = Path(__file__).resolve().parents[2] / "src"
        self.assertEqual({f"src/{path.name}" for path in source.iterdir() if path.is_dir()} - set(rooms.ROOMS), set())


class Texts(TreeTest):
    def found(self, path, text):
        return "\n".join(texts.check(self.tree_of({path: text})))

    def test_mark(self):
        marked = f"/* {MARK} from here */\n"
        self.assertEqual(self.found("src/generated/a.h", marked), "")
        self.assertIn("first line does not say", self.found("src/generated/a.h", "/* a */\n" + marked))
        self.assertIn("written by hand", self.found("src/abi/a.h", marked))

    def test_hosts_and_paths(self):
        self.assertIn("registry's host", self.found("a.md", "from pypi" ".org today\n"))
        self.assertIn("path of one machine", self.found("a.py", 'open("/home' '/me/x")\n'))
        (self.root / "a.md").unlink()
        self.assertEqual(self.found("a.py", '"{folder}/tmp/x", "/usr/bin", "https://example.org/work/x"\n'), "")

    def test_line_endings(self):
        self.assertIn("a.md:2: spaces", self.found("a.md", "one\ntwo \n"))
        self.assertIn("no newline", self.found("a.md", "one"))


class Headers(TreeTest):
    def test_alone(self):
        tree = self.tree_of({
            "src/base/good.h": "#ifndef G\n#define G\n#include <stdint.h>\nstatic const uint8_t one = 1;\n#endif\n",
            "src/base/needy.h": "uint8_t needy(void);\n",
            "src/base/unguarded.h": "struct twice { int a; };\n",
            "include/wasigpu/only_c.h": "int only_c(int class);\n",
            "build/compile_commands.json": "[]",
        })
        found = "\n".join(headers.check(tree, self.root / "build", 1))
        self.assertNotIn("good.h:", found)
        for name in ("needy.h", "unguarded.h", "only_c.h"):
            self.assertIn(name, found)


if __name__ == "__main__":
    unittest.main()
