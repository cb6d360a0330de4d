"""What there is to reach: each function of the interface, its asynchronous form, the built-ins of the future or stream
that it returns, and each case of enums, variants and flags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from tools.witgen import layout, names, reader
from tools.witgen.model import Enum, Flags, Future, Interface, Stream, Variant

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
    forms: tuple[str, ...] = ()  # import names of the asynchronous forms, and of what futures and streams are read by


def _forms(interface: Interface) -> Iterator[str]:
    for function in interface.functions:
        if function.is_async:
            yield names.async_import(function)
        if isinstance(function.result, (Future, Stream)):
            for verb in layout.COPY_VERBS:
                for async_lowered in (False, True) if verb.has_async_form else (False,):
                    yield names.copy_import(verb.name, function, async_lowered)


def surface(interface: Interface) -> Surface:
    types = []
    for type_ in interface.types:
        if isinstance(type_, Flags):
            types.append(Cases(type_.name, "flags", type_.flags))
        elif isinstance(type_, Enum):
            types.append(Cases(type_.name, "enum", type_.cases))
        elif isinstance(type_, Variant):
            types.append(Cases(type_.name, "variant", tuple(case.name for case in type_.cases)))
    return Surface(interface.title, {f.name: f.title for f in interface.functions}, tuple(types),
                   tuple(_forms(interface)))


def load(wit: Path) -> Surface:
    return surface(reader.load(wit, "webgpu"))
