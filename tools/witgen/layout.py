"""Sizes, alignments, offsets and flat forms of WIT types.

CanonicalABI.md, "Despecialization", "Alignment", "Element Size" and "Flattening", for 32-bit memories.
Knows nothing of C.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional

from .model import (Borrow, Enum, Flags, Function, Future, List, Option, Own, Record, Result, Scalar, Stream,
                    String, Tuple, Type, Variant)

MAX_FLAT_PARAMS = 16
MAX_FLAT_ASYNC_PARAMS = 4
MAX_FLAT_RESULTS = 1

_SCALAR_SIZES = {"bool": 1, "u8": 1, "s8": 1, "u16": 2, "s16": 2, "u32": 4, "s32": 4, "u64": 8, "s64": 8, "f32": 4,
                 "f64": 8}
_SCALAR_FLAT = {"u64": "I", "s64": "I", "f32": "f", "f64": "F"}


def align_to(offset: int, alignment: int) -> int:
    return (offset + alignment - 1) // alignment * alignment


def discriminant_size(cases: int) -> int:
    """Bytes of the number that tells `cases` cases apart."""
    if cases <= 1 << 8:
        return 1
    return 2 if cases <= 1 << 16 else 4


def flags_size(flags: int) -> int:
    if flags <= 8:
        return 1
    return 2 if flags <= 16 else 4


def variant_cases(type_: Type) -> Optional[tuple[Optional[Type], ...]]:
    """The payloads, case by case, of whatever is a variant underneath; else None."""
    if isinstance(type_, Variant):
        return tuple(case.type for case in type_.cases)
    if isinstance(type_, Enum):
        return (None,) * len(type_.cases)
    if isinstance(type_, Option):
        return (None, type_.some)
    if isinstance(type_, Result):
        return (type_.ok, type_.err)
    return None


def record_fields(type_: Type) -> Optional[tuple[Type, ...]]:
    """The fields of whatever is a record underneath; else None."""
    if isinstance(type_, Record):
        return tuple(f.type for f in type_.fields)
    if isinstance(type_, Tuple):
        return type_.types
    return None


def alignment(type_: Type) -> int:
    if isinstance(type_, Scalar):
        return _SCALAR_SIZES[type_.kind]
    if isinstance(type_, (String, List, Own, Borrow, Future, Stream)):
        return 4
    if isinstance(type_, Flags):
        return flags_size(len(type_.flags))
    fields = record_fields(type_)
    if fields is not None:
        return max((alignment(f) for f in fields), default=1)
    cases = variant_cases(type_)
    return max(discriminant_size(len(cases)), payload_alignment(type_))


def payload_alignment(type_: Type) -> int:
    return max((alignment(c) for c in variant_cases(type_) if c is not None), default=1)


def payload_offset(type_: Type) -> int:
    """Where a variant's payload lies."""
    return align_to(discriminant_size(len(variant_cases(type_))), payload_alignment(type_))


def size(type_: Type) -> int:
    if isinstance(type_, Scalar):
        return _SCALAR_SIZES[type_.kind]
    if isinstance(type_, (String, List)):
        return 8
    if isinstance(type_, (Own, Borrow, Future, Stream)):
        return 4
    if isinstance(type_, Flags):
        return flags_size(len(type_.flags))
    fields = record_fields(type_)
    if fields is not None:
        return sequence(fields).size
    payload = max((size(c) for c in variant_cases(type_) if c is not None), default=0)
    return align_to(payload_offset(type_) + payload, alignment(type_))


@dataclass(frozen=True)
class Sequence:
    """Types one behind the other in memory, as in a record or in spilled parameters."""

    size: int
    alignment: int
    offsets: tuple[int, ...]


def sequence(types: Iterable[Type]) -> Sequence:
    offset, offsets, align = 0, [], 1
    for type_ in types:
        offset = align_to(offset, alignment(type_))
        offsets.append(offset)
        offset += size(type_)
        align = max(align, alignment(type_))
    return Sequence(align_to(offset, align), align, tuple(offsets))


def join(a: str, b: str) -> str:
    """The core type that holds either: CanonicalABI.md, "Flattening", join."""
    if a == b:
        return a
    return "i" if {a, b} <= {"i", "h", "f"} else "I"


def flat(type_: Type) -> str:
    """Core types, a letter each: i = i32, I = i64, f = f32, F = f64, h = an i32 that is a handle."""
    if isinstance(type_, Scalar):
        return _SCALAR_FLAT.get(type_.kind, "i")
    if isinstance(type_, (String, List)):
        return "ii"
    if isinstance(type_, (Own, Borrow, Future, Stream)):
        return "h"
    if isinstance(type_, Flags):
        return "i"
    fields = record_fields(type_)
    if fields is not None:
        return "".join(flat(f) for f in fields)
    joined = ""
    for case in variant_cases(type_):
        letters = "" if case is None else flat(case)
        both = min(len(joined), len(letters))
        joined = "".join(join(a, b) for a, b in zip(joined, letters)) + joined[both:] + letters[both:]
    return "i" + joined


@dataclass(frozen=True)
class CopyVerb:
    """A built-in of futures and streams: CanonicalABI.md, "canon {stream,future}.new" and those behind it."""

    name: str
    has_buffer: bool
    results: str
    has_async_form: bool


COPY_VERBS = (
    CopyVerb("new", False, "I", False),
    CopyVerb("read", True, "i", True),
    CopyVerb("write", True, "i", True),
    CopyVerb("cancel-read", False, "i", True),
    CopyVerb("cancel-write", False, "i", True),
    CopyVerb("drop-readable", False, "", False),
    CopyVerb("drop-writable", False, "", False),
)


def copy_params(verb: CopyVerb, type_: Type) -> str:
    """The end, and where there is a buffer its address and, for a stream, its number of elements."""
    if verb.name == "new":
        return ""
    if not verb.has_buffer:
        return "h"
    return "hii" if isinstance(type_, Stream) else "hi"


@dataclass(frozen=True)
class Signature:
    """A lowered function as a core module imports it."""

    params: str  # letters as flat() has them; p = an i32: the address of all parameters
    results: str
    spilled: bool  # the parameters lie in memory, behind the first core parameter
    area: Optional[int]  # index of the core parameter that points to the result area


def signature(function: Function, async_lowered: bool = False) -> Signature:
    """CanonicalABI.md, "Flattening", flatten_functype with context 'lower'."""
    params = "".join(flat(p.type) for p in function.params)
    spilled = len(params) > (MAX_FLAT_ASYNC_PARAMS if async_lowered else MAX_FLAT_PARAMS)
    if spilled:
        params = "p"
    result = "" if function.result is None else flat(function.result)
    has_area = len(result) > (0 if async_lowered else MAX_FLAT_RESULTS)
    area = len(params) if has_area else None
    if has_area:
        params += "i"
    if async_lowered:
        return Signature(params, "i", spilled, area)
    return Signature(params, "" if has_area else result, spilled, area)
