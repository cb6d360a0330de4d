"""Large data: one forest and the same predictions, bit for bit, from the CPU and the GPU, of either library, natively
and in WebAssembly; and the benchmark's command line.

NATIVE, GUEST: the command lines of bench/forest_large."""

import json
import os
import shlex
import subprocess
import unittest

PROGRAMS = {name: shlex.split(os.environ[name]) for name in ("NATIVE", "GUEST")}
CUT = "--rows 20000 --test-rows 1000 --trees 6 --depth 7 --runs 1".split()


def run(program, *arguments, library="dawn"):
    environment = os.environ | {"WASIGPU_GPU_LIB": library, "WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY": "1"}
    return subprocess.run([*PROGRAMS[program], *arguments], env=environment, capture_output=True, text=True, check=False,
                          timeout=500)


class Large(unittest.TestCase):
    def hashes(self, *arguments):
        """{(what, its hash): who came to it}"""
        found = {}
        for program in PROGRAMS:
            for library in ("dawn", "wgpu"):
                result = run(program, *CUT, *arguments, library=library)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                for line in map(json.loads, result.stdout.splitlines()):
                    if line.get("hash") is not None:
                        found.setdefault((line["what"], line["hash"]), []).append((program, library, line["device"]))
        return found

    def test_identical(self):
        found = self.hashes()
        self.assertEqual(sorted(what for what, _ in found), ["predict", "test", "train"], found)
        for who in found.values():
            self.assertEqual(len(set(who)), 8, who)
            self.assertEqual(len([device for _, _, device in who if device == "cpu"]), 4, who)

    def test_hashes_differ(self):
        """What they are of is all of a forest and of its predictions."""
        seen = set()
        for arguments in ([], ["--seed", "1"], ["--depth", "6"], ["--trees", "5"], ["--bins", "100"], ["--rows", "20001"]):
            result = run("NATIVE", *CUT, "--device", "cpu", *arguments)
            seen |= {line["hash"] for line in map(json.loads, result.stdout.splitlines()) if line["hash"] is not None}
        self.assertEqual(len(seen), 18)

    def test_usage(self):
        for program in PROGRAMS:
            for arguments, said in (
                    (["--rows", "0"], "--rows takes a number from 1 to 67108864, not '0'"),
                    (["--rows", "abc"], "--rows takes a number from 1 to 67108864, not 'abc'"),
                    (["--rows", "10x"], "--rows takes a number from 1 to 67108864, not '10x'"),
                    (["--rows", "67108865"], "--rows takes a number"),
                    (["--rows", "99999999999999999999"], "--rows takes a number"),
                    (["--test-rows", "-1"], "--test-rows takes a number"),
                    (["--features", "0"], "--features takes a number from 1 to 256"),
                    (["--max-features", "0"], "--max-features takes a number from 1 to 256"),
                    (["--trees", "0"], "--trees takes a number from 1 to 65535"),
                    (["--depth", "65"], "--depth takes a number from 1 to 64"),
                    (["--bins", "400"], "--bins takes a number from 2 to 256, not '400'"),
                    (["--bins", ""], "--bins takes a number from 2 to 256, not ''"),
                    (["--device", "abacus"], "--device is cpu, gpu or both, not 'abacus'"),
                    (["--forests", "1"], "no option '--forests'"),
                    (["--rows"], "'--rows' needs a value")):
                with self.subTest(program=program, arguments=arguments):
                    result = run(program, *arguments)
                    self.assertEqual((result.returncode, result.stdout), (1, ""))
                    self.assertRegex(result.stderr, r"\Aforest_large: [^\n]+\n\Z")
                    self.assertIn(said, result.stderr)

    def test_memory(self):
        """4 GiB is all there is in WebAssembly."""
        result = run("GUEST", "--rows", "67108864", "--features", "200")
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertEqual(result.stderr, "forest_large: out of memory: fewer --rows or --test-rows\n")


if __name__ == "__main__":
    unittest.main()
