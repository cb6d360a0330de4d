"""What the tests of the command share: running it, and guests from text."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

WASIGPU = os.environ["WASIGPU"]
WAT2WASM = os.environ["WAT2WASM"]
WEBGPU = "wasi:webgpu/webgpu@0.3.0-rc.2"
WASI = "wasi_snapshot_preview1"

BUSY_SHADER = (
    "var<workgroup> a: atomic<u32>; @compute @workgroup_size(1)"
    " fn main() { for (var i = 0u; i < 4000000000u; i++) { atomicAdd(&a, i); } }"
)

# Variables that change what the command does: a test sets those it is about.
OURS = ("WASIGPU_LOG", "RUST_LOG", "WASIGPU_GPU_LIB", "WGPU_BACKEND", "WASMTIME_BACKTRACE_DETAILS", "RUST_BACKTRACE")


class CommandTest(unittest.TestCase):
    """A folder of its own, and the command run in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def path(self, name):
        return self.folder / name

    def write(self, name, data):
        self.path(name).write_bytes(data)
        return name

    def guest(self, name, text):
        """`text` in WebAssembly's text form as the file `name`."""
        self.path("text.wat").write_text(text, encoding="utf-8")
        subprocess.run([WAT2WASM, self.path("text.wat"), self.path(name)], check=True)
        return name

    def environment(self, more):
        environment = {key: value for key, value in os.environ.items() if key not in OURS}
        environment.update(more or {})
        return environment

    def wasigpu(self, *arguments, env=None, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("timeout", 60)
        return subprocess.run(
            [WASIGPU, *map(str, arguments)],
            cwd=self.folder,
            env=self.environment(env),
            capture_output=True,
            check=False,
            **options,
        )

    def assert_refused(self, done, code, text):
        """One line on standard error that starts with "wasigpu: " and says `text`; nothing on standard output."""
        said = done.stderr.decode()
        self.assertEqual(done.returncode, code, said)
        self.assertEqual(done.stdout, b"")
        self.assertRegex(said, r"\Awasigpu: [^\n]+\n\Z")
        self.assertIn(text, said)
        return said

    def assert_usage(self, done, text):
        said = done.stderr.decode()
        self.assertEqual(done.returncode, 2, said)
        self.assertEqual(done.stdout, b"")
        self.assertRegex(said, r"\Awasigpu")
        self.assertIn(text, said)
        self.assertIn("--help", said)

    def assert_ran(self, done, code=0, stdout=b""):
        self.assertEqual(done.returncode, code, done.stderr.decode())
        self.assertEqual(done.stdout, stdout)
        self.assertEqual(done.stderr, b"")


def printer(text):
    """A guest that prints `text`."""
    size = len(text.encode())
    data = "".join(f"\\{byte:02x}" for byte in text.encode())
    return f"""
    (module
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 16) "{data}")
      (func (export "_start")
        (i32.store (i32.const 0) (i32.const 16))
        (i32.store (i32.const 4) (i32.const {size}))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"""


def echo(get, sizes):
    """A guest that prints what `get` gives, arguments or environment, with its NULs."""
    return f"""
    (module
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "{get}" (func $get (param i32 i32) (result i32)))
      (import "{WASI}" "{sizes}" (func $sizes (param i32 i32) (result i32)))
      (memory (export "memory") 2)
      (func (export "_start")
        (drop (call $sizes (i32.const 16) (i32.const 4)))
        (i32.store (i32.const 0) (i32.const 65536))
        (drop (call $get (i32.const 1024) (i32.const 65536)))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"""


ARGUMENTS = echo("args_get", "args_sizes_get")
ENVIRONMENT = echo("environ_get", "environ_sizes_get")
# Keeps the GPU busy for longer than any of these tests, then does as `%s` says; $queue is its queue.
BUSY = f"""
    (module
      (import "{WEBGPU}" "get-gpu" (func $gpu (result i32)))
      (import "{WEBGPU}" "[method]gpu.request-adapter" (func $request-adapter (param{" i32" * 12})))
      (import "{WEBGPU}" "[method]gpu-adapter.request-device" (func $request-device (param{" i32" * 15})))
      (import "{WEBGPU}" "[method]gpu-device.queue" (func $get-queue (param i32) (result i32)))
      (import "{WEBGPU}" "[method]gpu-device.create-shader-module" (func $shader (param{" i32" * 9}) (result i32)))
      (import "{WEBGPU}" "[method]gpu-device.create-compute-pipeline"
        (func $pipeline (param{" i32" * 12}) (result i32)))
      (import "{WEBGPU}" "[method]gpu-device.create-command-encoder" (func $encoder (param{" i32" * 5}) (result i32)))
      (import "{WEBGPU}" "[method]gpu-command-encoder.begin-compute-pass"
        (func $begin (param{" i32" * 11}) (result i32)))
      (import "{WEBGPU}" "[method]gpu-compute-pass-encoder.set-pipeline" (func $set (param i32 i32)))
      (import "{WEBGPU}" "[method]gpu-compute-pass-encoder.dispatch-workgroups" (func $dispatch (param{" i32" * 6})))
      (import "{WEBGPU}" "[method]gpu-compute-pass-encoder.end" (func $end (param i32)))
      (import "{WEBGPU}" "[method]gpu-command-encoder.finish" (func $finish (param{" i32" * 5}) (result i32)))
      (import "{WEBGPU}" "[method]gpu-queue.submit" (func $submit (param i32 i32 i32)))
      (import "{WEBGPU}" "[method]gpu-queue.on-submitted-work-done" (func $wait (param i32)))
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 1024) "{BUSY_SHADER}")
      (data (i32.const 2048) "busy\\0a")
      (func (export "_start") (local $device i32) (local $queue i32) (local $encoder i32) (local $pass i32)
        (call $request-adapter (call $gpu){" (i32.const 0)" * 11})
        (call $request-device (i32.load (i32.const 4)){" (i32.const 0)" * 14})
        (local.set $device (i32.load (i32.const 4)))
        (local.set $queue (call $get-queue (local.get $device)))
        (local.set $encoder (call $encoder (local.get $device){" (i32.const 0)" * 4}))
        (local.set $pass (call $begin (local.get $encoder){" (i32.const 0)" * 10}))
        (call $set (local.get $pass) (call $pipeline (local.get $device)
          (call $shader (local.get $device) (i32.const 1024) (i32.const {len(BUSY_SHADER)}){" (i32.const 0)" * 6})
         {" (i32.const 0)" * 5} (i32.const 1){" (i32.const 0)" * 4}))
        (call $dispatch (local.get $pass) (i32.const 1){" (i32.const 0)" * 4})
        (call $end (local.get $pass))
        (i32.store (i32.const 0) (call $finish (local.get $encoder){" (i32.const 0)" * 4}))
        (call $submit (local.get $queue) (i32.const 0) (i32.const 1))
        (i32.store (i32.const 0) (i32.const 2048))
        (i32.store (i32.const 4) (i32.const 5))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
        %s))"""
# Makes a pipeline of that shader, and no more.
PIPELINE = f"""
    (module
      (import "{WEBGPU}" "get-gpu" (func $gpu (result i32)))
      (import "{WEBGPU}" "[method]gpu.request-adapter" (func $request-adapter (param{" i32" * 12})))
      (import "{WEBGPU}" "[method]gpu-adapter.request-device" (func $request-device (param{" i32" * 15})))
      (import "{WEBGPU}" "[method]gpu-device.create-shader-module" (func $shader (param{" i32" * 9}) (result i32)))
      (import "{WEBGPU}" "[method]gpu-device.create-compute-pipeline"
        (func $pipeline (param{" i32" * 12}) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 1024) "{BUSY_SHADER}")
      (func (export "_start") (local $device i32)
        (call $request-adapter (call $gpu){" (i32.const 0)" * 11})
        (call $request-device (i32.load (i32.const 4)){" (i32.const 0)" * 14})
        (local.set $device (i32.load (i32.const 4)))
        (drop (call $pipeline (local.get $device)
          (call $shader (local.get $device) (i32.const 1024) (i32.const {len(BUSY_SHADER)}){" (i32.const 0)" * 6})
         {" (i32.const 0)" * 5} (i32.const 1){" (i32.const 0)" * 4}))))"""
EMPTY = '(module (func (export "_start")))'
LOOP = '(module (func (export "_start") (loop $l (br $l))))'
# Has a call, and exits with 3.
EXIT = f"""
    (module
      (import "{WEBGPU}" "get-gpu" (func $gpu (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start") (drop (call $gpu)) (call $exit (i32.const 3))))"""
