"""Each room includes only the rooms it may: the table of docs/architecture.md, held.

It also holds who may see the two libraries below: Wasmtime is for the engine and the public headers,
webgpu.h for the two rooms of the GPU. The host sees all."""

import re
from pathlib import PurePath

PUBLIC = "include/wasigpu"
ROOMS = {
    PUBLIC: set(),
    "src/base": {PUBLIC},
    "src/abi": {PUBLIC, "src/base"},
    "src/generated": {PUBLIC, "src/base", "src/abi"},
    "src/gpu": {PUBLIC, "src/base", "src/abi"},
    "src/webgpu": {PUBLIC, "src/base", "src/abi", "src/generated", "src/gpu"},
    "src/engine": {PUBLIC, "src/base", "src/abi"},
    "src/trace": {PUBLIC, "src/base", "src/abi"},
    "src/host": {PUBLIC, "src/base", "src/abi", "src/generated", "src/gpu", "src/webgpu", "src/engine", "src/trace"},
    "src/cli": {PUBLIC, "src/base"},
}
# Of these rooms, others see a part only.
PARTS = {
    ("src/gpu", "src/abi"): {"abi/pending.h"}, # sources of events
    ("src/webgpu", "src/generated"): {"generated/webgpu_types.h", "generated/webgpu_methods.h"},
}
LIBRARIES = {
    "wasmtime": (re.compile(r"^(wasm|wasi|wasmtime)(\.h|/)"), {PUBLIC, "src/engine", "src/host"}),
    "webgpu.h": (re.compile(r"^webgpu/(webgpu|wgpu)\.h$"), {"src/gpu", "src/webgpu", "src/host"}),
}
# Beside the rooms: these are for users of wasigpu, who have no rooms.
OUTSIDE = ("sdk", "examples")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.MULTILINE)


def check(tree):
    """A line for each include that breaks the table."""
    for path in tree.files:
        if path.suffix not in (".c", ".h", ".cpp", ".hpp"):
            continue
        text = tree.text(path) or ""
        for match in INCLUDE.finditer(text):
            complaint = judge(path, match[1] == '"', match[2])
            if complaint is not None:
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path}:{line}: {complaint}"


def judge(path, quoted, name):
    """What is wrong with `path` including `name`, or None."""
    room = room_of(path)
    target = room_of_include(name) if quoted else None
    if room is None:
        if path.parts[0] in OUTSIDE and target not in (None, PUBLIC):
            return f'"{name}" is inside the host; {path.parts[0]}/ sees include/wasigpu only'
        return None
    for library, (pattern, allowed) in LIBRARIES.items():
        if pattern.match(name) and room not in allowed:
            return f"{room} does not see {library} ({name})"
    if not quoted:
        return None
    if target is None:
        return f'"{name}" does not start with a room: includes are relative to src/ and include/'
    if target == room:
        return None
    if target not in ROOMS[room]:
        return f'{room} may not include {target} ("{name}")'
    part = PARTS.get((room, target))
    if part is not None and name not in part:
        return f'of {target}, {room} may include {", ".join(sorted(part))} only, not "{name}"'
    return None


def room_of(path):
    """The room a file is in; None outside of all."""
    folder = "/".join(PurePath(path).parts[:2])
    return folder if folder in ROOMS else None


def room_of_include(name):
    """The room a quoted include leads to; None if it does not name one."""
    first = name.split("/")[0]
    if "/" not in name:
        return None
    if first == "wasigpu":
        return PUBLIC
    return f"src/{first}" if f"src/{first}" in ROOMS else None
