"""Where the program writes to: a model is there whole or not at all, whoever interrupts it, what is not a file is not
replaced by one, and output that is lost is no success."""

import os
import signal
import stat
import subprocess
import threading
import unittest

from command import FOREST, Command

IS_GUEST = any("wasigpu" in word and word.endswith("bin/wasigpu") for word in FOREST)
MANY = ("--trees", "3000", "--depth", "16") # 50 MB of model
FILES = {"model.json", "train.csv", "test.csv"}


class Model(Command):
    """-o"""

    def start(self, *arguments, **options):
        return subprocess.Popen([*FOREST, "train", "--device", "cpu", "--train", "train.csv", "-o", "model.json",
                                 *arguments], cwd=self.folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, **options)

    def names(self):
        return {path.name for path in self.folder.iterdir()}

    def model(self, name="model.json"):
        return (self.folder / name).read_bytes()

    def train_to(self, *arguments):
        return self.succeeds("train", "--device", "cpu", "--train", "train.csv", "--trees", "3", "-o", *arguments)

    def fails_to(self, name):
        return self.fails("train", "--device", "cpu", "--train", "train.csv", "--trees", "3", "-o", name)

    def test_interrupted(self):
        """Ctrl-C: it ends at once, and no model is left, whole or in parts; nor is the one before lost."""
        self.train("--trees", "3")
        before = self.model()
        with self.start("--trees", "65535", "--progress", "always") as started:
            self.assertIn(b"training", started.stderr.read(40)) # it is under way
            started.send_signal(signal.SIGINT)
            started.stderr.read()
        self.assertIn(started.returncode, (130, -signal.SIGINT))
        self.assertEqual(self.model(), before)
        self.assertEqual(self.names(), FILES)

    def stopped_while_it_writes(self):
        """A process that has been stopped after the draft came, and before it was done with it."""
        for _ in range(10):
            process = self.start(*MANY)
            self.addCleanup(process.communicate)
            self.addCleanup(process.kill)
            draft = self.folder / "model.json.part"
            while not draft.exists() and process.poll() is None:
                pass
            if process.poll() is not None:
                self.fail(process.stderr.read())
            process.send_signal(signal.SIGSTOP)
            os.waitpid(process.pid, os.WUNTRACED)
            if draft.exists():
                return process
            process.send_signal(signal.SIGCONT)
            process.wait()
        return self.fail("never while it was there")

    def end(self, process, number):
        process.send_signal(number)
        process.send_signal(signal.SIGCONT)
        process.wait(timeout=60)

    def test_interrupted_while_it_writes(self):
        self.train("--trees", "3")
        before = self.model()
        for number in (signal.SIGINT,) if IS_GUEST else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number=number):
                process = self.stopped_while_it_writes()
                before = self.model()
                self.end(process, number)
                self.assertIn(process.returncode, (130, -number))
                self.assertEqual(self.model(), before)
                self.assertEqual(self.names() - ({"model.json.part"} if IS_GUEST else set()), FILES)
        self.train("--trees", "4") # over what was left
        self.assertEqual(self.names(), FILES)
        self.assertEqual(self.model().count(b'"tree_param"'), 4)

    def test_killed_while_it_writes(self):
        self.train("--trees", "3")
        process = self.stopped_while_it_writes()
        before = self.model()
        self.end(process, signal.SIGKILL)
        self.assertEqual(self.model(), before)
        self.train("--trees", "4")
        self.assertEqual(self.names(), FILES)

    def test_a_signal_that_is_ignored(self):
        """As by nohup."""
        if IS_GUEST:
            self.skipTest("the host's business")
        process = self.start(*MANY, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
        while process.poll() is None:
            process.send_signal(signal.SIGHUP)
        self.assertEqual((process.returncode, process.communicate()[1]), (0, b""))
        self.assertEqual(self.names(), FILES)

    def test_more_than_the_host_passes_on_at_once(self):
        """128 MiB, of Wasmtime; to read, and to write."""
        if not IS_GUEST:
            self.skipTest("the host's limit")
        self.train("--trees", "8000")
        size = (self.folder / "model.json").stat().st_size
        self.assertGreater(size, 128 << 20)
        with (self.folder / "model.json").open("rb") as file:
            file.seek(size - 20)
            self.assertTrue(file.read().endswith(b'"version":[2,1,0]}\n'))
        self.train("--trees", "3")
        self.write("padded.json", b" " * (130 << 20) + self.model())
        predict = ("predict", "--device", "cpu", "--test", "test.csv", "-m")
        self.assertEqual(self.succeeds(*predict, "padded.json").stdout, self.succeeds(*predict, "model.json").stdout)

    def test_no_folder(self):
        self.assertEqual(self.fails_to("no/folder/model.json"), "no/folder/model.json: No such file or directory")
        self.assertEqual(self.fails_to("train.csv/model.json"), "train.csv/model.json: Not a directory")

    def test_a_folder(self):
        (self.folder / "models").mkdir()
        self.assertEqual(self.fails_to("models"), "models: is a directory: name a file in it")
        self.assertEqual(self.fails("train", "--train", "train.csv", "-o", "models", "--trees", "65535", "--depth", "64"),
                         "models: is a directory: name a file in it") # and not after all that
        self.train_to("models/model.json")
        (self.folder / "model.json.part").mkdir()
        self.assertIn("model.json.part: Is a directory", self.fails_to("model.json"))
        self.assertTrue((self.folder / "model.json.part").is_dir())

    def test_what_is_read(self):
        """The data that is trained on is not overwritten by the model, under whatever name."""
        before = (self.folder / "train.csv").read_text()
        for name in ("train.csv", "./train.csv"):
            self.assertEqual(self.fails("train", "--device", "cpu", "--train", "train.csv", "-o", name),
                             f"{name}: is what is read: name another file")
        self.assertEqual((self.folder / "train.csv").read_text(), before)

    def test_outside_of_what_is_given(self):
        if not IS_GUEST:
            self.skipTest("only guests are given folders")
        for arguments in (("train", "--train", "train.csv", "-o", "../model.json"),
                          ("predict", "-m", "../model.json", "--test", "test.csv")):
            self.assertIn("it is in no folder that this program was given: wasigpu run --dir FOLDER",
                          self.fails(*arguments, "--device", "cpu"))

    def test_links(self):
        """It is what they lead to that is written, be it there or not."""
        (self.folder / "models").mkdir()
        (self.folder / "models/old.json").write_text("before")
        for link, target in (("a.json", "models/old.json"), ("b.json", "models/new.json"), ("c.json", "a.json"),
                             ("models/d.json", "../model.json")):
            with self.subTest(link=link):
                (self.folder / link).symlink_to(target)
                self.train_to(link)
                self.assertTrue((self.folder / link).is_symlink())
                self.assertEqual((self.folder / link).read_bytes().count(b'"tree_param"'), 3)
        self.assertFalse((self.folder / "models/old.json").is_symlink())
        (self.folder / "loop.json").symlink_to("loop.json")
        self.assertRegex(self.fails_to("loop.json"), r"loop\.json: .*(symbolic links|[Ss]ymbolic link loop)")
        (self.folder / "nowhere.json").symlink_to("no/folder/model.json")
        self.assertEqual(self.fails_to("nowhere.json"), "nowhere.json: No such file or directory")
        self.assertEqual({path.name for path in self.folder.rglob("*.part")}, set())

    def test_a_pipe(self):
        """Stays one, and passes on all of the model; but not from WASI."""
        os.mkfifo(self.folder / "pipe")
        read = []
        reader = threading.Thread(target=lambda: read.append((self.folder / "pipe").read_bytes()))
        reader.start()
        if IS_GUEST:
            self.assertEqual(self.fails_to("pipe"), "pipe: Invalid seek (it is not a file: name one)")
        else:
            self.train_to("pipe")
        reader.join()
        self.assertTrue(stat.S_ISFIFO((self.folder / "pipe").stat().st_mode))
        self.train("--trees", "3")
        self.assertEqual(read, [b"" if IS_GUEST else self.model()])
        self.assertEqual(self.names(), FILES | {"pipe"})


class Lost(Command):
    """Standard output on a full disk."""

    def test_lost_output(self):
        self.train("--trees", "3")
        for arguments in (["predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv"],
                          ["predict", "--device", "cpu", "-m", "model.json", "--test", "test.csv", "--json"],
                          ["train", "--device", "cpu", "--train", "train.csv", "--trees", "3", "-o", "model.json"],
                          ["bench", "--device", "cpu", "--train", "train.csv", "--test", "test.csv", "--runs", "1"],
                          ["--help"]):
            with self.subTest(arguments=arguments), open("/dev/full", "wb") as full:
                done = subprocess.run([*FOREST, *arguments], cwd=self.folder, stdout=full, stderr=subprocess.PIPE,
                                      check=False, timeout=240)
                self.assertEqual(done.returncode, 1)
                self.assertRegex(done.stderr.decode(), r"(?m)^forest: standard output was not written, or not all of it")


if __name__ == "__main__":
    unittest.main()
