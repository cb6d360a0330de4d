"""Components, made by `wasm-tools component new`, which validates them, of the modules that the SDK builds."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from module import GUESTS, sections

WASM_TOOLS = os.environ["WASM_TOOLS"]
INTERFACE = "import wasi:webgpu/webgpu@0.3.0-rc.2;"
SECTION = "custom component-type:wasigpu-sdk"
WORLD = "package test:reactor; world library { export twice: %s(number: u32) -> u32; }"


def component(*arguments):
    done = subprocess.run([WASM_TOOLS, "component", *map(str, arguments)], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(f"wasm-tools component {arguments} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


class Components(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def interface_of(self, module, adapter):
        """The world of the component that is made of `module`."""
        made = self.folder / "component.wasm"
        adapter = Path(os.environ["ADAPTERS"], adapter + ".wasm")
        component("new", module, "--adapt", f"wasi_snapshot_preview1={adapter}", "-o", made)
        return component("wit", made)

    def test_command(self):
        wit = self.interface_of(GUESTS / "hello_compute.wasm", "command")
        self.assertIn(INTERFACE, wit)
        self.assertRegex(wit, r"export wasi:cli/run@0\.2\.")
        self.assertIn("resource gpu-device", wit)

    def test_only_what_is_imported(self):
        self.assertNotIn("gpu-texture-view-descriptor", self.interface_of(GUESTS / "hello_compute.wasm", "command"))
        self.assertIn("gpu-texture-view-descriptor", self.interface_of(GUESTS / "triangle.wasm", "command"))

    def test_async_imports(self):
        for name in ("async", "lost", "bindgen", "bindgen_async"):
            with self.subTest(name):
                self.assertIn(INTERFACE, self.interface_of(GUESTS / f"{name}.wasm", "command"))

    def test_reactor(self):
        wit = self.interface_of(GUESTS / "reactor.wasm", "reactor")
        self.assertIn(INTERFACE, wit)
        self.assertNotIn("export", wit)

    def test_reactor_with_exports(self):
        world, module = self.folder / "world.wit", self.folder / "module.wasm"
        for kind in ("func", "async func"):
            with self.subTest(kind):
                world.write_text(WORLD % kind)
                component("embed", world, GUESTS / "reactor.wasm", "-o", module)
                wit = self.interface_of(module, "reactor")
                self.assertIn(INTERFACE, wit)
                self.assertIn(f"export twice: {kind}(number: u32) -> u32;", wit)

    def test_section(self):
        """Once in each, as wasm-tools writes it today."""
        written = self.folder / "section"
        component("embed", "--only-custom", "--world", "imports", os.environ["WIT"], "-o", written)
        for name in ("hello_compute", "reactor", "sdk_exit"):
            found = [content for section, content, _ in sections(GUESTS / f"{name}.wasm") if section == SECTION]
            self.assertEqual(found, [written.read_bytes()], name)

    def test_bindings_alone(self):
        """They bring their own section and their own cabi_realloc: nothing of the SDK but its start file."""
        names = [name for name, _, _ in sections(GUESTS / "bindgen.wasm") if "component-type" in name]
        self.assertEqual(names, ["custom component-type:imports"])


if __name__ == "__main__":
    unittest.main()
