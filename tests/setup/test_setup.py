"""deps/setup as a user sees it: whole runs, with clients that serve files of our making and write down each call.

Nothing here reaches a network: PATH holds the clients of the test first, and no Debian package is asked for."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile
from pathlib import Path

SETUP = Path(__file__).resolve().parents[2] / "deps" / "setup"

# Copies what it is asked for out of $SHELF and writes a line to $CALLS.
FAKE_NPM = """\
#!/bin/sh
[ "$1" = --version ] && { echo 10.0.0; exit; }
echo "npm $*" >> "$CALLS"
[ -e "$SHELF/broken" ] && { echo "the network is down"; exit 3; }
cp "$SHELF/library-1.2.tgz" .
"""
FAKE_CARGO = """\
#!/bin/sh
[ "$1" = --version ] && { echo "cargo 1.99.0 (test)"; exit; }
echo "cargo $*" >> "$CALLS"
case $1 in
info) mkdir -p "$CARGO_HOME/registry/cache/index"; cp "$SHELF"/*.crate "$CARGO_HOME/registry/cache/index" ;;
install) mkdir -p "$ROOT/tools/bin"
    printf '#!/bin/sh\\ncat "$1"\\n' > "$ROOT/tools/bin/copier"; chmod +x "$ROOT/tools/bin/copier" ;;
esac
"""
FAKE_PYTHON = """\
#!/bin/sh
[ "$3" = --version ] && { echo "pip 23.0 from here"; exit; }
echo "pip $*" >> "$CALLS"
for word; do [ "$previous" = --dest ] && folder=$word; previous=$word; done
cp "$SHELF"/*.whl "$folder"
"""

VERSIONS = """\
[archive.library]
groups = ["run"]
instead = "LIBRARY_ROOT"
client = "npm"
package = "library"
version = "1.2"
file = "library-1.2.tgz"
sha256 = "{tgz}"
files = {{ "package/lib.so" = "library/lib/liblibrary.so" }}

[archive.headers]
groups = ["run"]
client = "cargo"
package = "headers"
version = "3.4"
file = "headers-3.4.crate"
sha256 = "{crate}"
files = {{ "headers-3.4/include/" = "library/include/", "headers-3.4/conf.h.in" = "library/include/conf.h.in" }}
cmake_defines = ["WITH_THIS"]

[archive.wheel]
groups = ["test"]
client = "pip"
package = "wheel"
version = "5.6"
file = "wheel-5.6-py3-none-manylinux1_x86_64.whl"
sha256 = "{wheel}"
files = {{ "wheel/data" = "wheel/data" }}

[tool.copier]
groups = ["gen"]
package = "headers"
version = "3.4"
file = "headers-3.4.crate"
sha256 = "{crate}"
features = ["one", "two"]
binary = "copier"

[derived.copy]
groups = ["gen"]
command = ["tools/bin/copier", "library/include/a.h"]
output = "copy/a.h"

[client.npm]
command = ["npm", "--version"]
oldest = "7.0"
debian = ["npm"]
[client.cargo]
command = ["cargo", "--version"]
oldest = "1.88"
debian = ["cargo-web"]
[client.pip]
command = ["python3", "-m", "pip", "--version"]
oldest = "20.3"
debian = ["python3-pip"]
"""


class SetupTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="wasigpu-setup-"))
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("bin", "shelf", "home"):
            (self.folder / name).mkdir()
        self.root, self.cache, self.shelf = (self.folder / name for name in ("root", "cache", "shelf"))
        for name, text in (("npm", FAKE_NPM), ("cargo", FAKE_CARGO), ("python3", FAKE_PYTHON)):
            path = self.folder / "bin" / name
            path.write_text(text)
            path.chmod(0o755)
        self.tar("library-1.2.tgz", {"package/lib.so": b"the library"})
        self.tar("headers-3.4.crate", {"headers-3.4/include/a.h": b"/* a */\n",
                                       "headers-3.4/include/deep/b.h": b"/* b */\n",
                                       "headers-3.4/conf.h.in": b"#cmakedefine WITH_THIS\n#cmakedefine WITH_THAT\n"})
        with zipfile.ZipFile(self.shelf / "wheel-5.6-py3-none-manylinux1_x86_64.whl", "w") as wheel:
            wheel.writestr("wheel/data", b"the data")
        self.pin()

    def tar(self, name, files):
        with tarfile.open(self.shelf / name, "w:gz") as tar:
            for path, data in files.items():
                member = tarfile.TarInfo(path)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))

    def pin(self, **hashes):
        """Writes versions.toml with the hashes of what is on the shelf, or with others."""
        def hash_of(name):
            return hashlib.sha256((self.shelf / name).read_bytes()).hexdigest()
        pinned = {"tgz": hash_of("library-1.2.tgz"), "crate": hash_of("headers-3.4.crate"),
                  "wheel": hash_of("wheel-5.6-py3-none-manylinux1_x86_64.whl")} | hashes
        (self.folder / "versions.toml").write_text(VERSIONS.format(**pinned))

    def setup(self, *arguments, status=0, **environment):
        """Runs deps/setup: its output, with the status checked."""
        command = [sys.executable, str(SETUP), "--root", str(self.root), "--cache", str(self.cache),
                   "--versions", str(self.folder / "versions.toml"), *arguments]
        base = {key: value for key, value in os.environ.items() if not key.endswith("_ROOT")}
        result = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=base | {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}", "HOME": str(self.folder / "home"),
            "CARGO_HOME": str(self.folder / "home" / "cargo"), "SHELF": str(self.shelf), "ROOT": str(self.root),
            "CALLS": str(self.folder / "calls")} | environment)
        output = result.stdout + result.stderr
        self.assertEqual(result.returncode, status, output)
        return output

    def calls(self):
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def placed(self, path):
        return (self.root / path).read_text()

    def test_places_what_it_fetched(self):
        self.setup()
        self.assertEqual(self.placed("library/lib/liblibrary.so"), "the library")
        self.assertEqual(self.placed("library/include/deep/b.h"), "/* b */\n")
        self.assertEqual(self.placed("wheel/data"), "the data")

    def test_configures_headers(self):
        self.setup("run")
        self.assertEqual(self.placed("library/include/conf.h"), "#define WITH_THIS\n/* #undef WITH_THAT */\n")
        self.assertFalse((self.root / "library/include/conf.h.in").exists())

    def test_fetches_only_the_groups_it_is_given(self):
        self.setup("run")
        self.assertEqual([call.split()[0] for call in self.calls()], ["npm", "cargo"])
        self.assertFalse((self.root / "wheel").exists())

    def test_builds_the_crate_that_was_checked(self):
        self.setup()
        (build,) = (call for call in self.calls() if call.startswith("cargo install"))
        for words in ("--locked", "--no-default-features", "--features one,two", "--path " + str(self.cache)):
            self.assertIn(words, build)
        self.assertEqual(self.placed("copy/a.h"), "/* a */\n")

    def test_second_run_fetches_nothing(self):
        self.setup()
        before = self.calls()
        self.assertEqual(self.setup(), "setup: everything is there\n")
        self.assertEqual(self.setup("--quiet"), "")
        self.assertEqual(self.calls(), before)

    def test_lost_output_comes_back_without_a_client(self):
        self.setup("run")
        before = self.calls()
        (self.root / "library/lib/liblibrary.so").unlink()
        self.setup("run")
        self.assertEqual(self.placed("library/lib/liblibrary.so"), "the library")
        self.assertEqual(self.calls(), before, "the archive is in the cache")

    def test_wrong_hash_stops_and_names_the_file(self):
        wrong = "0" * 64
        actual = hashlib.sha256((self.shelf / "library-1.2.tgz").read_bytes()).hexdigest()
        self.pin(tgz=wrong)
        output = self.setup("run", status=1)
        for part in ("library-1.2.tgz", wrong, actual):
            self.assertIn(part, output)
        self.assertNotIn("Traceback", output)
        self.assertEqual(list(self.cache.rglob("*.tgz")), [], "a file that nobody pinned is not kept")
        self.assertFalse((self.root / "library/lib").exists())

    def test_wrong_hash_of_a_tool_stops_before_the_build(self):
        self.pin(crate="1" * 64)
        self.assertIn("headers-3.4.crate", self.setup("gen", status=1))
        self.assertEqual([call for call in self.calls() if "install" in call], [])

    def test_new_pin_is_fetched_again(self):
        self.setup("run")
        self.tar("library-1.2.tgz", {"package/lib.so": b"a newer library"})
        self.pin()
        self.setup("run")
        self.assertEqual(self.placed("library/lib/liblibrary.so"), "a newer library")

    def test_cut_off_download_is_fetched_again(self):
        self.cache.mkdir()
        whole = (self.shelf / "library-1.2.tgz").read_bytes()
        (self.cache / "library-1.2.tgz").write_bytes(whole[:20])
        partial = self.cache / "partial" / "library"
        partial.mkdir(parents=True)
        (partial / "library-1.2.tgz").write_bytes(whole[:10])
        self.setup("run")
        self.assertEqual(self.placed("library/lib/liblibrary.so"), "the library")

    def test_failing_client_is_quoted_and_the_next_run_goes_on(self):
        (self.shelf / "broken").touch()
        output = self.setup("run", status=1)
        self.assertIn("the network is down", output)
        self.assertIn("status 3", output)
        (self.shelf / "broken").unlink()
        self.setup("run")
        self.assertEqual(self.placed("library/lib/liblibrary.so"), "the library")

    def test_file_missing_from_the_archive_is_named(self):
        self.tar("library-1.2.tgz", {"package/other.so": b""})
        self.pin()
        self.assertIn("package/lib.so", self.setup("run", status=1))

    def test_override_is_not_fetched(self):
        self.setup("run", LIBRARY_ROOT="/opt/library")
        self.assertEqual([call for call in self.calls() if call.startswith("npm")], [])
        self.assertFalse((self.root / "library/lib").exists())
        self.setup("run", LIBRARY_ROOT="")
        self.assertTrue((self.root / "library/lib").exists(), "an empty variable names no place")

    def test_old_client_is_not_used(self):
        cargo = self.folder / "bin" / "cargo"
        cargo.write_text("#!/bin/sh\necho cargo 1.63.0\n")
        (self.folder / "versions.toml").write_text(
            (self.folder / "versions.toml").read_text().replace('oldest = "1.88"', 'oldest = "1000.0"')
            .replace('debian = ["cargo-web"]', 'debian = ["bash"]'))
        self.assertIn("this needs cargo 1000.0 or newer", self.setup("run", status=1))

    def test_unknown_group_is_refused(self):
        self.assertIn("no group everything", self.setup("everything", status=2))


class VersionsTest(unittest.TestCase):
    """The real versions.toml."""

    def test_each_entry_is_whole(self):
        import tomllib
        tables = tomllib.loads((SETUP.parent / "versions.toml").read_text())
        for table in ("archive", "tool"):
            for name, entry in tables[table].items():
                with self.subTest(name):
                    self.assertRegex(entry["sha256"], "^[0-9a-f]{64}$")
                    self.assertIn(entry["version"], entry["file"])
                    self.assertTrue(entry["file"].startswith((entry["package"] + "-", entry["package"].replace("-", "_") + "-")))
                    self.assertLessEqual(set(entry["groups"]), {"run", "test", "gen", "lint"})

    def test_variables_that_stand_in(self):
        text = (SETUP.parent / "versions.toml").read_text()
        for name in ("WASMTIME_ROOT", "DAWN_ROOT", "WGPU_NATIVE_ROOT", "WASI_SDK_PATH", "VK_DRIVER_FILES"):
            self.assertIn(f'"{name}"', text)


if __name__ == "__main__":
    unittest.main()
