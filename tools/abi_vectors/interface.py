"""Calls of every function of an interface: random parameters and results, lowered by definitions.py.

The model of the interface is witgen's; what becomes of a value is definitions.py's alone.
"""

from __future__ import annotations

import random
import struct
from dataclasses import dataclass
from typing import Any, Iterator, Optional

from tools.witgen.model import (Borrow, Enum, Flags, Function, Future, Interface, List, Option, Own, Record, Result,
                                Scalar, Stream, String, Tuple, Type, Variant, contains)

from .spec import Spec

HEAP = 16
MEMORY_SIZE = 65536
POISON = 0xA5  # in every byte that nothing was stored to: paddings, too, must stay as they are
_TEXTS = ("", "label", "gr\u00fc\u00df \u20ac \U0001f980", "a longer text, to be sure")


def callable_functions(interface: Interface) -> list[Function]:
    """Those without futures and streams: what becomes of these is in waitables.py."""
    return [f for f in interface.functions
            if not any(contains(t, (Future, Stream)) for t in (f.result, *(p.type for p in f.params)))]


class Values:
    """Random values. `full`: options are there, lists are not empty, and variants take turns with their cases."""

    def __init__(self, spec: Spec, seed: str, turn: int, full: bool):
        self.spec, self.random, self.turn, self.full = spec, random.Random(seed), turn, full
        self.resources: list[str] = []  # of each object, by its number

    def spec_type(self, type_: Type) -> Any:
        """The type as definitions.py has it."""
        module = self.spec.module
        if isinstance(type_, Scalar):
            return getattr(module, f"{type_.kind.capitalize()}Type")()
        if isinstance(type_, String):
            return module.StringType()
        if isinstance(type_, Record):
            return module.RecordType([module.FieldType(f.name, self.spec_type(f.type)) for f in type_.fields])
        if isinstance(type_, Tuple):
            return module.TupleType([self.spec_type(t) for t in type_.types])
        if isinstance(type_, Enum):
            return module.EnumType(list(type_.cases))
        if isinstance(type_, Flags):
            return module.FlagsType(list(type_.flags))
        if isinstance(type_, Variant):
            return module.VariantType([module.CaseType(c.name, self._optional(c.type)) for c in type_.cases])
        if isinstance(type_, Option):
            return module.OptionType(self.spec_type(type_.some))
        if isinstance(type_, Result):
            return module.ResultType(self._optional(type_.ok), self._optional(type_.err))
        if isinstance(type_, List):
            return module.ListType(self.spec_type(type_.element))
        kind = module.OwnType if isinstance(type_, Own) else module.BorrowType
        return kind(self.spec.resource(type_.resource.name))

    def _optional(self, type_: Optional[Type]) -> Any:
        return None if type_ is None else self.spec_type(type_)

    def value(self, type_: Type, fail: bool = False) -> Any:
        """A value as definitions.py has it; `fail`: of a result, its error."""
        pick = self.random
        if isinstance(type_, Scalar):
            return self._scalar(type_.kind)
        if isinstance(type_, String):
            return self.spec.string(pick.choice(_TEXTS))
        if isinstance(type_, Record):
            return {f.name: self.value(f.type) for f in type_.fields}
        if isinstance(type_, Tuple):
            return {str(i): self.value(t) for i, t in enumerate(type_.types)}
        if isinstance(type_, Enum):
            return {pick.choice(type_.cases): None}
        if isinstance(type_, Flags):
            return {flag: pick.random() < 0.5 for flag in type_.flags}
        if isinstance(type_, Variant):
            case = type_.cases[self.turn % len(type_.cases)] if self.full else pick.choice(type_.cases)
            self.turn += 1
            return {case.name: None if case.type is None else self.value(case.type)}
        if isinstance(type_, Option):
            there = self.full or pick.random() < 0.5
            return {"some": self.value(type_.some)} if there else {"none": None}
        if isinstance(type_, Result):
            label, payload = ("error", type_.err) if fail else ("ok", type_.ok)
            return {label: None if payload is None else self.value(payload)}
        if isinstance(type_, List):
            return [self.value(type_.element) for _ in range(2 if self.full else pick.randrange(4))]
        assert isinstance(type_, (Own, Borrow))
        self.resources.append(type_.resource.name)
        return len(self.resources) - 1

    def _scalar(self, kind: str) -> Any:
        if kind == "bool":
            return self.random.random() < 0.5
        if kind in ("f32", "f64"):
            return self.random.randrange(-4096, 4096) / 64  # exact in both
        bits = int(kind[1:])
        number = self.random.getrandbits(self.random.choice((bits, bits // 2, 3)))
        return number - (1 << bits) if kind[0] == "s" and number >> (bits - 1) else number


@dataclass(frozen=True)
class Call:
    """A call of a function, as its slots and the guest's memory have it, before and after."""

    function: Function
    async_lowered: bool
    slots: list[int]
    handles: list[str]  # the resource of each handle before, from 1 up; its object is the index here
    before: bytes  # memory below `area`
    heap: int  # where realloc goes on
    seen: str  # the parameters, as the mock notes them
    value: Any  # the result
    after: bytes  # memory from the end of `before` on
    result: Optional[int]  # the flat result's bits
    table: list[int]  # the object of each handle after; -1: none

    @property
    def name(self) -> str:
        """The import's."""
        return f"{'[async-lower]' if self.async_lowered else ''}{self.function.name}"


def calls(spec: Spec, interface: Interface) -> Iterator[Call]:
    functions = callable_functions(interface)
    for function, async_lowered in [(f, False) for f in functions] + [(f, True) for f in functions if f.is_async]:
        can_fail = isinstance(function.result, Result)
        has_cases = any(contains(t, Variant) for t in (function.result, *(p.type for p in function.params)))
        known: set[tuple[Any, ...]] = set()
        for turn, full in enumerate((True, False, False, True, True)[:5 if has_cases else 3]):
            values = Values(spec, f"{function.name} {turn}", turn, full)
            call = _call(spec, function, async_lowered, values, fail=can_fail and turn == 1)
            key = (tuple(call.slots), call.before, call.after, call.result)
            if key not in known:
                known.add(key)
                yield call


def _call(spec: Spec, function: Function, async_lowered: bool, values: Values, fail: bool) -> Call:
    module = spec.module
    max_params = module.MAX_FLAT_ASYNC_PARAMS if async_lowered else module.MAX_FLAT_PARAMS
    max_results = 0 if async_lowered else module.MAX_FLAT_RESULTS
    spec.reset(MEMORY_SIZE, HEAP, POISON)
    context, handles = spec.context, spec.instance.handles
    types = [values.spec_type(p.type) for p in function.params]
    params = [values.value(p.type) for p in function.params]
    seen = " ".join(show(p.type, value) for p, value in zip(function.params, params))
    flat = list(module.lower_flat_values(context, max_params, params, types))
    resources = list(values.resources)
    assert [handle.rep for handle in handles.array[1:]] == list(range(len(resources)))
    before = bytes(spec.memory.bytes[HEAP:spec.heap])
    end = spec.heap

    result_types = [] if function.result is None else [values.spec_type(function.result)]
    spilled = len(module.flatten_types(result_types, context.opts)) > max_results
    if spilled:
        flat.append(context.allocate(spec.alignment(result_types[0]), spec.size(result_types[0])))
    heap = spec.heap

    module.lift_flat_values(context, max_params, module.CoreValueIter(flat), types)
    for handle in handles.array[1:]:
        if handle is not None:
            handle.num_lends = 0  # a call lends as long as it runs
    value = None if function.result is None else values.value(function.result, fail)
    out = module.lower_flat_values(context, max_results, [] if function.result is None else [value],
                                   result_types, module.CoreValueIter(flat[-1:]))
    if async_lowered:
        out = [module.Subtask.State.RETURNED]
    options = module.CanonicalOptions(memory=spec.memory, async_=async_lowered)
    signature = module.flatten_functype(options, module.FuncType(types, result_types), "lower")
    slots = [bits(value, kind) for value, kind in zip(flat, signature.params, strict=True)]
    return Call(function, async_lowered, slots, resources, before, heap, seen, value, bytes(spec.memory.bytes[end:spec.heap]),
                bits(out[0], signature.results[0]) if out else None,
                [-1 if handle is None else handle.rep for handle in handles.array[1:]])


def bits(value: int | float, kind: str) -> int:
    """Of a flat value of core type `kind`."""
    if kind in ("f32", "f64"):
        return int.from_bytes(struct.pack("<f" if kind == "f32" else "<d", value), "little")
    return int(value)


def show(type_: Type, value: Any) -> str:
    """A value, as the mocks note it."""
    if isinstance(type_, Scalar):
        if type_.kind in ("f32", "f64"):
            size, letter = (4, "f") if type_.kind == "f32" else (8, "d")
            return struct.pack(f">{letter}", value).hex().rjust(2 * size, "0")
        return str(int(value))
    if isinstance(type_, String):
        return f"'{value[0]}'"
    if isinstance(type_, Record):
        return "{" + "".join(show(f.type, value[f.name]) + " " for f in type_.fields) + "}"
    if isinstance(type_, Tuple):
        return "{" + "".join(show(t, value[str(i)]) + " " for i, t in enumerate(type_.types)) + "}"
    if isinstance(type_, Enum):
        return str(type_.cases.index(next(iter(value))))
    if isinstance(type_, Flags):
        return str(flag_bits(type_, value))
    if isinstance(type_, Variant):
        (label, payload), = value.items()
        index = [case.name for case in type_.cases].index(label)
        inner = type_.cases[index].type
        return f"{index}:" + ("" if inner is None else show(inner, payload))
    if isinstance(type_, Option):
        return "+" + show(type_.some, value["some"]) if "some" in value else "-"
    if isinstance(type_, List):
        return "[" + "".join(show(type_.element, item) + " " for item in value) + "]"
    assert isinstance(type_, (Own, Borrow))
    return f"#{value}"


def flag_bits(type_: Flags, value: dict[str, bool]) -> int:
    return sum(1 << i for i, flag in enumerate(type_.flags) if value[flag])
