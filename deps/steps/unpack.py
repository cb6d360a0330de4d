"""Takes the files of an entry out of its archive and puts them in their places under the root."""

import os
import re
import shutil
import tarfile
import zipfile

from steps.report import SetupError


def archive(path, entry, root):
    """Each file is written beside its place and moved there: a program that runs keeps the old one."""
    defines = set(entry.get("cmake_defines", []))
    with _open(path) as members:
        for source, target in _pairs(entry["files"], members.names()):
            try:
                data = members.read(source)
            except KeyError:
                raise SetupError(f"{os.path.basename(path)} has no file {source}") from None
            if target.endswith(".in"):
                target, data = target.removesuffix(".in"), configure(data, defines)
            write(os.path.join(root, target), data)


def write(path, data, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.chmod(path + ".new", mode)
    os.replace(path + ".new", path)


def configure(data, defines):
    """What CMake's configure_file does with lines `#cmakedefine NAME`."""
    def line(match):
        name = match.group(1)
        return f"#define {name}" if name in defines else f"/* #undef {name} */"
    return re.sub(r"^#cmakedefine (\w+)$", line, data.decode(), flags=re.MULTILINE).encode()


def extract_tree(path, folder):
    """The whole of a tar archive (checked before), which holds one top folder: its path is returned."""
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(path) as tar:
        tar.extractall(folder)
    (top,) = os.listdir(folder)
    return os.path.join(folder, top)


def _pairs(files, names):
    for source, target in files.items():
        if not source.endswith("/"):
            yield source, target
            continue
        inside = [name for name in names if name.startswith(source) and not name.endswith("/")]
        if not inside:
            raise SetupError(f"the archive has no folder {source}")
        for name in inside:
            yield name, target + name.removeprefix(source)


def _open(path):
    return _Zip(path) if zipfile.is_zipfile(path) else _Tar(path)


class _Zip(zipfile.ZipFile):
    def names(self):
        return self.namelist()


class _Tar:
    def __init__(self, path):
        self._tar = tarfile.open(path)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._tar.close()

    def names(self):
        return [member.name for member in self._tar if member.isfile()]

    def read(self, name):
        return self._tar.extractfile(name).read()
