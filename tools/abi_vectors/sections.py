"""The vectors that are not about one type: strings, ranges, the handle table, flat signatures."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

from .spec import Spec

_LETTERS = {"i32": "i", "i64": "I", "f32": "f", "f64": "F"}


def utf8_rows(spec: Spec) -> Iterator[tuple[bytes, bool]]:
    """Bytes, and whether load_string takes them."""
    chosen = [b"", b"a", b"\x7f", b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xc2\x80", b"\xdf\xbf", b"\xc2",
              b"\xc2a", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xe0\xa0\x80", b"\xed\x9f\xbf", b"\xed\xa0\x80",
              b"\xed\xbf\xbf", b"\xee\x80\x80", b"\xef\xbf\xbf", b"\xe2\x82", b"\xe2\x82\xac", b"\xf0\x80\x80\x80",
              b"\xf0\x8f\xbf\xbf", b"\xf0\x90\x80\x80", b"\xf4\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80",
              b"\xff", b"\xfe", b"\xf0\x9f\xa6", b"\xf0\x9f\xa6\x80", b"eight by\x80", b"eight by\xc3\xa9",
              b"seven b\xc3\xa9", b"\0nul\0"]
    numbers = random.Random(1)
    text = "wgsl: fn main() { // gr\u00fc\u00df \u20ac \U0001f980 }".encode()
    for _ in range(60):
        damaged = bytearray(text[:numbers.randrange(1, len(text) + 1)])
        if numbers.random() < 0.7:
            damaged[numbers.randrange(len(damaged))] = numbers.randrange(256)
        chosen.append(bytes(damaged))
    for data in chosen:
        spec.reset()
        spec.memory.bytes[64:64 + len(data)] = data
        good = not spec.traps(lambda: spec.module.load_string_from_range(spec.context, 64, len(data)))
        yield data, good


def range_rows(spec: Spec, memory_size: int) -> Iterator[tuple[int, int, int, int, bool]]:
    """Pointer, count, element size and alignment of a list, and whether load_list takes it."""
    module = spec.module
    pair = module.RecordType([module.FieldType("a", module.U8Type()), module.FieldType("b", module.U64Type()),
                              module.FieldType("c", module.U8Type())])
    for element in (module.U8Type(), module.U16Type(), module.F32Type(), module.U64Type(), pair):
        size, align = spec.size(element), spec.alignment(element)
        most = module.MAX_LIST_BYTE_LENGTH // size
        for pointer in (0, 1, 2, 4, memory_size - size, memory_size - 1, memory_size, memory_size + align,
                        2**32 - align, 2**32 - 1):
            for count in (0, 1, 2, memory_size // size, memory_size // size + 1, most, most + 1, 2**32 - 1):
                spec.reset(memory_size)
                good = not spec.traps(lambda: module.load_list_from_range(spec.context, pointer, count, element))
                yield pointer, count, size, align, good


@dataclass(frozen=True)
class Deed:
    """Something done to a handle table, and what came of it: an index, an object, or a trap."""

    op: str
    resource: int
    argument: int
    result: int  # -1: a trap


def table_deeds(spec: Spec, count: int) -> Iterator[Deed]:
    """A random life of a table. A trap ends a guest, so definitions.py goes on from before it."""
    module = spec.module
    spec.reset()
    numbers = random.Random(2)
    names = ("thing", "other-thing")
    dropped: list[int] = []

    def instance_drop(type_: Any, index: int) -> None:
        module.canon_resource_drop(type_, index)

    module.current_instance = lambda: spec.instance
    spec.instance.store.lift = lambda destructor, *_: destructor
    spec.instance.store.lower = lambda callee, *_: lambda flat: callee(flat[0])
    for name in names:
        spec.resource(name).dtor = dropped.append
    objects = 0
    for _ in range(count):
        used = len(spec.instance.handles.array)
        resource = numbers.randrange(2)
        type_ = spec.resource(names[resource])
        op = numbers.choice(("OWN", "OWN", "OWN", "BORROWED", "GET", "LIFT", "DROP", "DROP", "LEND", "RETURN"))
        index = numbers.randrange(used + 2)
        before = copy.copy(spec.instance.handles.array), copy.copy(spec.instance.handles.free)
        dropped.clear()
        try:
            if op in ("OWN", "BORROWED"):
                handle = module.ResourceHandle(type_, objects, own=op == "OWN", borrow_scope=_Scope())
                yield Deed(op, resource, objects, spec.instance.handles.add(_unscoped(handle)))
                objects += 1
                continue
            if op == "GET":
                yield Deed(op, resource, index, module.lift_borrow(_Lookup(spec), index, module.BorrowType(type_)))
            elif op == "LIFT":
                yield Deed(op, resource, index, module.lift_own(spec.context, index, module.OwnType(type_)))
            elif op == "DROP":
                instance_drop(type_, index)
                yield Deed(op, resource, index, dropped[0] if dropped else -2)
            else:
                handle = spec.instance.handles.get(index)
                if handle.rt is not type_ or (op == "RETURN" and handle.num_lends == 0):
                    continue
                handle.num_lends += 1 if op == "LEND" else -1
                yield Deed(op, resource, index, handle.num_lends)
        except module.Trap:
            spec.instance.handles.array, spec.instance.handles.free = before
            if op not in ("LEND", "RETURN"):
                yield Deed(op, resource, index, -1)


class _Scope:
    """The task to which a borrowed handle belongs."""

    num_borrows = 1 << 30


def _unscoped(handle: Any) -> Any:
    if handle.own:
        handle.borrow_scope = None
    return handle


def _Lookup(spec: Spec) -> Any:
    """A context whose lends do not last: a call that ends at once."""
    context = spec.module.LiftLowerContext(spec.context.opts, spec.instance, spec.module.Subtask())
    context.borrow_scope.add_lender = lambda handle: None
    return context


def signatures(spec: Spec, wit: Path) -> Iterator[tuple[str, str, str]]:
    """Each function of a resolved WIT interface: its import's name, core parameters, core results."""
    resolved = json.loads(wit.read_text(encoding="utf-8"))
    module, types = spec.module, resolved["types"]
    spec.reset()

    def lookup(type_: Any) -> Any:
        if isinstance(type_, str):
            return {"bool": module.BoolType, "string": module.StringType, "char": module.CharType, "u8": module.U8Type,
                    "u16": module.U16Type, "u32": module.U32Type, "u64": module.U64Type, "s8": module.S8Type,
                    "s16": module.S16Type, "s32": module.S32Type, "s64": module.S64Type, "f32": module.F32Type,
                    "f64": module.F64Type}[type_]()
        kind = types[type_]["kind"]
        (name, body), = kind.items()
        optional = lambda t: None if t is None else lookup(t)
        if name == "type":
            return lookup(body)
        if name == "handle":
            return module.BorrowType(None) if "borrow" in body else module.OwnType(None)
        if name == "record":
            return module.RecordType([module.FieldType(f["name"], lookup(f["type"])) for f in body["fields"]])
        if name == "tuple":
            return module.TupleType([lookup(t) for t in body["types"]])
        if name == "enum":
            return module.EnumType([case["name"] for case in body["cases"]])
        if name == "flags":
            return module.FlagsType([flag["name"] for flag in body["flags"]])
        if name == "variant":
            return module.VariantType([module.CaseType(c["name"], optional(c["type"])) for c in body["cases"]])
        if name == "result":
            return module.ResultType(optional(body["ok"]), optional(body["err"]))
        return {"option": module.OptionType, "list": module.ListType, "future": module.FutureType,
                "stream": module.StreamType}[name](optional(body))

    for interface in resolved["interfaces"]:
        for name, function in interface["functions"].items():
            params = [lookup(param["type"]) for param in function["params"]]
            result = [lookup(function["result"])] if function.get("result") is not None else []
            kind = function["kind"]
            is_async = (kind if isinstance(kind, str) else next(iter(kind))).startswith("async-")
            for async_lowered in (False, True) if is_async else (False,):
                options = module.CanonicalOptions(memory=spec.memory, async_=async_lowered)
                flat = module.flatten_functype(options, module.FuncType(params, result), "lower")
                yield ("[async-lower]" if async_lowered else "") + name, _letters(flat.params), _letters(flat.results)


def _letters(flat: list[str]) -> str:
    return "".join(_LETTERS[t] for t in flat)
