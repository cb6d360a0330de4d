"""The package clients: pip, npm, cargo. Which of them to run, and how to ask one for a single archive.

Each is used as the machine has it configured: where it fetches from, and through what, is not ours to say."""

import glob
import os
import re
import shutil
import subprocess

from steps.report import SetupError, run


def download(entry, folder, catalogue):
    """Leaves the archive of `entry` in `folder`. Its hash is for the caller to check."""
    DOWNLOADS[entry["client"]](need(entry["client"], catalogue), entry, folder)


def need(name, catalogue):
    client = catalogue.client(name)
    command = find(client)
    if command is None:
        raise SetupError(f"this needs {name} {client['oldest']} or newer")
    return command


def find(client):
    """The words that start the client, or None where there is none that is new enough.

    The one in PATH comes first, then the system's own: a version manager in front of it may have none to give."""
    program, *middle, question = client["command"]
    for path in (shutil.which(program), f"/usr/bin/{program}"):
        if path is None or not os.access(path, os.X_OK):
            continue
        words = [path, *middle]
        answer = subprocess.run([*words, question], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                env=environment(words))
        if answer.returncode == 0 and version(answer.stdout) >= version(client["oldest"]):
            return words
    return None


def version(text):
    """The first dotted number in a text, as a tuple to compare."""
    found = re.search(r"\d+(\.\d+)+", text)
    return tuple(int(part) for part in found.group().split(".")) if found else ()


def environment(command):
    """For a client and what it calls (cargo calls rustc): its own folder first."""
    return os.environ | {"PATH": os.path.dirname(command[0]) + os.pathsep + os.environ.get("PATH", "")}


def _pip(command, entry, folder):
    platform = entry["file"].removesuffix(".whl").split("-")[-1].split(".")[0]
    run([*command, "download", "--quiet", "--no-input", "--no-deps", "--only-binary", ":all:",
         "--platform", platform, "--dest", folder, f"{entry['package']}=={entry['version']}"],
        entry["package"], env=environment(command))


def _npm(command, entry, folder):
    run([*command, "pack", "--silent", "--ignore-scripts", "--pack-destination", folder,
         f"{entry['package']}@{entry['version']}"],
        entry["package"], env=environment(command), cwd=folder)


def _cargo(command, entry, folder):
    """`cargo info` of one version brings its archive into cargo's own cache: from there it is copied."""
    home = os.environ.get("CARGO_HOME") or os.path.expanduser("~/.cargo")
    run([*command, "info", "--quiet", f"{entry['package']}@{entry['version']}"],
        entry["package"], env=environment(command), cwd=folder)
    for path in glob.glob(os.path.join(glob.escape(home), "registry", "cache", "*", entry["file"])):
        shutil.copyfile(path, os.path.join(folder, entry["file"]))


DOWNLOADS = {"pip": _pip, "npm": _npm, "cargo": _cargo}
