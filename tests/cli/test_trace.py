"""--trace and --stats: what they say of a guest, against the log of its calls, and however it ends."""

import json
import os
import re
import signal
import subprocess
import time
import unittest
from collections import Counter
from pathlib import Path

from command import EMPTY, EXIT, LOOP, WASI, WASIGPU, WEBGPU, CommandTest

GUESTS = Path(os.environ["GUESTS"])
LIBRARY = {"WASIGPU_GPU_LIB": os.environ["WASIGPU_GPU_LIB"]}
COMPUTES = os.environ["WASIGPU_GPU_LIB"] in ("dawn", "wgpu")
HELLO = GUESTS / "hello_compute.wasm"
NS_OF_ROUNDING = 2000  # microseconds have three digits, and there are some hundred spans at most
CALLED = re.compile(r"^trace webgpu  (\S+?)(?:\(#(\d+)\))?: called$", re.MULTILINE)

# Drops what it has got, again and again, and has something else to do in between.
BUSY = f"""
    (module
      (import "{WEBGPU}" "get-gpu" (func $gpu (result i32)))
      (import "{WEBGPU}" "[resource-drop]gpu" (func $drop (param i32)))
      (func (export "_start") (local $i i32)
        (loop $l
          (call $drop (call $gpu))
          (local.set $i (i32.const 10000))
          (loop $k (br_if $k (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (br $l))))"""
# Has a call, and then waits for standard input.
READER = f"""
    (module
      (import "{WEBGPU}" "get-gpu" (func $gpu (result i32)))
      (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start")
        (drop (call $gpu))
        (i32.store (i32.const 0) (i32.const 16))
        (i32.store (i32.const 4) (i32.const 1))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))"""
TRAP = f"""
    (module
      (import "{WEBGPU}" "[method]gpu-buffer.size" (func $size (param i32) (result i64)))
      (func (export "_start") (drop (call $size (i32.const 77)))))"""


def span_end(event):
    return event["ts"] + event["dur"]


class Trace(CommandTest):
    def run_traced(self, *arguments, name="trace.json", **options):
        return self.wasigpu("run", "--trace", name, *arguments, env=LIBRARY, **options)

    def events(self, name="trace.json"):
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def spans(self, category=None, events=None):
        """In the order in which they begin, those around others first."""
        found = [e for e in (events or self.events()) if e["ph"] == "X" and category in (None, e["cat"])]
        return sorted(found, key=lambda e: (e["ts"], -e["dur"]))

    def calls(self):
        return [e for e in self.spans() if e["cat"] in ("wasi:webgpu", "$root")]

    def assert_nested(self, events):
        """On each track a span ends before those around it do."""
        open_spans = {}
        for event in self.spans(events=events):
            stack = open_spans.setdefault(event["tid"], [])
            while stack and span_end(stack[-1]) <= event["ts"]:
                stack.pop()
            if stack:
                self.assertLessEqual(span_end(event), span_end(stack[-1]) + 0.002, (stack[-1], event))
            stack.append(event)

    def assert_one_guest(self, name):
        (guest,) = [e for e in self.spans("guest") if e["name"] != "cabi_realloc"]
        self.assertEqual(guest["name"], name)
        for event in self.spans():
            if event["cat"] != "gpu":
                self.assertGreaterEqual(event["ts"], guest["ts"])
                self.assertLessEqual(span_end(event), span_end(guest) + 0.002)
        return guest


class Content(Trace):
    def test_every_call_once(self):
        done = self.run_traced("--log", "webgpu=trace", HELLO)
        logged = CALLED.findall(done.stderr.decode())
        self.assertGreater(len(logged), 20)
        traced = self.calls()
        self.assertEqual([e["name"] for e in traced], [name for name, _ in logged])
        for event, (name, handle) in zip(traced, logged):
            if name.startswith("[method]"):
                self.assertEqual(event["args"]["handle"], int(handle), name)
        self.assert_nested(self.events())
        self.assert_one_guest("hello_compute.wasm")
        self.assertEqual(len({e["pid"] for e in self.events()}), 1)

    def test_handles(self):
        self.run_traced(HELLO)
        made = {}
        for event in self.calls():
            args = event.get("args", {})
            if event["name"] == "[method]gpu-device.create-compute-pipeline":
                made["pipeline"] = args["result"]
            if event["name"] == "[method]gpu-command-encoder.begin-compute-pass":
                made["pass"] = args["result"]
            if event["name"] == "[method]gpu-compute-pass-encoder.set-bind-group":
                made["set"] = args
        self.assertEqual(made["set"]["handle"], made["pass"])
        self.assertNotIn(0, made["set"]["with"])

    def test_bytes_and_memory(self):
        done = self.run_traced(HELLO)
        up = [e["args"]["bytes"] for e in self.calls() if "write-buffer" in e["name"]]
        self.assertEqual(up, [32])
        if COMPUTES:
            self.assertEqual(done.returncode, 0, done.stderr)
        down = [e for e in self.calls() if "get-mapped-range-get" in e["name"]]
        self.assertEqual([e["args"]["bytes"] for e in down], [32])
        (realloc,) = [
            e for e in self.spans("guest") if e["name"] == "cabi_realloc" and e["ts"] >= down[0]["ts"]
            and e["ts"] < span_end(down[0])
        ]  # the guest's own code, within the call that returns bytes
        self.assertLessEqual(span_end(realloc), span_end(down[0]) + 0.002)
        memory = [e["args"]["bytes"] for e in self.events() if e["ph"] == "C"]
        self.assertEqual(max(memory), 64)

    def test_waits_are_within_calls(self):
        self.run_traced(HELLO)
        waits = self.spans("wait")
        if COMPUTES:
            self.assertTrue(waits)
        for wait in waits:
            self.assertTrue(
                [e for e in self.calls() if e["ts"] <= wait["ts"] and span_end(wait) <= span_end(e) + 0.002], wait
            )

    def test_passes_on_the_gpu(self):
        """On a track of its own, behind the submit and before what waits for it has ended."""
        self.run_traced(HELLO)
        passes = self.spans("gpu")
        self.assertEqual(len(passes), COMPUTES, passes)  # lavapipe has timestamps
        if not COMPUTES:
            return
        (ran,) = passes
        self.assertEqual(ran["name"], "compute pass")
        (submit,) = [e for e in self.calls() if e["name"] == "[method]gpu-queue.submit"]
        self.assertNotEqual(ran["tid"], submit["tid"])
        self.assertGreaterEqual(ran["ts"], submit["ts"] - 0.002)
        names = {e["tid"]: e["args"]["name"] for e in self.events() if e["name"] == "thread_name"}
        self.assertEqual(names, {submit["tid"]: "hello_compute.wasm", ran["tid"]: "GPU"})
        guest = self.assert_one_guest("hello_compute.wasm")
        self.assertLessEqual(span_end(ran), span_end(guest) + 0.002)

    def test_the_guest_sees_nothing_of_it(self):
        """One that checks that timestamps are refused where it has not asked for them, and uses its own."""
        plain = self.wasigpu("run", GUESTS / "sdk_queries.wasm", env=LIBRARY)
        done = self.run_traced(GUESTS / "sdk_queries.wasm")
        self.assertEqual((done.returncode, done.stdout), (plain.returncode, plain.stdout))
        self.assertFalse(self.spans("gpu"))

    def test_a_module_that_uses_nothing(self):
        done = self.run_traced("--stats=json", self.guest("empty.wasm", EMPTY))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_one_guest("empty.wasm")
        stats = json.loads(done.stderr)
        self.assertEqual((stats["calls"], stats["functions"]), (0, []))
        self.assertGreater(stats["guest_ns"], 0)


class Stats(Trace):
    def test_sums_are_those_of_the_trace(self):
        done = self.run_traced("--stats=json", HELLO)
        stats = json.loads(done.stderr.decode().splitlines()[-1])
        calls = self.calls()
        self.assertEqual(stats["calls"], len(calls))
        self.assertEqual({f["name"]: f["calls"] for f in stats["functions"]}, Counter(e["name"] for e in calls))
        totals = [f["total_ns"] for f in stats["functions"]]
        self.assertEqual(totals, sorted(totals, reverse=True))
        for function in stats["functions"]:
            took = sum(e["dur"] for e in calls if e["name"] == function["name"])
            self.assertAlmostEqual(function["total_ns"], took * 1000, delta=NS_OF_ROUNDING)
        self.assertEqual((stats["bytes_up"], stats["bytes_down"]), (32, 32))
        self.assertEqual(sum(f["bytes"] for f in stats["functions"]), 64)
        self.assertAlmostEqual(
            stats["wait_ns"], sum(e["dur"] for e in self.spans("wait")) * 1000, delta=NS_OF_ROUNDING
        )
        whole = stats["guest_ns"] + stats["host_ns"] + stats["wait_ns"]
        guest = self.assert_one_guest("hello_compute.wasm")
        self.assertAlmostEqual(whole, guest["dur"] * 1000, delta=NS_OF_ROUNDING)
        self.assertEqual(stats["peak_gpu_bytes"], 64)
        self.assertGreater(stats["peak_objects"], 5)

    def test_without_a_trace(self):
        plain = self.wasigpu("run", HELLO, env=LIBRARY)
        done = self.wasigpu("run", "--stats", HELLO, env=LIBRARY)
        self.assertEqual((done.returncode, done.stdout), (plain.returncode, plain.stdout))
        said = done.stderr.decode()
        self.assertRegex(said, r"(?m)^copied: 32 bytes up, 32 bytes down$")
        self.assertRegex(said, r"(?m)^ +1 +[\d.]+ +[\d.]+ +0  \[async-lower\]\[method\]gpu-adapter\.request-device$")
        self.assertRegex(said, r"(?m)^ +\d+ more$")
        self.assertFalse(list(self.folder.iterdir()))

    def test_usage(self):
        self.assert_usage(self.wasigpu("run", "--stats=xml", "x.wasm"), "--stats=xml: it is --stats or --stats=json")


class Ends(Trace):
    def assert_whole(self, names):
        self.assertEqual([e["name"] for e in self.calls()], names)
        self.assert_nested(self.events())

    def test_exit(self):
        done = self.run_traced(self.guest("exit.wasm", EXIT))
        self.assertEqual((done.returncode, done.stderr), (3, b""))
        self.assert_whole(["get-gpu"])
        self.assert_one_guest("exit.wasm")

    def test_trap(self):
        done = self.run_traced("--stats=json", self.guest("trap.wasm", TRAP))
        self.assertEqual(done.returncode, 134)
        self.assert_whole(["[method]gpu-buffer.size"])
        args = self.calls()[0]["args"]
        self.assertEqual(args["handle"], 77)
        self.assertIn("no such handle of this type (gpu-buffer #77)", args["trap"])
        self.assertIn(args["trap"], done.stderr.decode())
        self.assertEqual(json.loads(done.stderr.decode().splitlines()[-1])["calls"], 1)
        self.assert_one_guest("trap.wasm")

    def test_time_is_up(self):
        done = self.run_traced("--timeout", "300ms", "--stats", self.guest("busy.wasm", BUSY))
        self.assertEqual(done.returncode, 124)
        self.assertRegex(done.stderr.decode(), r"\Awasigpu: busy\.wasm: time is up\n")
        self.assertIn(b"  [resource-drop]gpu\n", done.stderr)
        self.assertGreater(len(self.calls()), 100)
        self.assert_one_guest("busy.wasm")

    def test_time_is_up_in_wasi(self):
        """The process leaves from a signal handler."""
        with subprocess.Popen(["sleep", "30"], stdout=subprocess.PIPE) as silent:
            done = self.run_traced("--timeout", "0.2", self.guest("reader.wasm", READER), stdin=silent.stdout)
            silent.terminate()
        self.assert_refused(done, 124, "reader.wasm: time is up")
        self.assert_whole(["get-gpu"])

    def begin(self, *arguments):
        process = subprocess.Popen(
            [WASIGPU, "run", "--trace", "trace.json", *map(str, arguments)],
            cwd=self.folder, env=self.environment(LIBRARY), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def await_bytes(self, process, size):
        while process.poll() is None and (not self.path("trace.json").exists()
                                          or self.path("trace.json").stat().st_size < size):
            time.sleep(0.05)

    def test_ctrl_c(self):
        process = self.begin(self.guest("loop.wasm", LOOP))
        self.await_bytes(process, 1)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 130)
        self.assert_whole([])

    def test_killed(self):
        process = self.begin(self.guest("busy.wasm", BUSY))
        self.await_bytes(process, 100000)
        process.kill()
        process.wait(timeout=60)
        text = self.path("trace.json").read_text(encoding="utf-8")
        self.assertFalse(text.endswith("]\n"))
        events = json.loads(text[: text.rindex("},\n") + 1] + "]")
        self.assertGreater(len(events), 100)


if __name__ == "__main__":
    unittest.main()
