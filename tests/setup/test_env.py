"""deps/env: what a command finds in its environment. Run from a copy, whose root holds what the test puts there."""

import glob
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ENV = Path(__file__).resolve().parents[2] / "deps" / "env"
VARIABLES = ("VK_DRIVER_FILES", "VK_ICD_FILENAMES", "XDG_RUNTIME_DIR")
GPU = any(glob.glob(pattern) for pattern in ("/dev/dri/renderD*", "/dev/nvidia[0-9]*", "/dev/dxg"))


class EnvTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="wasigpu-env-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(ENV, self.folder / "env")
        self.icd = self.folder / "root" / "mesa" / "lvp_icd.json"
        self.icd.parent.mkdir(parents=True)
        self.icd.touch()

    def run_in(self, command, **environment):
        base = {key: value for key, value in os.environ.items() if key not in VARIABLES}
        return subprocess.run([self.folder / "env", *command], env=base | environment, capture_output=True, text=True)

    def variable(self, name, **environment):
        return self.run_in(["sh", "-c", f'printf %s "${{{name}-unset}}"'], **environment).stdout

    def test_status_and_arguments_pass_through(self):
        result = self.run_in(["sh", "-c", 'echo "$1"; exit 7', "sh", "two words"])
        self.assertEqual((result.returncode, result.stdout), (7, "two words\n"))

    def test_the_users_driver_stays(self):
        self.assertEqual(self.variable("VK_DRIVER_FILES", VK_DRIVER_FILES="mine.json"), "mine.json")
        self.assertEqual(self.variable("VK_DRIVER_FILES", VK_ICD_FILENAMES="mine.json"), "unset")
        self.assertEqual(self.variable("XDG_RUNTIME_DIR", XDG_RUNTIME_DIR="/run/mine"), "/run/mine")

    @unittest.skipIf(GPU, "this machine has a GPU, whose driver is used")
    def test_lavapipe_without_a_gpu(self):
        self.assertEqual(self.variable("VK_DRIVER_FILES"), str(self.icd))

    def test_nothing_to_offer(self):
        self.icd.unlink()
        self.assertEqual(self.variable("VK_DRIVER_FILES"), "unset")

    def test_runtime_folder_is_the_users_alone(self):
        folder = Path(self.variable("XDG_RUNTIME_DIR"))
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)


if __name__ == "__main__":
    unittest.main()
