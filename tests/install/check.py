#!/usr/bin/env python3
"""Installs, moves what was installed, and uses it from there: the command, the library, the SDK.

    check.py SOURCE BUILD: both folders of wasigpu
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE, BUILD = (Path(path).resolve() for path in sys.argv[1:3])
GUEST = BUILD / "guests" / "hello_compute.wasm"
WITH_DEBIANS_CLANG = unittest.skipUnless(shutil.which("clang-19"), "where WASI_SDK_PATH stands in for it")


def run(*command, **environment):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True,
                            env=os.environ | environment)
    if result.returncode != 0:
        raise AssertionError(f"{command} ended with {result.returncode}:\n{result.stdout}{result.stderr}")
    return result.stdout


def refused(*command, **environment):
    """What it says, joined to one line."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False,
                            env=os.environ | environment)
    if result.returncode == 0:
        raise AssertionError(f"{command} did not fail:\n{result.stdout}{result.stderr}")
    return " ".join(result.stderr.split())


def with_gpu(*command):
    return run(SOURCE / "deps" / "env", *command, MESA_SHADER_CACHE_DISABLE="true")


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="wasigpu-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        run("cmake", "--install", BUILD, "--prefix", cls.folder / "first")
        cls.prefix = cls.folder / "moved"
        (cls.folder / "first").rename(cls.prefix)

    def paths_recorded(self, file):
        """RPATH, RUNPATH and NEEDED of a program or library."""
        return re.findall(r"\((RPATH|RUNPATH|NEEDED)\).*\[(.*)\]", run("readelf", "--dynamic", file))

    def test_everything_is_there(self):
        for path in ("bin/wasigpu", "include/wasigpu/wasigpu.h", "lib/libwasigpu.so", "lib/libwasigpu.a",
                     "lib/pkgconfig/wasigpu.pc", "lib/cmake/wasigpu/wasigpu-config.cmake",
                     "lib/wasigpu/libwasmtime.so", "lib/wasigpu/libwebgpu_dawn.so",
                     "lib/wasigpu/libwgpu_native.so", "share/wasigpu/sdk/cmake/wasigpu-toolchain.cmake"):
            self.assertTrue((self.prefix / path).exists(), path)

    def test_no_place_is_recorded(self):
        for file in ("bin/wasigpu", "lib/libwasigpu.so"):
            for kind, value in self.paths_recorded(self.prefix / file):
                if kind == "NEEDED":
                    self.assertNotIn("/", value, file)
                else:
                    for place in value.split(":"):
                        self.assertTrue(place.startswith("$ORIGIN"), f"{file}: {value}")

    def test_soname(self):
        self.assertRegex(run("readelf", "--dynamic", self.prefix / "lib/libwasigpu.so"),
                         r"SONAME.*\[libwasigpu\.so\.\d+\]")

    def test_only_public_names_are_exported(self):
        for option, file in (("--dynamic", "libwasigpu.so"), ("--extern-only", "libwasigpu.a")):
            names = run("nm", option, "--defined-only", "--format=posix", self.prefix / "lib" / file).splitlines()
            names = {line.split()[0] for line in names if " " in line}
            self.assertIn("wasigpu_host_new", names)
            self.assertEqual({name for name in names if not name.startswith("wasigpu_")}, set(), file)

    def test_the_command_runs_a_guest(self):
        with_gpu(self.prefix / "bin/wasigpu", "run", GUEST)

    def test_the_command_loads_the_libraries_beside_it(self):
        trace = subprocess.run([SOURCE / "deps" / "env", self.prefix / "bin/wasigpu", "run", GUEST], text=True,
                               capture_output=True, env=os.environ | {"LD_DEBUG": "files"}).stderr
        for name in ("libwasmtime.so", "libwebgpu_dawn.so"):
            loaded = set(re.findall(rf"calling init: (\S.*{name})", trace))
            self.assertEqual({Path(path).resolve() for path in loaded}, {self.prefix / "lib/wasigpu" / name})

    def test_a_program_by_pkg_config(self):
        search = {"PKG_CONFIG_PATH": str(self.prefix / "lib/pkgconfig")}
        flags = run("pkg-config", "--cflags", "--libs", "wasigpu", **search)
        program = self.folder / "by_pkg_config"
        # through a shell, for pkg-config quotes for one
        run("sh", "-c", f'cc -std=c11 -Wall -Werror -o "$0" "$1" {flags.strip()}', program,
            SOURCE / "tests/install/program.c")
        version = run("pkg-config", "--modversion", "wasigpu", **search).strip()
        self.assert_runs(program, version)

    def test_programs_by_cmake(self):
        build = self.folder / "by_cmake"
        run("cmake", "-S", SOURCE / "tests/install/by_cmake", "-B", build, "-G", "Ninja",
            f"-DCMAKE_PREFIX_PATH={self.prefix}")
        run("cmake", "--build", build)
        for name in ("shared", "static"):
            self.assert_runs(build / name)

    def test_the_headers_of_guests(self):
        """Those that there are, and none that there was when something was built in BUILD before."""
        sources = {path.relative_to(SOURCE / "sdk/include") for path in (SOURCE / "sdk/include").rglob("*.h*")}
        installed = self.prefix / "share/wasigpu/sdk/include"
        self.assertEqual({path.relative_to(installed) for path in installed.rglob("*") if path.is_file()},
                         sources | {Path("webgpu/webgpu.h")})

    def test_guests_by_the_sdk(self):
        build = self.build_guests("package", "guests")
        self.assert_guests_run(build)
        self.assert_guest_runs(build / "packaged_plain.wasm", "an adapter")

    def test_guests_by_the_toolchain_alone(self):
        self.assert_guests_run(self.build_guests("bare", "bare"))

    def test_guests_with_flags_of_the_users(self):
        flags = ("-DCMAKE_C_FLAGS=-O1", "-DCMAKE_CXX_FLAGS=-O1", "-DCMAKE_EXE_LINKER_FLAGS=-Wl,-z,stack-size=2097152")
        build = self.build_guests("bare", "flags", *flags)
        self.assert_guests_run(build)
        self.assertIn("memory: 2.0", run(self.prefix / "bin/wasigpu", "inspect", build / "packaged_c.wasm"))

    @WITH_DEBIANS_CLANG
    def test_guests_by_another_toolchain(self):
        toolchain = self.folder / "another.cmake"
        toolchain.write_text("set(CMAKE_SYSTEM_NAME WASI)\n"
                             "set(CMAKE_C_COMPILER clang-19 --target=wasm32-wasi)\n"
                             "set(CMAKE_CXX_COMPILER clang++-19 --target=wasm32-wasi -fno-exceptions)\n")
        build = self.build_guests("package", "another", f"-DCMAKE_TOOLCHAIN_FILE={toolchain}",
                                  f"-Dwasigpu-sdk_DIR={self.prefix / 'share/wasigpu/sdk/cmake'}")
        self.assert_guests_run(build)
        self.assert_guest_runs(build / "packaged_plain.wasm", "an adapter")

    @WITH_DEBIANS_CLANG
    def test_guests_by_one_command(self):
        for words in self.commands("plain"):
            run(*words, "-nostartfiles")
        self.assert_guests_run(self.folder / "plain")

    @WITH_DEBIANS_CLANG
    def test_the_c_librarys_start_files_are_refused(self):
        for words, entry in zip(self.commands("refused"), ("_start", "_start", "_initialize"), strict=True):
            self.assertRegex(refused(*words), rf"duplicate symbol: {entry}\b.*libwasigpu-sdk\.a")

    @WITH_DEBIANS_CLANG
    def test_guests_by_a_wasi_sdk(self):
        """Debian's compiler, laid out as a wasi-sdk is: what is looked for in WASI_SDK_PATH is found there."""
        root = self.lay_out_wasi_sdk("wasi-sdk")
        build = self.build_guests("package", "by_wasi_sdk", WASI_SDK_PATH=str(root))
        compilers = set(re.findall(r"\S+/clang\S*(?= )", (build / "CMakeFiles/rules.ninja").read_text()))
        self.assertEqual(compilers, {f"{root}/bin/clang", f"{root}/bin/clang++"})
        self.assert_guests_run(build)

    @WITH_DEBIANS_CLANG
    def test_compilers_that_will_not_do(self):
        said = refused(*self.configure_guests("package", "no_wasi_sdk"), WASI_SDK_PATH="/none")
        self.assertIn("no /none/bin/clang: set WASI_SDK_PATH to the folder of a wasi-sdk", said)

        clang = self.lay_out_wasi_sdk("old-wasi-sdk") / "bin/clang"
        clang.unlink()
        clang.write_text("#!/bin/sh\necho 18.1.2\n")
        clang.chmod(0o755)
        said = refused(*self.configure_guests("bare", "old"), WASI_SDK_PATH=str(self.folder / "old-wasi-sdk"))
        self.assertIn("clang is clang 18.1.2: take clang 19 or newer, or wasi-sdk 25 or newer", said)

        said = refused("cmake", "-S", SOURCE / "tests/guests/package", "-B", self.folder / "native", "-G", "Ninja",
                       f"-Dwasigpu-sdk_DIR={self.prefix / 'share/wasigpu/sdk/cmake'}")
        self.assertRegex(said, r"it is for guests: configure with --toolchain \S+/wasigpu-toolchain\.cmake")

    def lay_out_wasi_sdk(self, name):
        root, target = self.folder / name, "wasm32-wasi"
        (root / "bin").mkdir(parents=True)
        for tool in ("clang", "clang++", "llvm-ar", "llvm-ranlib", "llvm-nm", "llvm-strip", "wasm-ld"):
            (root / "bin" / tool).symlink_to(f"/usr/bin/{tool}-19")
        for part in ("include", "lib"):
            (root / "share/wasi-sysroot" / part).mkdir(parents=True)
            (root / "share/wasi-sysroot" / part / target).symlink_to(f"/usr/{part}/{target}")
        return root

    def configure_guests(self, project, name, *options):
        return ("cmake", "-S", SOURCE / "tests/guests" / project, "-B", self.folder / name, "-G", "Ninja",
                f"-DCMAKE_TOOLCHAIN_FILE={self.prefix / 'share/wasigpu/sdk/cmake/wasigpu-toolchain.cmake'}", *options)

    def build_guests(self, project, name, *options, **environment):
        run(*self.configure_guests(project, name, *options), **environment)
        run("cmake", "--build", self.folder / name)
        return self.folder / name

    def commands(self, name):
        """One for each guest, in a folder of that name, but for -nostartfiles."""
        sdk, sources, build = self.prefix / "share/wasigpu/sdk", SOURCE / "tests/guests/package", self.folder / name
        build.mkdir()
        for guest, words in (("packaged_c", ["clang-19", sources / "packaged.c"]),
                             ("packaged", ["clang++-19", "-std=c++20", "-fno-exceptions", sources / "packaged.cpp"]),
                             ("packaged_library", ["clang-19", "-mexec-model=reactor", "-Dmain=opened",
                                                   sources / "packaged.c", sources / "library.c"])):
            yield (*words, "--target=wasm32-wasi", "-O2", f"-I{sdk}/include", f"-L{sdk}/lib", "-lwasigpu-sdk",
                   "-o", build / f"{guest}.wasm")

    def assert_guests_run(self, build):
        for name, options, expected in (("packaged", [], "a device"), ("packaged_c", [], "an adapter"),
                                        ("packaged_library", ["--invoke", "open_adapter"], "an adapter")):
            self.assert_guest_runs(build / f"{name}.wasm", expected, *options)

    def assert_guest_runs(self, guest, expected, *options):
        output = with_gpu(self.prefix / "bin/wasigpu", "run", *options, guest)
        self.assertEqual(output, f"packaged: {expected} is there\n")

    def assert_runs(self, program, version=None):
        output = with_gpu(program, GUEST)
        self.assertIn("store made\n", output)
        self.assertRegex(output, f"version {re.escape(version)}\n" if version else r"version \d")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
