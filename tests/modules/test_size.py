"""How large a small guest is, and that it has nothing of what it does not use."""

import re
import unittest

from module import GUESTS, imports, sections, stripped_size

HELLO = GUESTS / "hello_compute.wasm"
MAX_BYTES = 60 * 1024
UNUSED = re.compile(r"texture|sampler|render|query|canvas|debug|texel", re.IGNORECASE)
# To make an encoder invalid, which a wrong argument does, the SDK pops a debug group that was not pushed.
ALLOWED = {"[method]gpu-command-encoder.pop-debug-group", "[method]gpu-compute-pass-encoder.pop-debug-group"}


class HelloCompute(unittest.TestCase):
    def test_size(self):
        size = stripped_size(HELLO)
        print(f"hello_compute: {size} bytes without custom sections, of {MAX_BYTES}")
        if size > MAX_BYTES:
            rows = "\n".join(f"    {size:7} {name}" for name, _, size in sections(HELLO))
            functions = "\n".join("    " + row for row in largest_functions())
            self.fail(f"{size - MAX_BYTES} bytes too many. Its sections:\n{rows}\nIts largest functions, with what is "
                      f"inlined in them (all of it: {HELLO.with_suffix('.map')}):\n{functions}")

    def test_imports(self):
        names = imports(HELLO)["wasi:webgpu/webgpu@0.3.0-rc.2"] - ALLOWED
        self.assertEqual([name for name in sorted(names) if UNUSED.search(name)], [])
        self.assertIn("[method]gpu-device.create-buffer", names)

    def test_functions(self):
        names = [name for _, name in functions()]
        self.assertIn("_start", names)
        self.assertEqual([name for name in names if UNUSED.search(name)], [])


class PlainDevice(unittest.TestCase):
    """A guest whose device has no callbacks, and that waits for no time to pass."""

    def test_imports(self):
        names = imports(GUESTS / "sdk_plain.wasm")
        webgpu = names["wasi:webgpu/webgpu@0.3.0-rc.2"]
        self.assertEqual([name for name in sorted(webgpu) if re.search(r"lost|uncaptured|gpu-error", name)], [])
        self.assertIn("[async-lower][method]gpu-adapter.request-device", webgpu)
        self.assertNotIn("poll_oneoff", names["wasi_snapshot_preview1"])


def functions():
    """[(size, name)] of what the linker has put together, from its map."""
    rows = HELLO.with_suffix(".map").read_text().splitlines()
    rows = [row.split(maxsplit=3) for row in rows[1:]]
    code = next(at for at, row in enumerate(rows) if row[-1] == "CODE")
    names = []
    for row in rows[code + 1:]:
        if row[0] != "-" or ":" not in row[-1] and row[-1].isupper():
            break
        if not re.search(r":\(.*\)$", row[-1]): # the line of the file is followed by one for each name
            names.append((int(row[2], 16), row[-1]))
    return names


def largest_functions():
    return [f"{size:7} {name}" for size, name in sorted(set(functions()), reverse=True)[:20]]


if __name__ == "__main__":
    unittest.main()
