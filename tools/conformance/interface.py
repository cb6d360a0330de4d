"""What there is to reach: each function of the interface, and each case of its enums, variants and flags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.witgen import reader
from tools.witgen.model import Enum, Flags, Interface, Variant

LIBRARIES = {"dawn": "Dawn", "wgpu": "wgpu-native"}


@dataclass(frozen=True)
class Cases:
    """A type that has cases, in the order of their numbers."""

    name: str
    kind: str  # "enum", "flags" or "variant"
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Surface:
    title: str
    functions: dict[str, str]  # import names and how people name them, in the interface's order
    types: tuple[Cases, ...]


def surface(interface: Interface) -> Surface:
    types = []
    for type_ in interface.types:
        if isinstance(type_, Flags):
            types.append(Cases(type_.name, "flags", type_.flags))
        elif isinstance(type_, Enum):
            types.append(Cases(type_.name, "enum", type_.cases))
        elif isinstance(type_, Variant):
            types.append(Cases(type_.name, "variant", tuple(case.name for case in type_.cases)))
    return Surface(interface.title, {f.name: f.title for f in interface.functions}, tuple(types))


def load(wit: Path) -> Surface:
    return surface(reader.load(wit, "webgpu"))
