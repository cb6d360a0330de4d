"""C that lowers results into linear memory whose range has been checked.

CanonicalABI.md, "Storing". What takes more than a store goes to a static function of its type: store_x,
which returns bool where it can trap. An own handle is moved out of its object's place, which is NULL
from then on, so that after a trap release_x gives back what is left and nothing twice.
"""

from __future__ import annotations

from . import layout, names
from .body import Body, Functions
from .body import case as switch_case
from .lifting import Memory, fields_at, members
from .model import (Borrow, Enum, Flags, List, Option, Own, Record, Scalar, String, Tuple, Type, Variant,
                    WitError, contains, spelling)
from .recording import Recorder
from .types import PREFIX, c_type, is_handle, is_view

_STORES = {"bool": ("u8", ""), "u8": ("u8", ""), "s8": ("u8", "(uint8_t)"), "u16": ("u16", ""),
           "s16": ("u16", "(uint16_t)"), "u32": ("u32", ""), "s32": ("u32", "(uint32_t)"), "u64": ("u64", ""),
           "s64": ("u64", "(uint64_t)"), "f32": ("f32", ""), "f64": ("f64", "")}


def can_trap(type_: Type) -> bool:
    return contains(type_, (String, List, Own))


def holds_rest(type_: Type) -> bool:
    """Whether something is left to give back when storing it traps: own handles deeper inside."""
    return contains(type_, Own) and not is_handle(type_)


class Lowerer:
    """Writes statements that store, into a Body; their functions into `functions`."""

    def __init__(self, functions: Functions, recorder: Recorder):
        self.functions = functions
        self.recorder = recorder

    def store(self, body: Body, type_: Type, place: Memory, value: str, cleanup: str = "") -> None:
        """Stores `value`, an lvalue; where that traps, `cleanup` runs."""
        at = place.argument
        if isinstance(type_, Scalar):
            kind, cast = _STORES[type_.kind]
            body.add(f"abi_store_{kind}(call, {at}, {cast}{value});")
        elif isinstance(type_, (Enum, Flags)):
            size = layout.size(type_)
            cast = "" if isinstance(type_, Flags) and size == 4 else f"(uint{8 * size}_t)"
            body.add(f"abi_store_u{8 * size}(call, {at}, {cast}{self.recorder.value(type_, value)});")
        elif isinstance(type_, String):
            body.check(f"abi_store_string(call, {at}, {value})")
        elif type_ == List(Scalar("u8")):
            body.check(f"abi_store_bytes(call, {at}, {value}.data, {value}.count)")
        elif isinstance(type_, Borrow):
            raise WitError("a borrowed handle in a result is not allowed")
        else:
            call = f"{self._function(type_)}(call, {at}, &{value})"
            if can_trap(type_):
                body.check(call, cleanup)
            else:
                body.add(call + ";")

    def _function(self, type_: Type) -> str:
        prefix = "own_" if isinstance(type_, Own) else ""
        name = f"store_{prefix}{names.stem(type_)}"
        return self.functions.need(name, lambda: self._make(name, type_))

    def _make(self, name: str, type_: Type) -> str:
        body, place = Body(), Memory("ptr")
        if isinstance(type_, Own):
            resource = f"{PREFIX}_{names.stem(type_)}_resource"
            body.add(f"const uint32_t handle = abi_lower_own(call, *value, &{resource});")
            body.add("*value = NULL; /* taken over, also where that failed */")
            body.add("if (handle == 0)\nreturn false;")
            body.add("abi_store_u32(call, ptr, handle);")
        elif isinstance(type_, Option):
            self._option(body, type_, place)
        elif isinstance(type_, Variant):
            self._variant(body, type_, place)
        elif isinstance(type_, List):
            self._list(body, type_)
        elif isinstance(type_, (Record, Tuple)):
            for (member, field_type), at in zip(members(type_), fields_at(place, layout.record_fields(type_))):
                self.store(body, field_type, at, f"value->{member}")
        else:
            raise WitError(f"a result of type {type(type_).__name__} is not supported")
        const = "" if contains(type_, Own) else "const "
        returns, text = ("bool", body.done().text) if can_trap(type_) else ("void", body.text)
        params = f"struct abi_call *call, uint32_t ptr, {const}{c_type(type_)}*value"
        return f"/* {spelling(type_)} */\nstatic {returns}\n{name}({params})\n{{\n{text}\n}}\n"

    def _option(self, body: Body, type_: Option, place: Memory) -> None:
        inner = Body()
        if is_handle(type_):
            some, none = "*value != NULL", "*value == NULL"
            inner.check(f"{self._function(type_.some)}(call, {place.payload(type_).argument}, value)")
        else:
            some, none = "value->some", "!value->some"
            self.store(inner, type_.some, place.payload(type_), "value->value")
        body.add(f"abi_store_u8(call, ptr, {some});")
        if can_trap(type_):
            body.add(f"if ({none})\nreturn true;")
            body.splice(inner)
        else:
            body.branch(some, inner)

    def _variant(self, body: Body, type_: Variant, place: Memory) -> None:
        name = f"{PREFIX}_{names.stem(type_)}"
        size = layout.discriminant_size(len(type_.cases))
        tag = self.recorder.value(type_, "value->tag")
        body.add(f"abi_store_u{8 * size}(call, ptr, (uint{8 * size}_t){tag});")
        body.add("switch (value->tag) {")
        for case in type_.cases:
            inner = Body()
            if case.type is not None:
                self.store(inner, case.type, place.payload(type_), f"value->{names.case_member(case.name)}")
            body.add(switch_case(names.constant(name, case.name), inner))
        body.add("}")

    def _list(self, body: Body, type_: List) -> None:
        element, size = type_.element, layout.size(type_.element)
        body.add("uint32_t elements;")
        body.check(f"abi_store_list(call, ptr, value->count, {size}, {layout.alignment(element)}, &elements)")
        if is_view(type_):
            to = "call->memory->base + elements"
            body.add(f"if (value->count != 0)\nmemcpy({to}, value->data, value->count * {size}u);")
            return
        offset = "i" if size == 1 else f"i * {size}"
        loop = Body()
        self.store(loop, element, Memory(f"elements + {offset}"), "value->data[i]")
        body.add(f"for (uint32_t i = 0; i < value->count; i++) {{\n{loop.text}\n}}")

    def release(self, type_: Type) -> str:
        """The name of the function that drops own handles that are still in a value."""
        name = f"release_{names.stem(type_)}"
        return self.functions.need(name, lambda: self._make_release(name, type_))

    def _make_release(self, name: str, type_: Type) -> str:
        if isinstance(type_, Option):
            text = f"if (value->some)\n{self._drop(type_.some, 'value->value')}"
        elif isinstance(type_, List):
            drop = self._drop(type_.element, "value->data[i]")
            text = f"for (uint32_t i = 0; i < value->count; i++) {{\n{drop}\n}}"
        elif isinstance(type_, (Record, Tuple)):
            text = "\n".join(self._drop(t, f"value->{m}") for m, t in members(type_) if contains(t, Own))
        else:
            raise WitError(f"own handles in a {type(type_).__name__} result are not supported")
        return f"static void\n{name}({c_type(type_)}*value)\n{{\n{text}\n}}\n"

    def _drop(self, type_: Type, value: str) -> str:
        if is_handle(type_):
            handle = type_.some if isinstance(type_, Option) else type_
            return f"if ({value} != NULL)\n{PREFIX}_{names.drop_stem(handle.resource)}({value});"
        return f"{self.release(type_)}(&{value});"
