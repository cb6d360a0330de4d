#!/usr/bin/env python3
"""Writes the first inputs of the targets that read a format: corpus/module, corpus/wgsl.

Usage: seeds.py WAT2WASM. The other targets read programs of choices; their inputs come from runs (run.py --keep).
"""

import pathlib
import subprocess
import sys

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
WEBGPU = "wasi:webgpu/webgpu@0.3.0-rc.2"
WASI = "wasi_snapshot_preview1"

MODULES = {
    "empty": "(module)",
    "get_gpu": f'(module (import "{WEBGPU}" "get-gpu" (func (result i32))))',
    "mistyped": f'(module (import "{WEBGPU}" "get-gpu" (func (param i64) (result f32))))',
    "other_kind": f'(module (import "{WEBGPU}" "get-gpu" (global i32)))',
    "misspelt": f'(module (import "{WEBGPU}" "[method]gpu-buffer.sise" (func (param i32) (result i64))))',
    "unknown": '(module (import "env" "abort" (func)))',
    "memory": '(module (import "env" "memory" (memory 1 2)))',
    "table": '(module (import "env" "table" (table 1 funcref)))',
    "wasi": f'(module (import "{WASI}" "proc_exit" (func (param i32))) (memory (export "memory") 1))',
    "command": f"""(module
        (import "{WEBGPU}" "[method]gpu-queue.submit" (func $submit (param i32 i32 i32)))
        (memory (export "memory") 1) (data (i32.const 8) "text")
        (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64))
        (func (export "_start") (call $submit (i32.const 1) (i32.const 0) (i32.const 0))))""",
    "many_values": "(module (func (result i32 i64 f32 f64) (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4)))",
    "vector": "(module (func (result v128) (v128.const i32x4 1 2 3 4)))",
    "start": "(module (func $f (loop br 0)) (start $f))",
    "elements": "(module (table 2 funcref) (elem (i32.const 0) $f $f) (func $f))",
}

# Bytes that are no core module.
OTHERS = {
    "nothing": b"",
    "component": b"\0asm\x0d\0\1\0",
    "text": b";; a comment\n(module)",
    "elf": b"\x7fELF\2\1\1\xc8" + bytes(32) + b"\1" + bytes(23),
    "huge_section": b"\0asm\1\0\0\0\1\xff\xff\xff\xff\x0f",
}

# A leading 0: the text stands once; else its second half is repeated so often eight times over.
TEXTS = {
    "compute": b"\0@group(0) @binding(0) var<storage, read_write> b: array<u32>;\n"
               b"@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) i: vec3u) { b[i.x] = 1 << 2; }",
    "workgroup": b"\0var<workgroup> w: array<atomic<u32>, 256>;",
    "hidden": b"\0/* /* var<workgroup> */ */ var </**/ //\xe2\x80\xa8 workgroup > w: u32;",
    "brackets": b"\x28let x = (((",
    "else_if": b"\x40if (a) {}    else if (b) {}",
    "structs": b"\xffstruct a{b:c}struct a{b:c}",
}


def write(target, name, data):
    path = CORPUS / target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def main():
    wat2wasm, = sys.argv[1:]
    for name, text in MODULES.items():
        path = CORPUS / "module" / f"{name}.wasm"
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([wat2wasm, "/dev/stdin", path], input=text, text=True, check=True)
    for name, data in OTHERS.items():
        write("module", name, data)
    for name, data in TEXTS.items():
        write("wgsl", name, data)


main()
