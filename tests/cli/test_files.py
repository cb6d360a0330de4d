"""Files that cannot be run, and precompiled ones: each gives one line and the exit code that tells them apart."""

import os
import unittest

from command import EMPTY, WASIGPU, WEBGPU, CommandTest, printer

COMPONENT = b"\0asm\x0d\0\x01\0"


class Files(CommandTest):
    def refused(self, name, text, code=126):
        for command in (["run"], ["inspect"], ["compile", "-o", "out"]):
            with self.subTest(command=command[0]):
                self.assert_refused(self.wasigpu(*command, name), code, text)
        self.assertFalse(self.path("out").exists())

    def test_missing(self):
        self.refused("nothing.wasm", "nothing.wasm: no such file", 127)
        self.write("file", b"")
        self.refused("file/nothing.wasm", "file/nothing.wasm: cannot be opened", 127)

    def test_directory(self):
        self.path("folder").mkdir()
        self.refused("folder", "folder: is a directory")

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_not_readable(self):
        self.guest("secret.wasm", EMPTY)
        self.path("secret.wasm").chmod(0)
        self.refused("secret.wasm", "secret.wasm: cannot be opened: Permission denied")

    def test_empty(self):
        self.refused(self.write("empty.wasm", b""), "empty.wasm: is empty")

    def test_truncated(self):
        self.guest("whole.wasm", printer("hello\n"))
        whole = self.path("whole.wasm").read_bytes()
        for size in (3, 7, 9, len(whole) // 2, len(whole) - 1):
            with self.subTest(size=size):
                self.refused(self.write("cut.wasm", whole[:size]), "cut.wasm: is cut off")

    def test_not_webassembly(self):
        self.refused(self.write("page.html", b"<html></html>\n"), "page.html: is not WebAssembly")
        self.refused(self.write("text.wat", b"(module)\n"), "text.wat: is WebAssembly in text form")
        self.refused(WASIGPU, "is a native program or library, not WebAssembly")

    def test_damaged(self):
        self.guest("good.wasm", EMPTY)
        damaged = bytearray(self.path("good.wasm").read_bytes())
        damaged[8] = 0x7F  # no section has this number
        self.refused(self.write("bad.wasm", damaged), "bad.wasm: is not a valid module: ")

    def test_component(self):
        self.refused(
            self.write("component.wasm", COMPONENT), "component.wasm: is a component; components are not served yet"
        )

    def test_pipe(self):
        self.guest("good.wasm", EMPTY)
        with open(self.path("good.wasm"), "rb") as file:
            self.assert_ran(self.wasigpu("run", "/dev/stdin", stdin=file))


class Imports(CommandTest):
    def refused(self, wat, text):
        self.guest("guest.wasm", wat)
        return self.assert_refused(self.wasigpu("run", "guest.wasm"), 126, text)

    def test_unknown(self):
        self.refused(
            f'(module (import "{WEBGPU}" "get-gpo" (func (result i32))) (func (export "_start")))',
            f"guest.wasm: unknown import: {WEBGPU} get-gpo (did it mean {WEBGPU} get-gpu?)",
        )
        self.refused(
            '(module (import "wasi_snapshot_preview1" "fd_wrote" (func)) (func (export "_start")))',
            "unknown import: wasi_snapshot_preview1 fd_wrote (did it mean wasi_snapshot_preview1 fd_write?)",
        )

    def test_unknown_version(self):
        self.refused(
            '(module (import "wasi:webgpu/webgpu@0.2.0" "get-gpu" (func (result i32))) (func (export "_start")))',
            f"unknown import: wasi:webgpu/webgpu@0.2.0 get-gpu (did it mean {WEBGPU} get-gpu?)",
        )

    def test_nothing_near(self):
        said = self.refused(
            '(module (import "env" "emscripten_sleep" (func)) (func (export "_start")))',
            "unknown import: env emscripten_sleep",
        )
        self.assertNotIn("did it mean", said)

    def test_of_another_type(self):
        self.refused(
            f'(module (import "{WEBGPU}" "get-gpu" (func (param i64))) (func (export "_start")))',
            f"import of another type: {WEBGPU} get-gpu is () -> i32 here, the module wants (i64) -> ()",
        )

    def test_no_entry(self):
        self.refused("(module)", "guest.wasm: exports no function _start")


class Precompiled(CommandTest):
    def setUp(self):
        super().setUp()
        self.guest("hello.wasm", printer("hello\n"))
        self.assert_ran(self.wasigpu("compile", "hello.wasm", "-o", "hello.cwasm"))

    def test_runs_where_it_is_allowed(self):
        self.assert_ran(self.wasigpu("run", "--allow-precompiled", "hello.cwasm"), stdout=b"hello\n")
        self.assert_ran(self.wasigpu("run", "--allow-precompiled", "hello.wasm"), stdout=b"hello\n")

    def test_is_refused_elsewhere(self):
        text = "hello.cwasm: is precompiled native code, which is only run where that is allowed (--allow-precompiled)"
        self.assert_refused(self.wasigpu("run", "hello.cwasm"), 126, text)
        self.assert_refused(self.wasigpu("inspect", "hello.cwasm"), 126, text)

    def test_of_another_version(self):
        code = self.path("hello.cwasm").read_bytes()
        start = code.index(b".wasmtime.engine") if code.index(b".wasmtime.engine") < 64 else 64
        at = next(i for i in range(start, len(code)) if code[i : i + 2].isdigit())  # the first text in its metadata
        self.write("other.cwasm", code[:at] + b"%02d" % (int(code[at : at + 2]) - 1) + code[at + 2 :])
        self.assert_refused(
            self.wasigpu("run", "--allow-precompiled", "other.cwasm"),
            126,
            "other.cwasm: was precompiled by another version",
        )

    def test_truncated(self):
        code = self.path("hello.cwasm").read_bytes()
        for size in (10, 64, len(code) // 2, len(code) - 1):
            with self.subTest(size=size):
                self.write("cut.cwasm", code[:size])
                done = self.wasigpu("run", "--allow-precompiled", "cut.cwasm")
                self.assertIn("cut off", self.assert_refused(done, 126, "cut.cwasm: is "))

    def test_output_that_is_the_input(self):
        self.guest("guest.wasm", EMPTY)
        before = self.path("guest.wasm").read_bytes()
        self.path("other.wasm").symlink_to("guest.wasm")
        for name in ("guest.wasm", "./guest.wasm", "other.wasm"):
            self.assert_usage(self.wasigpu("compile", "guest.wasm", "-o", name), "would be overwritten")
        self.assertEqual(self.path("guest.wasm").read_bytes(), before)

    def test_output_is_replaced_at_once(self):
        before = os.stat(self.path("hello.cwasm")).st_ino
        self.assert_ran(self.wasigpu("compile", "hello.wasm", "-o", "hello.cwasm"))
        self.assertNotEqual(os.stat(self.path("hello.cwasm")).st_ino, before)
        self.assertEqual(
            sorted(entry.name for entry in self.folder.iterdir()), ["hello.cwasm", "hello.wasm", "text.wat"]
        )

    def test_output_that_cannot_be_written(self):
        self.assert_refused(
            self.wasigpu("compile", "hello.wasm", "-o", "nowhere/out"), 125, "nowhere/out: cannot be written: No such"
        )
        self.assert_refused(
            self.wasigpu("compile", "hello.wasm", "-o", "/dev/full"), 125, "/dev/full: cannot be written: No space"
        )


if __name__ == "__main__":
    unittest.main()
