"""Brings an archive into the cache, with its hash checked: nothing unchecked is ever left there."""

import hashlib
import os
import shutil

from steps import clients
from steps.report import SetupError, say


def archive(name, entry, cache, catalogue):
    """The path of the entry's archive in `cache`. `entry` has client, package, version, file and sha256."""
    path = os.path.join(cache, entry["file"])
    if os.path.exists(path) and sha256(path) == entry["sha256"]:
        return path
    partial = os.path.join(cache, "partial", name)
    shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial)
    say("fetch", f"{entry['package']} {entry['version']} ({entry['client']})")
    clients.download(entry, partial, catalogue)
    arrived = os.path.join(partial, entry["file"])
    if not os.path.exists(arrived):
        raise SetupError(f"{name}: {entry['client']} was asked for {entry['file']} and brought "
                         f"{', '.join(sorted(os.listdir(partial))) or 'nothing'}")
    check(arrived, entry["sha256"])
    os.replace(arrived, path)
    shutil.rmtree(partial)
    return path


def check(path, expected):
    """Removes the file and stops if it is not the one that is pinned."""
    actual = sha256(path)
    if actual == expected:
        return
    os.remove(path)
    raise SetupError(f"wrong hash: {os.path.basename(path)} is not the file that is pinned, and was removed\n"
                     f"    expected sha256 {expected}\n"
                     f"    actual   sha256 {actual}")


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
