"""One type of every shape that an interface can have, with values, and how WIT spells them."""

from __future__ import annotations

import struct
from typing import Any, Iterator

from .spec import Spec


def spelling(spec: Spec, type_: Any) -> str:
    module = spec.module
    if isinstance(type_, module.PrimValType):
        return type(type_).__name__.removesuffix("Type").lower()
    if isinstance(type_, module.ListType):
        return f"list<{spelling(spec, type_.t)}>"
    if isinstance(type_, module.OptionType):
        return f"option<{spelling(spec, type_.t)}>"
    if isinstance(type_, module.ResultType):
        parts = ["_" if part is None else spelling(spec, part) for part in (type_.ok, type_.error)]
        return f"result<{', '.join(parts)}>"
    if isinstance(type_, module.TupleType):
        return f"tuple<{', '.join(spelling(spec, t) for t in type_.ts)}>"
    if isinstance(type_, module.RecordType):
        return "record{" + ", ".join(spelling(spec, field.t) for field in type_.fields) + "}"
    if isinstance(type_, module.VariantType):
        return "variant{" + ", ".join("_" if case.t is None else spelling(spec, case.t) for case in type_.cases) + "}"
    if isinstance(type_, module.EnumType):
        return f"enum of {len(type_.labels)}"
    if isinstance(type_, module.FlagsType):
        return f"flags of {len(type_.labels)}"
    if isinstance(type_, module.OwnType):
        return "own"
    assert isinstance(type_, module.BorrowType)
    return "borrow"


def _f32(bits: int) -> float:
    return struct.unpack("<f", struct.pack("<I", bits))[0]


def shapes(spec: Spec) -> Iterator[tuple[Any, Any]]:
    """Types and values. Resources are represented by the number of their object, from 0 up in order."""
    module = spec.module
    boolean, u8, u16, u32, u64 = (module.BoolType(), module.U8Type(), module.U16Type(), module.U32Type(),
                                  module.U64Type())
    s32, f32, f64, string = module.S32Type(), module.F32Type(), module.F64Type(), module.StringType()
    own = module.OwnType(spec.resource("thing"))
    borrow = module.BorrowType(spec.resource("thing"))

    def record(*types: Any) -> Any:
        return module.RecordType([module.FieldType(str(i), t) for i, t in enumerate(types)])

    def values(*items: Any) -> dict[str, Any]:
        return {str(i): item for i, item in enumerate(items)}

    def variant(*types: Any) -> Any:
        return module.VariantType([module.CaseType(str(i), t) for i, t in enumerate(types)])

    def enum(count: int) -> Any:
        return module.EnumType([str(i) for i in range(count)])

    def flags(count: int) -> Any:
        return module.FlagsType([str(i) for i in range(count)])

    def bits(count: int, number: int) -> dict[str, bool]:
        return {str(i): bool(number >> i & 1) for i in range(count)}

    def some(value: Any) -> dict[str, Any]:
        return {"some": value}

    text = spec.string
    none = {"none": None}

    for value in (False, True):
        yield boolean, value
    for value in (0, 1, 0x7f, 0x80, 0xff):
        yield u8, value
    for value in (0, 0x1234, 0xffff):
        yield u16, value
    for value in (0, 0x12345678, 0xffffffff):
        yield u32, value
    for value in (0, 0x123456789abcdef0, 2**64 - 1):
        yield u64, value
    for value in (0, -1, 2**31 - 1, -2**31):
        yield s32, value
    for value in (0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), _f32(1), _f32(0x7f7fffff)):
        yield f32, value
    for value in (0.0, -0.0, 1.5, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308):
        yield f64, value
    for value in ("", "a", "gr\u00fc\u00df \u20ac \U0001f980", "nul\0inside", "x" * 200):
        yield string, text(value)
    for count in (1, 2, 95, 256):
        yield enum(count), {str(count - 1): None}
    yield enum(257), {"256": None}
    yield enum(257), {"255": None}
    for count, number in ((1, 1), (8, 0xa5), (9, 0x1a5), (16, 0x8001), (17, 0x1beef), (32, 0x80000001)):
        yield flags(count), bits(count, number)
    yield own, 0
    yield borrow, 0

    for type_, value in ((u8, 200), (u16, 60000), (u32, 7), (u64, 2**40), (f64, -2.5), (boolean, True),
                         (string, text("label")), (borrow, 0), (enum(3), {"2": None})):
        yield module.OptionType(type_), none
        yield module.OptionType(type_), some(value)
    nested = module.OptionType(module.OptionType(u64))
    for value in (none, some(none), some(some(9))):
        yield nested, value

    yield module.ListType(u8), []
    yield module.ListType(u8), [1, 2, 255]
    yield module.ListType(u32), [2**32 - 1, 0, 7]
    yield module.ListType(f64), [0.5, -1.0]
    yield module.ListType(borrow), [0, 1, 2]
    yield module.ListType(own), [0, 1]
    yield module.ListType(string), []
    yield module.ListType(string), [text("one"), text(""), text("three")]
    yield module.ListType(enum(4)), [{"3": None}, {"0": None}]
    yield module.ListType(module.OptionType(borrow)), [some(0), none, some(1)]
    yield module.ListType(record(u8, u64)), [values(1, 2), values(3, 4)]
    yield module.ListType(record(u8, string, u8)), [values(1, text("ab"), 2), values(3, text("c"), 4)]
    yield module.ListType(module.ListType(u32)), [[1], [], [2, 3]]

    yield module.TupleType([string, f64]), values(text("ratio"), 0.25)
    yield module.TupleType([string, module.OptionType(u64)]), values(text("limit"), some(64))
    yield record(u8, u16, u32, u64), values(1, 2, 3, 4)
    yield record(u64, u32, u16, u8), values(4, 3, 2, 1)
    yield record(boolean, module.OptionType(u32), flags(10), string), values(True, some(5), bits(10, 0x3ff), text("d"))
    yield record(u64, flags(10), module.OptionType(boolean), module.OptionType(string)), \
        values(1024, bits(10, 0x48), some(True), some(text("weights")))
    yield record(borrow, module.OptionType(record(u64, module.OptionType(u64))), u8), \
        values(0, some(values(8, some(16))), 9)
    yield record(record(u8, u16), record(f64), module.ListType(record(u32, string))), \
        values(values(1, 2), values(3.5), [values(4, text("five"))])
    yield record(own, string, own), values(0, text("between"), 1)

    yield variant(None), {"0": None}
    yield variant(None, u8, u64), {"1": 7}
    yield variant(None, u8, u64), {"2": 2**63}
    yield variant(None, u8, u64), {"0": None}
    yield variant(borrow, record(borrow, module.OptionType(u64), module.OptionType(u64))), {"0": 0}
    yield variant(borrow, record(borrow, module.OptionType(u64), module.OptionType(u64))), \
        {"1": values(0, some(256), none)}
    yield variant(f32, s32, string), {"0": 1.5}
    yield variant(f32, s32, string), {"1": -2}
    yield variant(f32, s32, string), {"2": text("third")}

    yield module.ResultType(None, None), {"ok": None}
    yield module.ResultType(None, enum(3)), {"error": {"2": None}}
    failure = record(enum(2), string)
    yield module.ResultType(None, failure), {"ok": None}
    yield module.ResultType(None, failure), {"error": values({"1": None}, text("out of range"))}
    yield module.ResultType(own, failure), {"ok": 0}
    yield module.ResultType(own, failure), {"error": values({"0": None}, text("no such limit"))}
    yield module.ResultType(module.ListType(u8), failure), {"ok": [9, 8, 7]}
    yield module.ResultType(module.OptionType(own), failure), {"ok": none}
    yield module.ResultType(module.OptionType(own), failure), {"ok": some(0)}
