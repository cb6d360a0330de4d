"""A guest's C types: structs that lie in memory exactly as the canonical ABI has it.

C lays structs out by the same rules, so nothing is packed or padded by hand; assertions, for wasm32,
hold that it is so.
"""

from __future__ import annotations

from . import layout, names
from .model import (Borrow, Enum, Flags, Future, Interface, List, Option, Own, Record, Resource, Result,
                    Scalar, Stream, String, Tuple, Type, Variant, WitError, children)

PREFIX = "wasi_webgpu"

_SCALARS = {"bool": "uint8_t", "u8": "uint8_t", "s8": "int8_t", "u16": "uint16_t", "s16": "int16_t",
            "u32": "uint32_t", "s32": "int32_t", "u64": "uint64_t", "s64": "int64_t", "f32": "float", "f64": "double"}
_UNSIGNED = {1: "uint8_t", 2: "uint16_t", 4: "uint32_t"}


def handle_type(resource: Resource) -> str:
    return f"{PREFIX}_{names.short(resource.name)}_t"


def type_name(type_: Type) -> str:
    return f"{PREFIX}_{names.stem(type_, nullable=False)}"


def memory_type(type_: Type) -> str:
    """The C type of a field or an element."""
    if isinstance(type_, Scalar):
        return _SCALARS[type_.kind]
    if isinstance(type_, (Enum, Flags)):
        return _UNSIGNED[layout.size(type_)]
    if isinstance(type_, (Own, Borrow)):
        return handle_type(type_.resource)
    if isinstance(type_, (Future, Stream)):
        return "uint32_t"
    return f"struct {type_name(type_)}"


def field(type_: Type, name: str) -> str:
    """A declaration; a number that is an enum or flags says which."""
    note = f" /* enum {type_name(type_)} */" if isinstance(type_, (Enum, Flags)) else ""
    return f"{memory_type(type_)} {name};{note}"


class GuestTypes:
    """Collects definitions, each once and after those it needs, and the assertions on them."""

    def __init__(self) -> None:
        self.definitions: list[str] = []
        self.assertions: list[str] = []
        self.done: dict[str, Type] = {}

    def add_resources(self, interface: Interface) -> None:
        for resource in interface.resources:
            self.definitions.append(f"typedef uint32_t {handle_type(resource)};")
        self.definitions.append("")

    def need(self, type_: Type) -> None:
        for child in children(type_):
            self.need(child)
        if isinstance(type_, (Scalar, Own, Borrow, Future, Stream)):
            return
        name = type_name(type_)
        if name in self.done:
            if not self._same(self.done[name], type_):
                raise WitError(f"two types would be named {name}: {self.done[name]} and {type_}")
            return
        self.done[name] = type_
        self._define(type_, name)

    @classmethod
    def _same(cls, a: Type, b: Type) -> bool:
        """Own and borrowed handles are one type in C."""
        if isinstance(a, (Own, Borrow)) and isinstance(b, (Own, Borrow)):
            return a.resource == b.resource
        if type(a) is type(b) and isinstance(a, (Option, List, Tuple, Result)):
            return all(cls._same(x, y) for x, y in zip(children(a), children(b), strict=True))
        return a == b

    def _define(self, type_: Type, name: str) -> None:
        if isinstance(type_, Enum):
            self.definitions.append(self._enum(name, type_.name, type_.cases))
        elif isinstance(type_, Flags):
            flags = "".join(f"{names.constant(name, flag)} = 1 << {i},\n" for i, flag in enumerate(type_.flags))
            self.definitions.append(f"/* {type_.name} */\nenum {name} {{\n{flags}}};\n")
        elif isinstance(type_, String):
            self._struct(name, "UTF-8, not NUL-terminated", ["const char *data;", "uint32_t size;"],
                         [("data", 0), ("size", 4)], 8, 4)
        elif isinstance(type_, List):
            self._struct(name, "", [f"const {memory_type(type_.element)} *data;", "uint32_t count;"],
                         [("data", 0), ("count", 4)], 8, 4)
        elif isinstance(type_, Record):
            self.sequence(name, type_.name, [(names.member(f.name), f.type) for f in type_.fields])
        elif isinstance(type_, Tuple):
            self.sequence(name, "", [(f"f{i}", t) for i, t in enumerate(type_.types)])
        elif isinstance(type_, Option):
            offset = layout.payload_offset(type_)
            self._struct(name, "", ["uint8_t some;", field(type_.some, "value")],
                         [("some", 0), ("value", offset)], layout.size(type_), layout.alignment(type_))
        elif isinstance(type_, Variant):
            self.definitions.append(self._enum(f"{name}_case", type_.name, [case.name for case in type_.cases], name))
            tag = f"{_UNSIGNED[layout.discriminant_size(len(type_.cases))]} tag; /* enum {name}_case */"
            payloads = [(names.case_member(c.name), c.type) for c in type_.cases if c.type is not None]
            self._union(name, "", tag, payloads, type_)
        elif isinstance(type_, Result):
            payloads = [(n, t) for n, t in (("ok", type_.ok), ("error", type_.err)) if t is not None]
            self._union(name, "", "uint8_t is_error;", payloads, type_)

    @staticmethod
    def _enum(name: str, wit_name: str, cases, prefix: str = "") -> str:
        body = "".join(f"{names.constant(prefix or name, case)},\n" for case in cases)
        return f"/* {wit_name} */\nenum {name} {{\n{body}}};\n"

    def sequence(self, name: str, comment: str, fields: list[tuple[str, Type]]) -> None:
        """A record, or parameters that lie in memory like one."""
        placed = layout.sequence(type_ for _, type_ in fields)
        offsets = [(member, offset) for (member, _), offset in zip(fields, placed.offsets)]
        self._struct(name, comment, [field(type_, member) for member, type_ in fields], offsets, placed.size,
                     placed.alignment)

    def _union(self, name: str, comment: str, tag: str, payloads: list[tuple[str, Type]], type_: Type) -> None:
        body = [tag, *(field(t, member) for member, t in payloads)]
        if len(payloads) > 1:
            body[1:] = ["union {", *body[1:], "};"]
        offsets = [(member, layout.payload_offset(type_)) for member, _ in payloads]
        self._struct(name, comment, body, offsets, layout.size(type_), layout.alignment(type_))

    def _struct(self, name: str, comment: str, body: list[str], offsets, size: int, alignment: int) -> None:
        head = f"/* {comment} */\n" if comment else ""
        self.definitions.append(f"{head}struct {name} {{\n" + "\n".join(body) + "\n};\n")
        self.assertions.append(f"WASI_WEBGPU_LAYOUT(struct {name}, {size}, {alignment});")
        self.assertions += [f"WASI_WEBGPU_OFFSET(struct {name}, {member}, {offset});" for member, offset in offsets]
