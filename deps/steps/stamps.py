"""Remembers what is done, so that a second run has nothing to do.

A stamp is a file named after an entry that holds a digest of the entry: a new version, hash or file list
in versions.toml makes the old stamp worthless. It is written last, so a run that was cut off starts over."""

import hashlib
import json
import os


class Stamps:
    def __init__(self, root):
        self._root = root
        self._folder = os.path.join(root, ".stamps")

    def done(self, name, entry, outputs):
        """Whether `entry` was carried out as it stands now and all its `outputs` are still there."""
        try:
            with open(os.path.join(self._folder, name), encoding="ascii") as file:
                if file.read() != digest(entry):
                    return False
        except FileNotFoundError:
            return False
        return all(os.path.exists(os.path.join(self._root, output)) for output in outputs)

    def mark(self, name, entry):
        os.makedirs(self._folder, exist_ok=True)
        path = os.path.join(self._folder, name)
        with open(path + ".new", "w", encoding="ascii") as file:
            file.write(digest(entry))
        os.replace(path + ".new", path)


def digest(entry):
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()
