"""C methods that note what they are given and return what a row says: the other end of each call.

Their prototypes are witgen's, from the header that they are compiled with.
"""

from __future__ import annotations

from typing import Any, Optional

from tools.witgen import names
from tools.witgen.methods import Prototype, prototype
from tools.witgen.model import (Borrow, Enum, Flags, Function, Interface, List, Option, Own, Record, Result, Scalar,
                                String, Tuple, Type, Variant)
from tools.witgen.types import PREFIX, async_result_struct, by_pointer, c_type, is_handle, is_view

from .interface import callable_functions, flag_bits
from .text import literal


class Notes:
    """Functions that note values, one a type, each after those it calls."""

    def __init__(self) -> None:
        self.functions: dict[str, str] = {}

    def note(self, type_: Type, expression: str) -> str:
        """A statement that notes `expression`, an lvalue of the type."""
        if isinstance(type_, Scalar) and type_.kind in ("f32", "f64"):
            return f"note_{type_.kind}({expression});"
        if isinstance(type_, Scalar) and type_.kind.startswith("s"):
            return f"note_signed({expression});"
        if isinstance(type_, (Scalar, Enum, Flags)):
            return f"note_number((uint64_t){expression});"
        if isinstance(type_, String):
            return f"note_string({expression});"
        if is_handle(type_):
            return f"note_{'optional_' if isinstance(type_, Option) else ''}object({expression});"
        return f"{self._function(type_)}(&{expression});"

    def note_param(self, type_: Type, name: str) -> str:
        return f"{self._function(type_)}({name});" if by_pointer(type_) else self.note(type_, name)

    def _function(self, type_: Type) -> str:
        """The name of the function that notes a value of the type, by its address."""
        name = f"note_{self._stem(type_)}"
        if name not in self.functions:
            body = self._body(type_)
            self.functions[name] = f"static void\n{name}(const {c_type(type_)}*value)\n{{\n{body}\n}}\n"
        return name

    @staticmethod
    def _stem(type_: Type) -> str:
        """A view has no struct of its own, but is noted by what it holds."""
        return f"view_{type_.element.kind}" if is_view(type_) else names.stem(type_)

    def _body(self, type_: Type) -> str:
        if isinstance(type_, (Record, Tuple)):
            fields = [(f.type, names.member(f.name)) for f in type_.fields] if isinstance(type_, Record) else \
                [(t, f"f{i}") for i, t in enumerate(type_.types)]
            inner = "".join(f'{self.note(t, f"value->{name}")}\nnote(" ");\n' for t, name in fields)
            return f'note("{{");\n{inner}note("}}");'
        if isinstance(type_, Option):
            return f'note(value->some ? "+" : "-");\nif (value->some)\n{self.note(type_.some, "value->value")}'
        if isinstance(type_, List):
            element = type_.element
            item = f"((const {c_type(element)}*)value->data)[i]" if is_view(type_) else "value->data[i]"
            return ('note("[");\nfor (uint32_t i = 0; i < value->count; i++) {\n'
                    f'{self.note(element, item)}\nnote(" ");\n}}\nnote("]");')
        assert isinstance(type_, Variant)
        text = "note_number((uint64_t)value->tag);\nnote(\":\");\n"
        for index, case in enumerate(type_.cases):
            if case.type is not None:
                inner = self.note(case.type, f"value->{names.case_member(case.name)}")
                text += f"if ((unsigned)value->tag == {index})\n{inner}\n"
        return text.rstrip()


def initializer(type_: Type, value: Any) -> str:
    """A C initializer of a value of definitions.py; objects are numbered."""
    if isinstance(type_, Scalar):
        if type_.kind in ("f32", "f64"):
            return f"{value!r}{'f' if type_.kind == 'f32' else ''}"
        return f"{int(value)}ull" if type_.kind == "u64" else f"{int(value)}u" if type_.kind == "u32" else str(int(value))
    if isinstance(type_, String):
        return f"{{{literal(value[0].encode())}, {len(value[0].encode())}}}"
    if isinstance(type_, Flags):
        return f"{flag_bits(type_, value)}u"
    if isinstance(type_, Enum):
        return names.constant(f"{PREFIX}_{names.stem(type_)}", next(iter(value)))
    if isinstance(type_, (Own, Borrow)):
        return f"(void *)&vector_objects[{value}]"
    if isinstance(type_, Option):
        there = "some" in value
        if is_handle(type_):
            return initializer(type_.some, value["some"]) if there else "NULL"
        return f"{{.some = true, .value = {initializer(type_.some, value['some'])}}}" if there else "{.some = false}"
    if isinstance(type_, List):
        if not value:
            return "{NULL, 0}"
        constant = "const " if is_view(type_) else ""
        items = ", ".join(initializer(type_.element, item) for item in value)
        return f"{{({constant}{c_type(type_.element)}[]){{{items}}}, {len(value)}}}"
    if isinstance(type_, Record):
        return "{" + ", ".join(initializer(f.type, value[f.name]) for f in type_.fields) + "}"
    if isinstance(type_, Variant):
        (label, payload), = value.items()
        tag = names.constant(f"{PREFIX}_{names.stem(type_)}", label)
        inner = next(case.type for case in type_.cases if case.name == label)
        member = "" if inner is None else f", {{.{names.case_member(label)} = {initializer(inner, payload)}}}"
        return f"{{{tag}{member}}}"
    assert isinstance(type_, Tuple)
    return "{" + ", ".join(initializer(t, value[str(i)]) for i, t in enumerate(type_.types)) + "}"


def result_value(function: Function, value: Any) -> tuple[bool, str]:
    """Whether a call succeeds, and the address of what it then gives or fails with; "NULL": nothing."""
    type_: Optional[Type] = function.result
    ok = True
    if isinstance(type_, Result):
        ok = "ok" in value
        (_, value), = value.items()
        type_ = type_.ok if ok else type_.err
    if type_ is None:
        return ok, "NULL"
    inner = initializer(type_, value)
    return ok, f"&(const {c_type(type_)}[1]){{{inner}}}" if not is_handle(type_) else \
        f"&({c_type(type_)}const[1]){{{inner}}}"


def _read(type_: Type) -> str:
    """The row's value as one of this type."""
    star = f"{c_type(type_)}const *" if is_handle(type_) else f"const {c_type(type_)}*"
    return f"*({star})vector_current->value"


def _ending(function: Function, c: Prototype) -> list[str]:
    type_ = function.result
    if function.is_async:
        if type_ is None:
            return ["abi_pending_finish(op);"]
        lines = [f"struct {async_result_struct(function)} *result = (void *)op->result;"]
        if not isinstance(type_, Result):
            lines.append(f"result->value = {_read(type_)};")
        else:
            lines.append("result->ok = vector_current->ok;")
            if type_.ok is not None:
                lines.append(f"if (result->ok)\nresult->value = {_read(type_.ok)};")
            if type_.err is not None:
                lines.append(f"if (!result->ok)\nresult->error = {_read(type_.err)};")
        return [*lines, "abi_pending_finish(op);"]
    if isinstance(type_, Result):
        lines = []
        if type_.ok is not None:
            lines.append(f"if (vector_current->ok)\n*result = {_read(type_.ok)};")
        if type_.err is not None:
            lines.append(f"if (!vector_current->ok)\n*error = {_read(type_.err)};")
        return [*lines, "return vector_current->ok;"]
    if type_ is None:
        return []
    return [f"*result = {_read(type_)};" if c.outs else f"return {_read(type_)};"]


def _mock(notes: Notes, function: Function) -> str:
    c = prototype(function)
    lines = []
    if function.resource is None or function.kind == "constructor":
        lines.append("(void)context;")
    if c.has_arena:
        lines.append("(void)arena;")
    for i, param in enumerate(function.params):
        if i > 0:
            lines.append('note(" ");')
        lines.append(notes.note_param(param.type, names.member(param.name)))
    lines += _ending(function, c)
    return c.text.rstrip(";") + "\n{\n" + "\n".join(lines) + "\n}\n"


def source(interface: Interface) -> str:
    """The mocks, after the functions that they note values with."""
    notes = Notes()
    functions = callable_functions(interface)
    mocks = [_mock(notes, f) for f in functions]
    mocks += [f"{prototype(f).text.rstrip(';')}\n{{\n(void)self;\nreturn NULL;\n}}\n" for f in interface.functions
              if f not in functions]  # futures and streams: never called
    drops = [f"void\n{PREFIX}_{names.drop_stem(r)}(struct {PREFIX}_{names.short(r.name)} *self)\n"
             "{\n++*(int *)(void *)self;\n}\n" for r in interface.resources]
    resources = "".join(f"&{PREFIX}_{names.short(r.name)}_resource,\n" for r in interface.resources)
    table = f"static const struct abi_resource *const vector_resources[] = {{\n{resources}}};\n"
    return "\n".join([table, *notes.functions.values(), *drops, *mocks])
