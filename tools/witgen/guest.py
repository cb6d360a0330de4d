"""imports.h: what a guest in C or C++ imports, with the flat signatures of the core functions."""

from __future__ import annotations

from . import layout, names
from .guest_types import PREFIX, GuestTypes, handle_type, memory_type, type_name
from .model import (Borrow, Enum, Flags, Function, Future, Interface, List, Option, Own, Record, Scalar,
                    Stream, String, Tuple, Type, Variant, WitError)
from .output import signature_comment

_RETURNS = {"": "void", "i": "uint32_t", "I": "uint64_t"}
_CORE = {"i": "uint32_t", "h": "uint32_t", "I": "uint64_t", "f": "float", "F": "double"}


def flat_params(type_: Type, name: str) -> list[tuple[str, str]]:
    """C type and name of each core parameter that a value becomes."""
    if isinstance(type_, Scalar):
        return [("bool" if type_.kind == "bool" else memory_type(type_), name)]
    if isinstance(type_, Enum):
        return [(f"enum {type_name(type_)}", name)]
    if isinstance(type_, (Flags, Future, Stream)):
        return [("uint32_t", name)]
    if isinstance(type_, (Own, Borrow)):
        return [(handle_type(type_.resource), name)]
    if isinstance(type_, String):
        return [("const char *", name), ("uint32_t", f"{name}_size")]
    if isinstance(type_, List):
        return [(f"const {memory_type(type_.element)} *", name), ("uint32_t", f"{name}_count")]
    if isinstance(type_, Record):
        return [flat for f in type_.fields for flat in flat_params(f.type, f"{name}_{names.member(f.name)}")]
    if isinstance(type_, Tuple):
        return [flat for i, t in enumerate(type_.types) for flat in flat_params(t, f"{name}_f{i}")]
    if isinstance(type_, Option):
        return [("bool", f"{name}_some"), *flat_params(type_.some, name)]
    if isinstance(type_, Variant):
        payloads = [(case.name, case.type) for case in type_.cases if case.type is not None]
        tag = (f"enum {type_name(type_)}_case", f"{name}_tag")
        if len(payloads) == 1:
            return [tag, *flat_params(payloads[0][1], f"{name}_{names.case_member(payloads[0][0])}")]
        return [tag, *((_CORE[letter], f"{name}_{i}") for i, letter in enumerate(layout.flat(type_)[1:]))]
    raise WitError(f"a parameter of type {type(type_).__name__} is not supported")


def flat_result(type_: Type) -> str:
    """The C type of a result that is one core value."""
    (c_type, _), = flat_params(type_, "")
    return c_type


def _param_name(wit_name: str) -> str:
    name = names.member(wit_name)
    return "result_" if name == "result" else name  # where results go is `result`


def _declare(c_type: str, name: str) -> str:
    return f"{c_type}{name}" if c_type.endswith("*") else f"{c_type} {name}"


class _Writer:
    def __init__(self, interface: Interface):
        self.interface = interface
        self.types = GuestTypes()
        self.types.add_resources(interface)
        for type_ in interface.types:
            self.types.need(type_)
        self.imports: list[str] = []

    def function(self, function: Function, async_lowered: bool = False) -> None:
        signature = layout.signature(function, async_lowered)
        stem = names.function_stem(function)
        if signature.spilled:
            struct = self._params_struct(function, stem)
            params = [(f"const struct {struct} *", "params")]
        else:
            params = [flat for p in function.params for flat in flat_params(p.type, _param_name(p.name))]
        if signature.area is not None:
            self.types.need(function.result)
            params.append((f"{memory_type(function.result)} *", "result"))
        if async_lowered:
            returns = "uint32_t"
        elif signature.area is not None or function.result is None:
            returns = "void"
        else:
            returns = flat_result(function.result)
        import_name = names.async_import(function) if async_lowered else function.name
        name = f"{PREFIX}_{'async_' if async_lowered else ''}{stem}"
        if not async_lowered:
            self.imports.append("\n" + signature_comment(f"{function.title}: {function.signature}"))
        self._import(import_name, returns, name, params)
        if isinstance(function.result, (Future, Stream)):
            self._copies(function)

    def _copies(self, function: Function) -> None:
        """The built-ins of the future or stream that a function returns."""
        stream = isinstance(function.result, Stream)
        element = memory_type(function.result.element)
        for verb in layout.COPY_VERBS:
            params = [] if verb.name == "new" else [("uint32_t", "end")]
            if verb.has_buffer:
                params.append((f"{'' if verb.name == 'read' else 'const '}{element} *", "buffer"))
                params += [("uint32_t", "count")] if stream else []
            for async_lowered in (False, True) if verb.has_async_form else (False,):
                stem = names.copy_stem(verb.name, function)
                self._import(names.copy_import(verb.name, function, async_lowered), _RETURNS[verb.results],
                             f"{PREFIX}_{'async_' if async_lowered else ''}{stem}", params)

    def _params_struct(self, function: Function, stem: str) -> str:
        name = f"{PREFIX}_{stem}_params"
        if name not in self.types.done:
            for param in function.params:
                self.types.need(param.type)
            self.types.done[name] = Tuple(tuple(p.type for p in function.params))
            fields = [(names.member(p.name), p.type) for p in function.params]
            self.types.sequence(name, f"The parameters of {function.title}, where they lie in memory", fields)
        return name

    def _import(self, import_name: str, returns: str, name: str, params: list[tuple[str, str]]) -> None:
        declared = ", ".join(_declare(c_type, param) for c_type, param in params) or "void"
        self.imports.append(f'WASI_WEBGPU_IMPORT("{import_name}")\n{_declare(returns, name)}({declared});')

    def all(self) -> None:
        def own_functions(resource):
            for function in self.interface.functions:
                if function.resource == resource:
                    self.function(function)
                    if function.is_async:
                        self.function(function, async_lowered=True)

        own_functions(None)
        for resource in self.interface.resources:
            self.imports.append(f"\n/* {resource.name} */")
            params = [(handle_type(resource), "self")]
            self._import(names.drop_import(resource), "void", f"{PREFIX}_{names.drop_stem(resource)}", params)
            own_functions(resource)


def header(interface: Interface) -> str:
    """The text of imports.h, to be formatted."""
    writer = _Writer(interface)
    writer.all()
    definitions = "\n".join(writer.types.definitions)
    assertions = "\n".join(writer.types.assertions)
    imports = "\n".join(writer.imports)
    return f"""\
/**
 * \\file wasigpu/imports.h
 *
 * {interface.title} as a guest imports it: the core functions themselves, nothing added. C11 and C++17.
 *
 * Resources are handles, numbers above 0. Those that a function returns or stores in a result are owned:
 * drop each once. A parameter of a resource type is borrowed, but the record-* ones inside of
 * descriptors: the call takes these. Strings and lists in results are in memory from the guest's
 * `cabi_realloc` and belong to the guest.
 *
 * A parameter `x` becomes core parameters: a string `x` and `x_size`, a list `x` and `x_count`, an option
 * `x_some` and `x` (anything where there is none), a record `x_field` for each field. More than 16 of them
 * lie in memory instead, as `struct ..._params`. A result that is more than one number is stored to
 * `result`. The structs are those of the canonical ABI: a bool or a case is the small number given there.
 *
 * wasi_webgpu_async_x is x lowered as an async import: more than 4 core parameters lie in memory, `result`
 * must stay valid until the subtask has returned, and what comes back is state | subtask << 4. Without
 * async_, the call blocks until the result is there. wasigpu/async.h has what waits for subtasks.
 *
 * A function that returns a future or a stream returns its readable end; x_future_read and the like work on
 * it. With async_ they return 0xffffffff where they would have to wait, else how it ended: 0 completed, 1 the
 * other end was dropped, 2 cancelled; of a stream with the number of elements above the lowest four bits.
 */
#ifndef WASIGPU_IMPORTS_H
#define WASIGPU_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {{
#endif

#define WASI_WEBGPU_MODULE "{interface.module}"

#if defined(__wasm__)
#define WASI_WEBGPU_IMPORT(name) __attribute__((import_module(WASI_WEBGPU_MODULE), import_name(name)))
#else
#define WASI_WEBGPU_IMPORT(name)
#endif

{definitions}

{imports}

#if defined(__wasm32__)
#ifdef __cplusplus
#define WASI_WEBGPU_ASSERT(condition) static_assert(condition, #condition)
#define WASI_WEBGPU_LAYOUT(type, size, align) WASI_WEBGPU_ASSERT(sizeof(type) == size && alignof(type) == align)
#else
#define WASI_WEBGPU_ASSERT(condition) _Static_assert(condition, #condition)
#define WASI_WEBGPU_LAYOUT(type, size, align) WASI_WEBGPU_ASSERT(sizeof(type) == size && _Alignof(type) == align)
#endif
#define WASI_WEBGPU_OFFSET(type, member, offset) WASI_WEBGPU_ASSERT(offsetof(type, member) == offset)

{assertions}

#undef WASI_WEBGPU_ASSERT
#undef WASI_WEBGPU_LAYOUT
#undef WASI_WEBGPU_OFFSET
#endif

#undef WASI_WEBGPU_IMPORT

#ifdef __cplusplus
}}
#endif

#endif
"""
