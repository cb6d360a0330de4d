"""The types of what each import is given, as tables for the fuzzers: tests/fuzz/shape.h says what they mean.

Each function's parameters are one tuple: so it lies in memory where it is spilled, and so it is flattened.
"""

from __future__ import annotations

from typing import Iterable

from . import layout, names
from .model import (Borrow, Flags, Future, Interface, List, Own, Scalar, Stream, String, Tuple, Type, WitError)
from .types import PREFIX

_KINDS = {"bool": "BOOL", "f32": "F32", "f64": "F64", "u8": "8", "s8": "8", "u16": "16", "s16": "16", "u32": "32",
          "s32": "32", "u64": "64", "s64": "64"}


class _Shapes:
    """A static object a type, each after those it is made of."""

    def __init__(self) -> None:
        self.numbers: dict[Type, int] = {}
        self.texts: list[str] = []

    def number(self, type_: Type) -> int:
        if type_ not in self.numbers:
            text = self._text(type_)
            self.numbers[type_] = len(self.numbers)
            self.texts.append(text.replace("@", str(self.numbers[type_])))
        return self.numbers[type_]

    def _text(self, type_: Type) -> str:
        """`@` stands for the number it will have."""
        kind, resource, count, parts = "32", "NULL", 0, []
        if isinstance(type_, Scalar):
            kind = _KINDS[type_.kind]
        elif isinstance(type_, Flags):
            kind = str(8 * layout.flags_size(len(type_.flags)))
        elif isinstance(type_, String):
            kind = "STRING"
        elif isinstance(type_, List):
            kind, count, parts = "LIST", 1, [self._part(type_.element, 0)]
        elif isinstance(type_, (Own, Borrow)):
            kind, resource = "HANDLE", f"&{PREFIX}_{names.short(type_.resource.name)}_resource"
        elif isinstance(type_, (Future, Stream)):
            raise WitError("a future or a stream is no parameter of any function so far")
        else:
            kind, count, parts = self._compound(type_)
        place = "NULL"
        text = ""
        if any(part != "{NULL, 0}" for part in parts):
            place = "parts_@"
            text = f"static const struct fuzz_part parts_@[] = {{{', '.join(parts)}}};\n"
        return (f"{text}static const struct fuzz_shape shape_@ = {{FUZZ_{kind}, {layout.size(type_)}, "
                f"{layout.alignment(type_)}, {len(layout.flat(type_))}, {count}, {place}, {resource}}};\n")

    def _compound(self, type_: Type) -> tuple[str, int, list[str]]:
        fields = layout.record_fields(type_)
        if fields is not None:
            offsets = layout.sequence(fields).offsets
            return "RECORD", len(fields), [self._part(t, o) for t, o in zip(fields, offsets)]
        cases = layout.variant_cases(type_)
        offset = layout.payload_offset(type_)
        parts = ["{NULL, 0}" if case is None else self._part(case, offset) for case in cases]
        return "VARIANT", len(cases), parts

    def _part(self, type_: Type, offset: int) -> str:
        return f"{{&shape_{self.number(type_)}, {offset}}}"


def _rows(interface: Interface, shapes: _Shapes) -> Iterable[str]:
    for resource in interface.resources:
        yield f'{{"{names.drop_import(resource)}", &shape_{shapes.number(Tuple((Own(resource),)))}, 0}},'
    for function in interface.functions:
        params = shapes.number(Tuple(tuple(p.type for p in function.params)))
        size = 0 if function.result is None else layout.size(function.result)
        yield f'{{"{function.name}", &shape_{params}, {size}}},'


def source(interface: Interface) -> str:
    """The text of shapes.c, to be formatted."""
    shapes = _Shapes()
    rows = "\n".join(_rows(interface, shapes))
    return f"""\
/* What the functions of {interface.title} are given: a shape for each type, a row for each function. */
#include <stddef.h>

#include "fuzz/shape.h"
#include "generated/{PREFIX}_methods.h"

{"".join(shapes.texts)}
const struct fuzz_function fuzz_functions[] = {{
{rows}
{{NULL, NULL, 0}},
}};
"""
