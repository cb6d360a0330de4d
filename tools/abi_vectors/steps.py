"""A value in memory, as the steps in which it is loaded or stored: one for each call of src/abi.

A step is {op, at, number, count, align, text}; what the fields mean depends on the op:
  NUMBER of `count` bytes: `number` are its bits      F32, F64: the same
  CASE   of `count` cases in `align` bytes: `number`   OWN, BORROW: the handle is `number`
  STRING: `number` is its pointer, `count` its bytes   LIST: `number` is its pointer, `count` its elements,
          and `text` what it says                              `size` and `align` those of an element
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterator

from .spec import Spec


@dataclass(frozen=True)
class Step:
    op: str
    at: int
    number: int
    count: int = 0
    size: int = 0
    align: int = 0
    text: str = ""


class Walk:
    """The steps of a value of `type_` that definitions.py has stored at `at`, in its own order."""

    def __init__(self, spec: Spec):
        self.spec = spec

    def steps(self, type_: Any, value: Any, at: int) -> Iterator[Step]:
        module = self.spec.module
        type_ = module.despecialize(type_)
        if isinstance(type_, module.StringType):
            yield Step("STRING", at, self._u32(at), self._u32(at + 4), text=value[0])
        elif isinstance(type_, module.F32Type):
            yield Step("F32", at, self._number(at, 4))
        elif isinstance(type_, module.F64Type):
            yield Step("F64", at, self._number(at, 8))
        elif isinstance(type_, (module.PrimValType, module.FlagsType)):
            size = self.spec.size(type_)
            yield Step("NUMBER", at, self._number(at, size), count=size)
        elif isinstance(type_, module.OwnType):
            yield Step("OWN", at, self._u32(at))
        elif isinstance(type_, module.BorrowType):
            yield Step("BORROW", at, self._u32(at))
        elif isinstance(type_, module.ListType):
            yield from self._list(type_.t, value, at)
        elif isinstance(type_, module.RecordType):
            yield from self._record(type_.fields, value, at)
        else:
            yield from self._variant(type_.cases, value, at)

    def _list(self, element: Any, items: list[Any], at: int) -> Iterator[Step]:
        begin, size = self._u32(at), self.spec.size(element)
        yield Step("LIST", at, begin, self._u32(at + 4), size, self.spec.alignment(element))
        for i, item in enumerate(items):
            yield from self.steps(element, item, begin + i * size)

    def _record(self, fields: list[Any], value: dict[str, Any], at: int) -> Iterator[Step]:
        for field in fields:
            at = self.spec.module.align_to(at, self.spec.alignment(field.t))
            yield from self.steps(field.t, value[field.label], at)
            at += self.spec.size(field.t)

    def _variant(self, cases: list[Any], value: dict[str, Any], at: int) -> Iterator[Step]:
        module = self.spec.module
        index, payload = module.match_case(value, cases)
        size = self.spec.size(module.discriminant_type(cases))
        yield Step("CASE", at, index, count=len(cases), size=size)
        if cases[index].t is not None:
            at = module.align_to(at + size, module.max_case_alignment(cases, "i32"))
            yield from self.steps(cases[index].t, payload, at)

    def _number(self, at: int, size: int) -> int:
        return int.from_bytes(self.spec.memory[at:at + size], "little")

    def _u32(self, at: int) -> int:
        return self._number(at, 4)


@dataclass(frozen=True)
class Damage:
    """Bytes written over an image, and the step at which a load of it then traps."""

    at: int
    data: bytes
    step: int


def damages(steps: list[Step], memory_size: int) -> Iterator[Damage]:
    """What may be wrong with each step; whoever asks has definitions.py confirm the trap."""

    def u32(number: int) -> bytes:
        return number.to_bytes(4, "little")

    for i, step in enumerate(steps):
        if step.op == "CASE" and step.count < 1 << 8 * step.size:
            yield Damage(step.at, step.count.to_bytes(step.size, "little"), i)
            yield Damage(step.at, b"\xff" * step.size, i)
        elif step.op in ("OWN", "BORROW"):
            for handle in (0, 999, 2**32 - 1):
                yield Damage(step.at, u32(handle), i)
        elif step.op == "STRING":
            yield Damage(step.at, u32(memory_size - step.count + 1), i)
            yield Damage(step.at, u32(0xffffffff), i)
            yield Damage(step.at + 4, u32(memory_size), i)
            yield Damage(step.at + 4, u32(1 << 28), i)
            if step.count:
                yield Damage(step.number + step.count - 1, b"\xc3", i)
                yield Damage(step.number, b"\x80", i)
        elif step.op == "LIST":
            yield Damage(step.at, u32(memory_size + step.align), i)
            yield Damage(step.at, u32(0xffffffff & -step.align), i)
            yield Damage(step.at, u32(step.number + 1), i)  # a trap only if the elements are aligned
            yield Damage(step.at + 4, u32(memory_size), i)
            yield Damage(step.at + 4, u32((1 << 28) // step.size + 1), i)
