"""The GPU as the command finds it, or does not; and guests that use it wrongly, in WebAssembly's text form."""

import json
import re
import time
import unittest

from command import BUSY, EMPTY, PIPELINE, WASIGPU, WEBGPU, CommandTest, printer

GET_GPU = f'(import "{WEBGPU}" "get-gpu" (func $get (result i32)))'
BUFFER_SIZE = f'(import "{WEBGPU}" "[method]gpu-buffer.size" (func $size (param i32) (result i64)))'
# Asks for an adapter, with no options; exits with 1 if it gets one: option<own<gpu-adapter>> goes to address 0.
ADAPTER = f"""
    (module {GET_GPU}
      (import "{WEBGPU}" "[method]gpu.request-adapter" (func $request (param{" i32" * 12})))
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start")
        (call $request (call $get){" (i32.const 0)" * 11})
        (call $exit (i32.load8_u (i32.const 0)))))"""

NO_DRIVER = {"VK_DRIVER_FILES": "/nowhere.json", "VK_ICD_FILENAMES": "/nowhere.json"}


class Info(CommandTest):
    def test_text(self):
        done = self.wasigpu("info")
        self.assertEqual(done.returncode, 0, done.stderr)
        said = done.stdout.decode()
        for pattern in (r"\Awasigpu \d", r"\nlibrary: Dawn, ", rf"\n  {re.escape(WEBGPU)}\n", r"\n  0: ", r"maxBufferSize"):
            self.assertRegex(said, pattern)

    def test_json(self):
        for library, name in (("dawn", "Dawn"), ("wgpu", "wgpu-native")):
            with self.subTest(library=library):
                done = self.wasigpu("info", "--json", "--gpu-lib", library)
                self.assertEqual(done.returncode, 0, done.stderr)
                said = json.loads(done.stdout)
                self.assertEqual(said["library"]["name"], name)
                self.assertTrue(said["library"]["path"].startswith("/"))
                self.assertIn(WEBGPU, said["interfaces"])
                adapter = said["adapters"][0]
                self.assertEqual(adapter["index"], 0)
                self.assertIn("core-features-and-limits", adapter["features"])
                self.assertGreaterEqual(adapter["limits"]["maxBufferSize"], 1 << 28)

    def test_no_driver(self):
        done = self.wasigpu("info", env=NO_DRIVER)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"adapters: none", done.stdout)
        self.assertRegex(done.stderr.decode(), r"\Awasigpu: no adapter: [^\n]+\n\Z")


class Choice(CommandTest):
    def test_what_is_named_must_be_there(self):
        self.guest("guest.wasm", EMPTY)  # although it does not use it
        for words, text in (
            (["--gpu-lib", "vulcan"], 'unknown library "vulcan"'),
            (["--gpu-lib", "./nothing.so"], "nothing.so"),
            (["--gpu-lib", WASIGPU], "wasigpu"),
            (["--backend", "crayon"], 'unknown backend "crayon"'),
            (["--adapter", "Voodoo2"], 'no adapter named "Voodoo2"'),
            (["--adapter", "99"], "99"),
        ):
            with self.subTest(words=words):
                self.assert_refused(self.wasigpu("run", *words, "guest.wasm"), 125, text)

    def test_no_driver(self):
        self.guest("guest.wasm", EMPTY)
        self.assert_ran(self.wasigpu("run", "guest.wasm", env=NO_DRIVER))
        self.assert_refused(self.wasigpu("run", "--adapter", "cpu", "guest.wasm", env=NO_DRIVER), 125, "Vulkan")

    def test_a_guest_is_told(self):
        self.guest("guest.wasm", ADAPTER)
        for library in ("dawn", "wgpu"):
            with self.subTest(library=library):
                self.assert_ran(self.wasigpu("run", "--gpu-lib", library, "guest.wasm"), 1)
                done = self.wasigpu("run", "--gpu-lib", library, "guest.wasm", env=NO_DRIVER)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(done.stderr.decode(), r"\Awarn [^\n]*request-adapter[^\n]*\n\Z")

    def test_library_that_is_missing(self):
        self.guest("plain.wasm", printer("hello\n"))
        self.guest("gpu.wasm", f'(module {GET_GPU} (func (export "_start") (drop (call $get))))')
        missing = {"WASIGPU_GPU_LIB": "/nowhere/libwebgpu.so"}
        self.assert_ran(self.wasigpu("run", "plain.wasm", env=missing), stdout=b"hello\n")
        self.assert_refused(self.wasigpu("run", "gpu.wasm", env=missing), 125, "/nowhere/libwebgpu.so")


class Busy(CommandTest):
    """How a guest has ended counts, not that the driver is still busy with its work."""

    def ends(self, what, code, *arguments):
        self.guest("busy.wasm", BUSY % what)
        start = time.monotonic()
        done = self.wasigpu("run", *arguments, "busy.wasm")
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, b"busy\n")
        self.assertLess(time.monotonic() - start, 15)
        return done.stderr.decode()

    def test_exit(self):
        self.assertEqual(self.ends("(call $exit (i32.const 9))", 9), "")
        self.assertEqual(self.ends("(call $exit (i32.const 9))", 9, "--timeout", "5s"), "")
        self.assertEqual(self.ends("", 0), "")

    def test_trap(self):
        said = self.ends("unreachable", 134, "--timeout", "5s")
        self.assertRegex(said, r"\Awasigpu: busy\.wasm: trap: [^\n]+unreachable[^\n]+\n +0: [^\n]+\n\Z")


class WorkgroupMemory(CommandTest):
    def errors(self, *arguments):
        """What is said on standard error of a guest that makes a pipeline with workgroup memory."""
        self.guest("guest.wasm", PIPELINE)
        done = self.wasigpu("run", *arguments, "guest.wasm")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode()

    def test_is_refused_where_it_is_not_zeroed(self):
        self.assertEqual(self.errors("--gpu-lib", "dawn"), "")
        self.assertRegex(
            self.errors("--gpu-lib", "wgpu"),
            r"\Awarn [^\n]*create-compute-pipeline[^\n]*: validation error: [^\n]*"
            r"--allow-uninitialized-workgroup-memory[^\n]*\n\Z",
        )

    def test_is_allowed(self):
        for library in ("dawn", "wgpu"):
            with self.subTest(library=library):
                self.assertEqual(self.errors("--gpu-lib", library, "--allow-uninitialized-workgroup-memory"), "")


class Traps(CommandTest):
    def trap(self, wat, text):
        done = self.wasigpu("run", self.guest("guest.wasm", wat))
        said = done.stderr.decode()
        self.assertEqual(done.returncode, 134, said)
        self.assertIn(f"wasigpu: guest.wasm: trap: {text}", said.splitlines()[0])

    def test_bad_handle(self):
        self.trap(
            f'(module {BUFFER_SIZE} (func (export "_start") (drop (call $size (i32.const 5)))))',
            "wasi:webgpu [method]gpu-buffer.size: no such handle of this type (gpu-buffer #5)",
        )

    def test_start_function(self):
        self.trap(
            f'(module {GET_GPU} (func $s (drop (call $get))) (start $s) (func (export "_start")))',
            "wasi:webgpu get-gpu: called before the guest was bound",
        )

    def test_no_memory_and_no_realloc(self):
        features = f"""
            (import "{WEBGPU}" "[constructor]record-option-gpu-size64" (func $new (result i32)))
            (import "{WEBGPU}" "[method]record-option-gpu-size64.keys" (func $keys (param i32 i32)))
            (import "{WEBGPU}" "[method]record-option-gpu-size64.add" (func $add (param i32 i32 i32 i32 i64)))"""
        use = """(func (export "_start") (local $r i32) (local.set $r (call $new))
            (call $add (local.get $r) (i32.const 0) (i32.const 1) (i32.const 0) (i64.const 0))
            (call $keys (local.get $r) (i32.const 16)))"""
        self.trap(
            f"(module {features} {use})",
            "wasi:webgpu [method]record-option-gpu-size64.add: the guest exports no memory",
        )
        self.trap(
            f'(module {features} (memory (export "memory") 1) {use})',
            "wasi:webgpu [method]record-option-gpu-size64.keys: the guest exports no cabi_realloc: link it with -nostartfiles",
        )


if __name__ == "__main__":
    unittest.main()
