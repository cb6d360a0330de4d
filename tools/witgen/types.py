"""The host's C types: what trampolines hand to methods, and get from them.

Options of resources are nullable pointers; lists of numbers are views; all else is a struct or an
enum. Functions have no types of their own but the results of async methods.
"""

from __future__ import annotations

from . import names
from .model import (Borrow, Enum, Flags, Function, Future, Interface, List, Option, Own, Record, Result,
                    Scalar, Stream, String, Tuple, Type, Variant, WitError, children, contains)

PREFIX = "webgpu"

_SCALARS = {"bool": "bool", "u8": "uint8_t", "s8": "int8_t", "u16": "uint16_t", "s16": "int16_t", "u32": "uint32_t",
            "s32": "int32_t", "u64": "uint64_t", "s64": "int64_t", "f32": "float", "f64": "double"}


def is_handle(type_: Type) -> bool:
    """A resource, or an option of one: a pointer in C."""
    return isinstance(type_.some if isinstance(type_, Option) else type_, (Own, Borrow))


def is_view(type_: Type) -> bool:
    """A list used in place: of numbers, whose every bit pattern is a value."""
    return isinstance(type_, List) and isinstance(type_.element, Scalar) and type_.element.kind != "bool"


def c_type(type_: Type) -> str:
    """The C type, as it stands before a name: "struct webgpu_buffer *" ends in its star."""
    if isinstance(type_, Scalar):
        return _SCALARS[type_.kind] + " "
    if isinstance(type_, String):
        return "struct base_str "
    if isinstance(type_, Flags):
        return "uint32_t "
    if isinstance(type_, Enum):
        return f"enum {PREFIX}_{names.stem(type_)} "
    if is_handle(type_):
        handle = type_.some if isinstance(type_, Option) else type_
        return f"struct {PREFIX}_{names.stem(handle)} *"
    if is_view(type_):
        return "struct abi_view "
    if is_supply(type_):
        return "struct abi_supply *"
    if isinstance(type_, Result):
        raise WitError("a result<> inside another type is not supported")
    return f"struct {PREFIX}_{names.stem(type_)} "


def is_supply(type_: Optional[Type]) -> bool:
    """A future or a stream, which the host writes."""
    return isinstance(type_, (Future, Stream))


def by_pointer(type_: Type) -> bool:
    """Records and variants with payloads are passed as const pointers, and so are options of them."""
    return isinstance(type_.some if isinstance(type_, Option) else type_, (Record, Variant, Tuple))


def c_param(type_: Type, name: str) -> str:
    return f"const {c_type(type_)}*{name}" if by_pointer(type_) else f"{c_type(type_)}{name}"


def async_result_struct(function: Function) -> str:
    return f"{PREFIX}_{names.function_stem(function)}_result"


def async_result_fields(function: Function) -> list[tuple[str, str]]:
    """C type and name of each field of an async method's result."""
    result = function.result
    if result is None:
        return []
    if not isinstance(result, Result):
        return [(c_type(result), "value")]
    fields = [("bool ", "ok")]
    if result.ok is not None:
        fields.append((c_type(result.ok), "value"))
    if result.err is not None:
        fields.append((c_type(result.err), "error"))
    return fields


def check_copies(function: Function) -> None:
    """Futures and streams are results of functions, and of resources: nothing else is written yet."""
    parts = [p.type for p in function.params] + ([function.result] if not is_supply(function.result) else [])
    if any(contains(t, (Future, Stream)) for t in parts):
        raise WitError(f"{function.title}: a future or a stream is only supported as a result")
    if is_supply(function.result):
        names.stem(function.result)


class _Writer:
    def __init__(self, interface: Interface):
        self.interface = interface
        self.out: list[str] = []
        self.done: dict[str, Type] = {}

    def need(self, type_: Type) -> None:
        """Writes the definitions that `type_` needs, itself last, each once."""
        for child in children(type_):
            self.need(child)
        if isinstance(type_, (Scalar, String, Own, Borrow, Result, Future, Stream)) or is_handle(type_) or is_view(type_):
            return
        stem = names.stem(type_)
        known = self.done.get(stem)
        if known is not None:
            if not self.same(known, type_):
                raise WitError(f"two types would be named {PREFIX}_{stem}: {known} and {type_}")
            return
        self.done[stem] = type_
        self.define(type_, f"{PREFIX}_{stem}")

    @staticmethod
    def same(a: Type, b: Type) -> bool:
        """Lists of own, borrowed and optional handles are one type in C."""
        if isinstance(a, List) and isinstance(b, List) and is_handle(a.element) and is_handle(b.element):
            return True
        return a == b

    def define(self, type_: Type, name: str) -> None:
        if isinstance(type_, Enum):
            self.comment(type_.name)
            cases = "".join(f"{names.constant(name, case)},\n" for case in type_.cases)
            self.out.append(f"enum {name} {{\n{cases}}};\n")
        elif isinstance(type_, Flags):
            self.comment(f"{type_.name}: passed as a uint32_t")
            flags = "".join(f"{names.constant(name, flag)} = 1 << {i},\n" for i, flag in enumerate(type_.flags))
            every = f"{names.constant(name, 'ALL_BITS')} = 0x{(1 << len(type_.flags)) - 1:x},\n"
            self.out.append(f"enum {name} {{\n{flags}{every}}};\n")
        elif isinstance(type_, Record):
            self.comment(type_.name)
            self.struct(name, [(c_type(f.type), names.member(f.name)) for f in type_.fields])
        elif isinstance(type_, Tuple):
            self.struct(name, [(c_type(t), f"f{i}") for i, t in enumerate(type_.types)])
        elif isinstance(type_, Option):
            self.struct(name, [("bool ", "some"), (c_type(type_.some), "value")])
        elif isinstance(type_, List):
            self.struct(name, [(f"{c_type(type_.element)}*", "data"), ("uint32_t ", "count")])
        elif isinstance(type_, Variant):
            self.variant(type_, name)
        else:
            raise WitError(f"{type(type_).__name__} has no C type yet")

    def variant(self, type_: Variant, name: str) -> None:
        self.comment(type_.name)
        cases = "".join(f"{names.constant(name, case.name)},\n" for case in type_.cases)
        self.out.append(f"enum {name}_case {{\n{cases}}};\n")
        members = "".join(
            f"{c_type(case.type)}{names.case_member(case.name)};\n" for case in type_.cases if case.type is not None
        )
        self.out.append(f"struct {name} {{\nenum {name}_case tag;\nunion {{\n{members}}};\n}};\n")

    def struct(self, name: str, fields: list[tuple[str, str]]) -> None:
        body = "".join(f"{type_}{field};\n" for type_, field in fields)
        self.out.append(f"struct {name} {{\n{body}}};\n")

    def comment(self, text: str) -> None:
        self.out.append(f"/* {text} */")

    def header(self) -> str:
        for resource in self.interface.resources:
            self.out.append(f"struct {PREFIX}_{names.short(resource.name)};")
        self.out.append("")
        for type_ in self.interface.types:
            self.need(type_)
        for function in self.interface.functions:
            check_copies(function)
            for type_ in [*(p.type for p in function.params), function.result]:
                if type_ is not None:
                    self.need(type_)
        for function in self.interface.functions:
            fields = async_result_fields(function) if function.is_async else []
            if fields:
                self.comment(f"What {function.title} ends in: in the result of its abi_pending.")
                self.struct(async_result_struct(function), fields)
        return "\n".join(self.out)


def header(interface: Interface) -> str:
    """The text of webgpu_types.h, to be formatted."""
    guard = f"GENERATED_{PREFIX.upper()}_TYPES_H"
    return f"""\
/* The types of {interface.title} in C.
 *
 * Strings, views and lists point into linear memory or into a call's arena: they are valid until the
 * method that gets them returns. Pointers to resources are borrowed, but in results. */
#ifndef {guard}
#define {guard}

#include <stdbool.h>
#include <stdint.h>

#include "abi/lift.h"
#include "base/string.h"

{_Writer(interface).header()}
#endif
"""
