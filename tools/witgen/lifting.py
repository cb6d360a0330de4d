"""C that lifts: from slots or linear memory to the host's types.

CanonicalABI.md, "Loading" and "Flat Lifting", in their order, so that the trap that comes first is
theirs. What takes more than an expression goes to a static function of its type: lift_x from slots,
load_x from memory whose range has been checked.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Callable, Optional, Sequence, Union

from . import layout, names
from .body import Body, Functions
from .body import case as switch_case
from .model import (Borrow, Enum, Flags, List, Option, Own, Record, Scalar, String, Tuple, Type, Variant,
                    WitError, spelling)
from .recording import Recorder
from .types import PREFIX, c_type, is_handle, is_view

_SLOTS = {"u32": "u32", "s32": "i32", "u64": "u64", "s64": "i64", "f32": "f32", "f64": "f64"}
_NARROW = {"u8": "(uint8_t)", "s8": "(int8_t)", "u16": "(uint16_t)", "s16": "(int16_t)"}
_SIGNED = {"s8": "(int8_t)", "s16": "(int16_t)", "s64": "(int64_t)"}


@dataclass(frozen=True)
class Flat:
    """A value that begins at slots[index]."""

    index: int
    verb = "lift"

    @property
    def argument(self) -> str:
        return "slots" if self.index == 0 else f"&slots[{self.index}]"

    def payload(self, type_: Type) -> "Flat":
        return Flat(self.index + 1)

    def word(self, index: int) -> str:
        """The i-th of a pointer and a length, or a handle."""
        return f"slots[{self.index + index}].u32"

    def case(self, count: int) -> str:
        return self.word(0)

    def scalar(self, kind: str) -> str:
        if kind == "bool":
            return f"{self.word(0)} != 0"
        if kind in _NARROW:
            return f"{_NARROW[kind]}{self.word(0)}"
        return f"slots[{self.index}].{_SLOTS[kind]}"

    def flags(self, size: int) -> str:
        return self.word(0)


@dataclass(frozen=True)
class Memory:
    """A value at a guest's address, `base` + offset."""

    base: str
    offset: int = 0
    verb = "load"

    @property
    def argument(self) -> str:
        return self.base if self.offset == 0 else f"{self.base} + {self.offset}"

    def payload(self, type_: Type) -> "Memory":
        return Memory(self.base, self.offset + layout.payload_offset(type_))

    def load(self, kind: str, offset: int = 0) -> str:
        return f"abi_load_{kind}(call, {Memory(self.base, self.offset + offset).argument})"

    def word(self, index: int) -> str:
        return self.load("u32", 4 * index)

    def case(self, count: int) -> str:
        return self.load(f"u{8 * layout.discriminant_size(count)}")

    def scalar(self, kind: str) -> str:
        if kind == "bool":
            return f"{self.load('u8')} != 0"
        if kind in _SIGNED:
            return f"{_SIGNED[kind]}{self.load('u' + kind[1:])}"
        return self.load(kind)

    def flags(self, size: int) -> str:
        return self.load(f"u{8 * size}")


Place = Union[Flat, Memory]


def fields_at(place: Place, types: Sequence[Type]) -> list[Place]:
    """Where each of `types` is, one behind the other from `place` on."""
    if isinstance(place, Flat):
        ends = itertools.accumulate((len(layout.flat(t)) for t in types), initial=place.index)
        return [Flat(index) for index, _ in zip(ends, types)]
    return [Memory(place.base, place.offset + offset) for offset in layout.sequence(types).offsets]


def can_trap(type_: Type) -> bool:
    """Numbers and flags, and records of nothing else, are lifted whatever their bits are."""
    return not isinstance(type_, (Scalar, Flags)) and (
        not isinstance(type_, (Record, Tuple)) or any(can_trap(t) for t in layout.record_fields(type_)))


def members(type_: Union[Record, Tuple]) -> list[tuple[str, Type]]:
    """C names and types of the fields."""
    if isinstance(type_, Record):
        return [(names.member(f.name), f.type) for f in type_.fields]
    return [(f"f{i}", t) for i, t in enumerate(type_.types)]


class Lifter:
    """Writes statements that lift, into a Body; their functions into `functions`.

    `sync`: these are of a call that cannot go on as a subtask, so that it lends no handles. What functions
    lift, they lift for calls of either kind.
    """

    def __init__(self, functions: Functions, recorder: Recorder):
        self.functions = functions
        self.recorder = recorder
        self.sync = False

    def expression(self, type_: Type, place: Place) -> Optional[str]:
        """Of what cannot trap."""
        if isinstance(type_, Scalar):
            return place.scalar(type_.kind)
        if isinstance(type_, Flags):
            bits = f"{place.flags(layout.size(type_))} & {names.constant(PREFIX, names.stem(type_), 'all_bits')}"
            return self.recorder.value(type_, bits)
        return None

    def local(self, body: Body, type_: Type, place: Place, name: str) -> None:
        """Declares `name` and lifts into it."""
        declared = f"{c_type(type_)}{name}"
        expression = self.expression(type_, place)
        if expression is not None:
            body.add(f"const {declared} = {expression};")
        elif isinstance(type_, Enum) and isinstance(place, Flat):
            body.check(f"abi_check_case(call, {place.word(0)}, {len(type_.cases)})")
            number = self.recorder.value(type_, place.word(0))
            body.add(f"const {declared} = ({c_type(type_).strip()}){number};")
        elif self._plain_option(type_, place):
            body.check(f"abi_check_case(call, {place.word(0)}, 2)")
            body.add(f"const {declared} = {self._plain_option(type_, place)};")
        elif isinstance(type_, (Own, Borrow)):
            body.add(f"{declared} = {self._handle(type_, place)};")
            body.check_object(name)
        else:
            zeroed = isinstance(type_, (Record, Variant, Tuple, Option)) and not is_handle(type_)
            body.add(f"{declared} = {{0}};" if zeroed else f"{declared};")
            self.into(body, type_, place, name)

    def into(self, body: Body, type_: Type, place: Place, target: str) -> None:
        """Lifts into `target`, something that can be assigned to."""
        expression = self.expression(type_, place)
        if expression is not None:
            body.add(f"{target} = {expression};")
        elif isinstance(type_, Enum) and isinstance(place, Flat):
            body.check(f"abi_check_case(call, {place.word(0)}, {len(type_.cases)})")
            number = self.recorder.value(type_, place.word(0))
            body.add(f"{target} = ({c_type(type_).strip()}){number};")
        elif self._plain_option(type_, place):
            body.check(f"abi_check_case(call, {place.word(0)}, 2)")
            body.add(f"{target} = ({c_type(type_).strip()}){self._plain_option(type_, place)};")
        elif isinstance(type_, (Own, Borrow)):
            body.add(f"{target} = {self._handle(type_, place)};")
            body.check_object(target)
        elif isinstance(type_, String):
            body.check(f"abi_lift_string(call, {place.word(0)}, {place.word(1)}, &{target})")
        elif is_view(type_):
            element = type_.element
            body.check(f"abi_lift_list(call, {place.word(0)}, {place.word(1)}, {layout.size(element)}, "
                       f"{layout.alignment(element)}, &{target})")
        elif isinstance(type_, List):
            body.check(f"{self._list(type_)}(call, {place.word(0)}, {place.word(1)}, &{target})")
        elif can_trap(type_):
            body.check(f"{self._function(type_, place)}(call, {place.argument}, &{target})")
        else:
            for (member, field_type), at in zip(members(type_), fields_at(place, layout.record_fields(type_))):
                self.into(body, field_type, at, f"{target}.{member}")

    def _plain_option(self, type_: Type, place: Place) -> Optional[str]:
        """The initializer of an option in slots whose payload cannot trap."""
        if not isinstance(type_, Option) or not isinstance(place, Flat):
            return None
        some = self.expression(type_.some, place.payload(type_))
        return None if some is None else f"{{{place.word(0)} == 1, {some}}}"

    def _handle(self, type_: Union[Own, Borrow], place: Place) -> str:
        verb = "abi_lift_own" if isinstance(type_, Own) else "abi_lift_borrow" if self.sync else "abi_lift_lent"
        return f"{verb}(call, {place.word(0)}, &{PREFIX}_{names.stem(type_)}_resource)"

    @staticmethod
    def _stem(type_: Type) -> str:
        """An option of an own handle is taken, that of a borrowed one is not: two functions."""
        if isinstance(type_, Option) and isinstance(type_.some, Own):
            return "option_own_" + names.stem(type_.some)
        return names.stem(type_)

    def _function(self, type_: Type, place: Place) -> str:
        """The name of the function for `type_`: lift_x or load_x."""
        name = f"{place.verb}_{self._stem(type_)}"
        start = Flat(0) if isinstance(place, Flat) else Memory("ptr")
        return self.functions.need(name, lambda: self._for_all(self._make, name, type_, start))

    def _for_all(self, make: Callable[..., str], *arguments) -> str:
        """Makes a function, which calls of either kind may call."""
        sync, self.sync = self.sync, False
        text = make(*arguments)
        self.sync = sync
        return text

    def _make(self, name: str, type_: Type, place: Place) -> str:
        source = "const union abi_slot *slots" if isinstance(place, Flat) else "uint32_t ptr"
        body = Body()
        if isinstance(type_, (Record, Tuple)):
            for (member, field_type), at in zip(members(type_), fields_at(place, layout.record_fields(type_))):
                self.into(body, field_type, at, f"value->{member}")
        elif isinstance(type_, Enum):
            body.add(f"const uint32_t number = {place.case(len(type_.cases))};")
            body.check(f"abi_check_case(call, number, {len(type_.cases)})")
            body.add(f"*value = ({c_type(type_).strip()}){self.recorder.value(type_, 'number')};")
        elif isinstance(type_, Option):
            self._option(body, type_, place)
        elif isinstance(type_, Variant):
            self._variant(body, type_, place)
        else:
            raise WitError(f"a parameter of type {type(type_).__name__} is not supported")
        head = f"static bool\n{name}(struct abi_call *call, {source}, {c_type(type_)}*value)\n"
        return f"/* {spelling(type_)} */\n{head}{{\n{body.done().text}\n}}\n"

    def _option(self, body: Body, type_: Option, place: Place) -> None:
        body.add(f"const uint32_t number = {place.case(2)};")
        body.check("abi_check_case(call, number, 2)")
        if is_handle(type_):
            body.add("if (number == 0) {\n*value = NULL;\nreturn true;\n}")
            self.into(body, type_.some, place.payload(type_), "*value")
        else:
            body.add("value->some = number == 1;")
            body.add("if (!value->some)\nreturn true;")
            self.into(body, type_.some, place.payload(type_), "value->value")

    def _variant(self, body: Body, type_: Variant, place: Place) -> None:
        name = f"{PREFIX}_{names.stem(type_)}"
        body.add(f"const uint32_t number = {place.case(len(type_.cases))};")
        body.check(f"abi_check_case(call, number, {len(type_.cases)})")
        body.add(f"value->tag = (enum {name}_case){self.recorder.value(type_, 'number')};")
        body.add("switch (value->tag) {")
        for case in type_.cases:
            inner = Body()
            if case.type is not None:
                self.into(inner, case.type, place.payload(type_), f"value->{names.case_member(case.name)}")
            body.add(switch_case(names.constant(name, case.name), inner))
        body.add("}")

    def _list(self, type_: List) -> str:
        element = type_.element
        inner = element.some if isinstance(element, Option) else element
        own = "own_" if isinstance(inner, Own) else ""
        optional = "optional_" if is_handle(element) and isinstance(element, Option) else ""
        name = f"lift_{own}{optional}{names.stem(type_)}"
        return self.functions.need(name, lambda: self._for_all(self._make_list, name, type_))

    def _make_list(self, name: str, type_: List) -> str:
        element, size = type_.element, layout.size(type_.element)
        loop = Body()
        offset = "i" if size == 1 else f"i * {size}"
        self.into(loop, element, Memory(f"ptr + {offset}"), "list->data[i]")
        body = Body()
        body.add("struct abi_view elements;")
        body.check(f"abi_lift_list(call, ptr, count, {size}, {layout.alignment(element)}, &elements)")
        body.add("list->data = base_arena_alloc(call->arena, count, sizeof *list->data);")
        body.add("if (list->data == NULL)\nreturn abi_trap(call, ABI_TRAP_HOST_MEMORY);")
        body.add("list->count = count;")
        body.add(f"for (uint32_t i = 0; i < count; i++) {{\n{loop.text}\n}}")
        params = f"struct abi_call *call, uint32_t ptr, uint32_t count, {c_type(type_)}*list"
        return f"/* {spelling(type_)} */\nstatic bool\n{name}({params})\n{{\n{body.done().text}\n}}\n"
