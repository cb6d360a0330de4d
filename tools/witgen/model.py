"""A WIT interface as Python objects: types, resources, functions.

Aliases are resolved away, but for the `spelling` of parameters and results, which is for comments. Knows
nothing of C and nothing of the canonical ABI. Worlds, and types of other interfaces, are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator, Optional, Union

SCALARS = ("bool", "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64")


class WitError(Exception):
    """The input cannot be used; the text says why."""


@dataclass(frozen=True)
class Scalar:
    kind: str  # one of SCALARS


@dataclass(frozen=True)
class String:
    pass


@dataclass(frozen=True)
class Field:
    name: str
    type: "Type"


@dataclass(frozen=True)
class Record:
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Tuple:
    types: tuple["Type", ...]


@dataclass(frozen=True)
class Enum:
    """An enum, and also a variant none of whose cases has a payload: both are only a case."""

    name: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Flags:
    name: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    name: str
    type: Optional["Type"]


@dataclass(frozen=True)
class Variant:
    """A variant at least one of whose cases has a payload."""

    name: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Option:
    some: "Type"


@dataclass(frozen=True)
class Result:
    ok: Optional["Type"]
    err: Optional["Type"]


@dataclass(frozen=True)
class List:
    element: "Type"


@dataclass(frozen=True)
class Resource:
    name: str


@dataclass(frozen=True)
class Own:
    resource: Resource


@dataclass(frozen=True)
class Borrow:
    resource: Resource


@dataclass(frozen=True)
class Future:
    element: Optional["Type"]


@dataclass(frozen=True)
class Stream:
    element: Optional["Type"]


Type = Union[
    Scalar, String, Record, Tuple, Enum, Flags, Variant, Option, Result, List, Own, Borrow, Future, Stream
]
Named = Union[Record, Enum, Flags, Variant]


@dataclass(frozen=True)
class Param:
    name: str
    type: Type
    spelling: str


@dataclass(frozen=True)
class Function:
    """`name` is the import's, "[method]gpu-buffer.size"; `params` has `self` where there is one."""

    name: str
    method: str  # "size"; "new" for a constructor
    resource: Optional[Resource]  # whose method or constructor it is
    kind: str  # "freestanding", "method" or "constructor"
    is_async: bool
    params: tuple[Param, ...]
    result: Optional[Type]
    result_spelling: str

    @property
    def signature(self) -> str:
        """The WIT text, without `self`: "func(label: string) -> bool"."""
        params = ", ".join(f"{p.name}: {p.spelling}" for p in self.params if p.name != "self")
        arrow = f" -> {self.result_spelling}" if self.result_spelling else ""
        return f"{'async ' if self.is_async else ''}func({params}){arrow}"

    @property
    def title(self) -> str:
        """As people name it: "gpu-buffer.size"."""
        return self.name.split("]")[-1]


@dataclass
class Interface:
    package: str  # "wasi:webgpu"
    version: str  # "0.3.0-rc.2"; "" where the package has none
    name: str  # "webgpu"
    types: list[Named] = field(default_factory=list)  # each after those it is made of
    resources: list[Resource] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)

    @property
    def module(self) -> str:
        """The core module name of its imports."""
        return f"{self.package}/{self.name}" + (f"@{self.version}" if self.version else "")

    @property
    def title(self) -> str:
        return f"{self.package} {self.version}".rstrip()


def children(type_: Type) -> Iterator[Type]:
    """The types that `type_` is made of, in order; of a variant those of its payloads."""
    if isinstance(type_, Record):
        yield from (f.type for f in type_.fields)
    elif isinstance(type_, Tuple):
        yield from type_.types
    elif isinstance(type_, Variant):
        yield from (c.type for c in type_.cases if c.type is not None)
    elif isinstance(type_, Option):
        yield type_.some
    elif isinstance(type_, Result):
        yield from (t for t in (type_.ok, type_.err) if t is not None)
    elif isinstance(type_, (List, Future, Stream)) and type_.element is not None:
        yield type_.element


def contains(type_: Optional[Type], kinds) -> bool:
    """Whether `type_` is one of `kinds`, or is made of one, however deep."""
    if type_ is None:
        return False
    return isinstance(type_, kinds) or any(contains(child, kinds) for child in children(type_))


def spelling(type_: Optional[Type]) -> str:
    """WIT text of a type, its aliases resolved: for comments."""
    if type_ is None:
        return "_"
    if isinstance(type_, Scalar):
        return type_.kind
    if isinstance(type_, Own):
        return type_.resource.name
    if isinstance(type_, Borrow):
        return f"borrow<{type_.resource.name}>"
    name = getattr(type_, "name", None)
    if name is not None:
        return name
    if isinstance(type_, String):
        return "string"
    inner = [type_.ok, type_.err] if isinstance(type_, Result) else list(children(type_))
    return f"{type(type_).__name__.lower()}<{', '.join(spelling(t) for t in inner)}>"
