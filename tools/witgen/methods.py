"""The prototypes that src/webgpu implements, and the resources' descriptors.

A parameter is passed as types.c_param has it; what the C function cannot return goes to out parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from . import names
from .model import (Flags, Function, Interface, List, Option, Record, Resource, Result, Scalar, String,
                    Tuple, Type, Variant, WitError, contains)
from .types import PREFIX, c_param, c_type, is_handle, is_supply


@dataclass(frozen=True)
class Prototype:
    """How a method looks in C. `outs` are C types and names of out parameters, without their star."""

    name: str
    returns: str
    params: tuple[str, ...]
    has_arena: bool
    outs: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        params = [*self.params, *(["struct base_arena *arena"] if self.has_arena else [])]
        params += [f"{type_}*{name}" for type_, name in self.outs]
        return f"{self.returns}{self.name}({', '.join(params) or 'void'});"


def _needs_arena(function: Function) -> bool:
    def structured(type_: Type) -> bool:
        if isinstance(type_, (Record, Variant, Tuple)):
            return True
        if isinstance(type_, List):
            return type_.element != Scalar("u8")
        return isinstance(type_, Option) and structured(type_.some)

    if any(structured(p.type) for p in function.params):
        return True
    return not function.is_async and contains(function.result, (String, List))


def returned(type_: Optional[Type]) -> Optional[str]:
    """The C type that a result is returned as; None: it goes to an out parameter."""
    if type_ is None:
        return "void "
    if isinstance(type_, Result):
        return "bool "
    if (isinstance(type_, (Scalar, String, Flags)) or is_handle(type_) or is_supply(type_)
            or c_type(type_).startswith("enum ")):
        return c_type(type_)
    return None


def prototype(function: Function) -> Prototype:
    name = f"{PREFIX}_{names.function_stem(function)}"
    params = [c_param(p.type, names.member(p.name)) for p in function.params]
    if function.resource is None or function.kind == "constructor":
        params.insert(0, f"struct {PREFIX}_context *context")
    has_arena = _needs_arena(function)
    if function.is_async:
        return Prototype(f"{name}_start", "void ", (*params,), has_arena, (("struct abi_pending ", "op"),))
    result, outs = function.result, []
    returns = returned(result)
    if isinstance(result, Result):
        if result.ok is not None:
            outs.append((c_type(result.ok), "result"))
        if result.err is not None:
            outs.append((c_type(result.err), "error"))
    elif returns is None:
        outs.append((c_type(result), "result"))
    return Prototype(name, returns or "void ", tuple(params), has_arena, tuple(outs))


def _resource_part(interface: Interface, resource: Resource) -> str:
    short = names.short(resource.name)
    lines = [f"/* {resource.name} */", f"extern const struct abi_resource {PREFIX}_{short}_resource;"]
    lines.append(f"void {PREFIX}_{names.drop_stem(resource)}(struct {PREFIX}_{short} *self);")
    for function in interface.functions:
        if function.resource == resource:
            lines.append(prototype(function).text)
    return "\n".join(lines) + "\n"


def _check_names(interface: Interface) -> None:
    """Two functions of one name in C are an error here, not in a compiler."""
    known = {names.drop_stem(r): names.drop_import(r) for r in interface.resources}
    for function in interface.functions:
        other = known.setdefault(names.function_stem(function), function.name)
        if other != function.name:
            raise WitError(f"{other} and {function.name} would have one name in C")


def header(interface: Interface) -> str:
    """The text of webgpu_methods.h, to be formatted."""
    _check_names(interface)
    guard = f"GENERATED_{PREFIX.upper()}_METHODS_H"
    resources = "\n".join(_resource_part(interface, r) for r in interface.resources)
    free = "\n".join(prototype(f).text for f in interface.functions if f.resource is None)
    return f"""\
/* The methods of {interface.title} in C: src/webgpu implements them, trampolines call them.
 *
 * None of them traps. Parameters are lent, own handles among them: the call drops those when it ends.
 * What a method allocates of `arena` lives until the call ends; where that fails, arena->failed makes
 * the trampoline trap, and results are given back. A resource is returned as an owner's reference; NULL
 * means that the host is out of memory, or none where the WIT has an option; a future or a stream as its
 * supply, where NULL means the same. A method that returns bool is true where `result` was set, false where
 * `error` was.
 *
 * A start sets up `op` and returns. Each one leads to abi_pending_finish, sooner or later, whatever
 * fails in it. Strings in its result belong to the op until op->release. A resource in its result is
 * moved out when it is lowered, which sets the field to NULL. */
#ifndef {guard}
#define {guard}

#include "abi/pending.h"
#include "abi/supply.h"
#include "abi/table.h"
#include "base/arena.h"
#include "generated/{PREFIX}_types.h"

/* Of src/webgpu: what functions without a self work on. */
struct {PREFIX}_context;

{free}

{resources}
#endif
"""
