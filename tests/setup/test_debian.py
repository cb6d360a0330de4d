"""Debian's side of setup: which packages are missing, and where the backport of Mesa comes from."""

import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "deps"))

from steps import debian, lavapipe  # noqa: E402
from steps.report import SetupError  # noqa: E402

DEB822 = """\
# a comment
Types: deb
URIs: place-one
Suites: bookworm-security
Components: main
Signed-By: /keys/security.gpg

Types: deb deb-src
# another
URIs: place-two
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abcd

Enabled: no
Types: deb
URIs: place-three
Suites: bookworm
Components: main
"""

LINES = """\
# deb place-zero bookworm main
deb-src place-one bookworm main
deb place-two bookworm-security main
deb [arch=amd64 signed-by=/keys/main.gpg] place-three bookworm main contrib # here
"""


class Packages(unittest.TestCase):
    def setUp(self):
        have = {"gcc": "4:12.2.0-3", "cmake": "3.18.4-2"}
        patch = mock.patch.object(debian, "installed", lambda names: {n: have[n] for n in names if n in have})
        patch.start()
        self.addCleanup(patch.stop)

    @unittest.skipUnless(debian.available(), "needs dpkg to compare versions")
    def test_missing_are_those_too_old_and_those_not_there(self):
        self.assertEqual(debian.missing({"gcc": "4:12", "cmake": "3.25", "ninja-build": "1.11"}),
                         ["cmake", "ninja-build"])

    def test_without_root_the_one_command_is_the_error(self):
        with mock.patch("os.geteuid", lambda: 1000), self.assertRaises(SetupError) as caught:
            debian.install(["cmake", "g++"])
        self.assertIn("sudo apt-get install --yes --no-install-recommends cmake g++", str(caught.exception))

    def test_root_is_asked_nothing(self):
        calls = []
        with mock.patch("os.geteuid", lambda: 0), \
                mock.patch.object(debian, "run", lambda *words, **options: calls.append((words, options))):
            debian.install(["cmake"])
        self.assertEqual([words[0][-1] for words, _ in calls][-1], "cmake")
        for words, options in calls:
            self.assertEqual(options["env"]["DEBIAN_FRONTEND"], "noninteractive")
        self.assertIn("--yes", calls[-1][0][0])


class Sources(unittest.TestCase):
    def derive(self, stanzas):
        return lavapipe.derive_source(stanzas, "bookworm", "bookworm-backports")

    def test_stanzas(self):
        text = self.derive(lavapipe.parse_deb822(DEB822))
        self.assertIn("URIs: place-two\n", text)
        self.assertIn("Types: deb\n", text)
        self.assertIn("Suites: bookworm-backports\n", text)
        self.assertIn("Components: main\n", text)
        self.assertIn("Signed-By: \n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abcd\n", text)

    def test_lines(self):
        text = self.derive(lavapipe.parse_lines(LINES))
        self.assertIn("URIs: place-three\n", text)
        self.assertIn("Signed-By: /keys/main.gpg\n", text)
        self.assertIn("Suites: bookworm-backports\n", text)

    def test_a_disabled_source_is_none(self):
        disabled = "Enabled: no\nTypes: deb\nURIs: place\nSuites: bookworm\nComponents: main\n"
        with self.assertRaisesRegex(SetupError, "VK_DRIVER_FILES"):
            self.derive(lavapipe.parse_deb822(disabled))

    def test_this_machine(self):
        with open("/etc/os-release", encoding="utf-8") as file:
            if "bookworm" not in file.read():
                self.skipTest("not Debian 12")
        self.assertIn("Suites: bookworm-backports\n", self.derive(lavapipe._machine_sources()))


if __name__ == "__main__":
    unittest.main()
