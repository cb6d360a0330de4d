#!/usr/bin/env python3
"""Runs a hostile guest in each of its cases: the host must end it as its table says, and live on.

Usage: check.py WASIGPU HOSTILE.wasm. The tables are from the canonical ABI's trap conditions.
"""

import argparse
import re
import subprocess
import sys
import unittest
from pathlib import Path

TRAP = 134
LEFT_BEHIND = r"outlive their guest|are still in use|is leaked"
BUFFER = r"\[method\]gpu-buffer"
QUEUE = r"\[method\]gpu-queue"

# case: (exit code, what standard error must match, more options of `wasigpu run`)
CASES = {
    "bad_handle": (TRAP, BUFFER + r"\.size: no such handle of this type \(gpu-buffer #12345\)"),
    "zero_handle": (TRAP, BUFFER + r"\.size: no such handle of this type \(gpu-buffer #0\)"),
    "huge_handle": (TRAP, BUFFER + r"\.size: no such handle of this type"),
    "dropped_handle": (TRAP, BUFFER + r"\.size: no such handle of this type"),
    "double_drop": (TRAP, r"\[resource-drop\]gpu-buffer: no such handle of this type"),
    "wrong_type": (TRAP, BUFFER + r"\.size: no such handle of this type .*is a gpu-queue"),
    "wrong_drop": (TRAP, r"\[resource-drop\]gpu-buffer: no such handle of this type .*is a gpu-queue"),
    "own_twice": (TRAP, r"\[method\]gpu-adapter\.request-device: no such handle of this type"),
    "data_outside": (TRAP, QUEUE + r"\.write-buffer-with-copy: pointer outside linear memory"),
    "data_wraps": (TRAP, QUEUE + r"\.write-buffer-with-copy: pointer outside linear memory"),
    "data_too_long": (TRAP, QUEUE + r"\.write-buffer-with-copy: more than 2\^28-1 bytes"),
    "result_outside": (TRAP, QUEUE + r"\.write-buffer-with-copy: pointer outside linear memory"),
    "result_misaligned": (TRAP, QUEUE + r"\.write-buffer-with-copy: misaligned pointer"),
    "list_misaligned": (TRAP, QUEUE + r"\.submit: misaligned pointer"),
    "list_outside": (TRAP, QUEUE + r"\.submit: pointer outside linear memory"),
    "list_of_bad_handles": (TRAP, QUEUE + r"\.submit: no such handle of this type"),
    "label_outside": (TRAP, BUFFER + r"\.label: pointer outside linear memory"),
    "bad_utf8": (TRAP, BUFFER + r"\.set-label: string is not UTF-8"),
    "surrogate": (TRAP, BUFFER + r"\.set-label: string is not UTF-8"),
    "bad_option": (TRAP, r"\[method\]gpu-device\.create-buffer: discriminant out of range"),
    "bad_enum": (TRAP, r"\[method\]gpu-device\.push-error-scope: discriminant out of range"),
    "no_canvas": (TRAP, r"\[method\]gpu-canvas-context\.unconfigure: no such handle .*is a gpu-buffer"),
    "realloc_outside": (TRAP, BUFFER + r"\.label: realloc returned a misaligned or outside pointer"),
    "realloc_misaligned": (TRAP, r"\.values: realloc returned a misaligned or outside pointer"),
    "realloc_traps": (TRAP, r"unreachable"),
    "realloc_leaves": (TRAP, BUFFER + r"\.size: import called while realloc runs"),
    "realloc_overlaps": (0, r"\A\Z"),
    "unknown_flags_and_true": (0, r"\A\Z"),
    "endless_loop": (124, r"time", "--timeout", "300ms"),
    "exit_in_pass": (7, r"\A\Z"),
    "trap_in_pass": (TRAP, r"unreachable"),
    "exit_in_map": (7, r"\A\Z"),
    "trap_in_map": (TRAP, r"unreachable"),
    "bind_group_31": (0, r"\A\Z", "--timeout", "60s"),
    "bind_group_32": (0, r"\A\Z", "--timeout", "60s"),
}


ASYNC_CASES = {
    "wait_for_no_one": (TRAP, r"\$root \[waitable-set-wait\]: nothing could ever end this wait"),
    "wait_for_no_read": (TRAP, r"\$root \[waitable-set-wait\]: nothing could ever end this wait"),
    "wait_for_oneself": (TRAP, r"\$root \[waitable-set-wait\]: nothing could ever end this wait"),
    "read_from_oneself": (TRAP, r"\[future-read-0\]\[method\]gpu-device\.lost: nothing could ever end this wait"),
    "pass_to_oneself": (TRAP, r"\[future-read-0\].*: only numbers may pass between two ends in one instance"),
    "wait_for_no_loss": (124, r"time", "--timeout", "500ms"),
    "wait_outside": (TRAP, r"\[waitable-set-wait\]: pointer outside linear memory"),
    "params_outside": (TRAP, r"\[async-lower\]\[method\]gpu-buffer\.map-async: pointer outside linear memory"),
    "drop_a_running_subtask": (TRAP, r"\[subtask-drop\]: the subtask has not been reported as resolved"),
    "drop_what_is_lent": (TRAP, r"\[resource-drop\]gpu-buffer: the handle is lent to a call under way"),
    "drop_a_full_set": (TRAP, r"\[waitable-set-drop\]: the waitable set has members"),
    "cancel_twice": (TRAP, r"\[subtask-cancel\]: the subtask has been reported as resolved"),
    "cancel_in_a_set": (TRAP, r"\[subtask-cancel\]: in a waitable set"),
    "join_a_resource": (TRAP, r"\[waitable-join\]: no such handle of this type \(waitable #\d+ is a gpu-device\)"),
    "read_another_type": (TRAP, r"\[future-read-0\].*: no such handle .*is a readable stream<gpu-error>"),
    "read_twice": (TRAP, r"\[future-read-0\].*: a read or write is under way"),
    "read_too_many": (TRAP, r"\[stream-read-0\].*: more than 2\^28-1"),
    "read_outside": (TRAP, r"\[stream-read-0\].*: pointer outside linear memory"),
    "cancel_the_task": (TRAP, r"\[export\]\$root \[task-cancel\]: a command is no task"),
    "many_futures": (0, r"\A\Z"),
    "many_subtasks": (0, r"\A\Z"),
    "many_cancelled": (0, r"\A\Z"),
    "too_many_cancelled": (TRAP, r"on-submitted-work-done: too many operations still run that it has cancelled \(4096\)"),
}

TABLES = {"hostile": CASES, "hostile_async": ASYNC_CASES}


def test_case(command, guest, name, code, expected, options):
    def run(self):
        done = subprocess.run(
            [*command, *options, guest, name], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
        )
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIsNotNone(re.search(expected, done.stderr), done.stderr)
        self.assertNotRegex(done.stderr, LEFT_BEHIND)
        self.assertEqual(done.stdout, "")

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wasigpu")
    parser.add_argument("guest")
    arguments = parser.parse_args()
    command = [arguments.wasigpu, "run"]
    tests = {
        f"test_{name}": test_case(command, arguments.guest, name, code, expected, options)
        for name, (code, expected, *options) in TABLES[Path(arguments.guest).stem].items()
    }
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(type("Hostile", (unittest.TestCase,), tests))
    sys.exit(not unittest.TextTestRunner().run(suite).wasSuccessful())


if __name__ == "__main__":
    main()
