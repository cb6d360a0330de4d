"""A core module as it lies in a file: its sections, and what it imports."""

import json
import os
import subprocess
from pathlib import Path

GUESTS = Path(os.environ["GUESTS"])
NAMES = ("custom", "type", "import", "function", "table", "memory", "global", "export", "start", "element", "code",
         "data", "data count", "tag")


def _number(data, at):
    """An unsigned LEB128 number and where it ends."""
    value, shift = 0, 0
    while True:
        byte = data[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            return value, at


def sections(path):
    """[(name, content, size with the header)], a custom section as "custom NAME" and without its name."""
    data = Path(path).read_bytes()
    found, at = [], 8
    while at < len(data):
        size, start = _number(data, at + 1)
        name, end, content = NAMES[data[at]], start + size, start
        if name == "custom":
            length, content = _number(data, start)
            name += " " + data[content:content + length].decode()
            content += length
        found.append((name, data[content:end], end - at))
        at = end
    return found


def stripped_size(path):
    """Its size without custom sections, and with the 8 bytes that each module starts with."""
    return 8 + sum(size for name, _, size in sections(path) if not name.startswith("custom "))


def imports(path):
    """{module: {name}}."""
    text = subprocess.run([os.environ["WASIGPU"], "inspect", "--json", path], check=True, capture_output=True).stdout
    found = {}
    for row in json.loads(text)["imports"]:
        found.setdefault(row["module"], set()).add(row["name"])
    return found
