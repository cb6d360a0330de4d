#!/usr/bin/env python3
"""Runs every fuzz target for a while, and says how far each came. 1: there is a finding.

What was learnt is kept in BUILD/corpus for the next run, what was found in BUILD/findings. With --keep, inputs that reach
what no committed one does are added to tests/fuzz/corpus, small ones first.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE / "corpus"

# Longest input of each target: a module takes a compiler's time, a program's end is not far.
MAX_SIZES = {"module": 2048, "table": 1024, "trampolines": 1024, "trampolines_wgpu": 1024, "waitables": 512,
             "wgsl": 2048}
KEPT_SIZE = 512  # of what is added to the repository


class Target:
    def __init__(self, name, build):
        self.name = name
        self.program = build / "tests" / f"fuzz_{name}"
        self.learnt = build / "corpus" / name
        self.findings = build / "findings" / name
        self.log = build / "logs" / f"{name}.log"
        self.dictionary = HERE / f"{name}.dict"
        for folder in (self.learnt, self.findings, self.log.parent):
            folder.mkdir(parents=True, exist_ok=True)

    def call(self, *arguments):
        """Runs the target; its words go to the log. The exit status."""
        options = ["-timeout=20", "-rss_limit_mb=3000", f"-artifact_prefix={self.findings}/", "-print_final_stats=1",
                   "-print_funcs=0"] # naming functions takes most of a short run
        if self.dictionary.exists():
            options.append(f"-dict={self.dictionary}")
        with open(self.log, "w", encoding="utf-8") as log:
            return subprocess.run([self.program, *options, *map(str, arguments)], stdout=log, stderr=log,
                                  stdin=subprocess.DEVNULL, cwd=self.findings, check=False).returncode

    def run(self, seconds):
        return self.call(f"-max_total_time={seconds}", f"-max_len={MAX_SIZES[self.name]}", self.learnt, CORPUS / self.name)

    def keep(self):
        return self.call("-set_cover_merge=1", "-use_counters=0", f"-max_len={KEPT_SIZE}", CORPUS / self.name, self.learnt)

    def report(self, status):
        text = self.log.read_text(encoding="utf-8", errors="replace")
        executions = re.search(r"^stat::number_of_executed_units:\s*(\d+)", text, re.M)
        speed = re.search(r"^stat::average_exec_per_sec:\s*(\d+)", text, re.M)
        coverage = re.findall(r"\bcov: (\d+)", text)
        print(f"{self.name:18} {executions[1] if executions else 0:>12} executions "
              f"{speed[1] if speed else 0:>7} a second  coverage {coverage[-1] if coverage else 0:>6}"
              f"{'' if status == 0 else '  FAILED'}", flush=True)
        if status == 0:
            return
        lines = [line for line in text.splitlines() if not re.match(r"\s*NEW_FUNC|#\d+\s+(NEW|REDUCE|pulse)", line)]
        print("\n".join(lines[-60:]))
        print(f"again: {self.program} {self.findings}/NAME; the whole log: {self.log}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", help="default: all")
    parser.add_argument("--build", type=pathlib.Path, required=True, metavar="DIR", help="of the preset fuzz")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="for each; default: 60")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="targets at a time")
    parser.add_argument("--keep", action="store_true", help="add to the committed corpus what it lacks")
    options = parser.parse_args()
    targets = [Target(name, options.build.resolve()) for name in options.targets or MAX_SIZES]

    def work(target):
        status = target.run(options.seconds)
        target.report(status)
        if status == 0 and options.keep:
            status = target.keep()
        return status

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        return 1 if any(list(pool.map(work, targets))) else 0


sys.exit(main())
