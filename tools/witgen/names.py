"""C names of WIT things, for the host (`webgpu_`) and for guests (`wasi_webgpu_`): one rule for both.

A name is the prefix and the WIT name without a leading `gpu-`, dashes as underscores. Anonymous types
are named after what they are made of: `webgpu_option_u64`, `webgpu_command_buffer_list`,
`webgpu_optional_texture_format_list` (a list of options; `webgpu_option_texture_format_list` is an
option of a list), `webgpu_tuple_string_f64`.
"""

from __future__ import annotations

from .model import (Borrow, Enum, Flags, Function, Future, List, Option, Own, Record, Resource, Result,
                    Scalar, Stream, String, Tuple, Type, Variant, WitError)

_KEYWORDS = frozenset(
    """
    alignas alignof and asm auto bitand bitor bool break case catch char class co_await co_return co_yield compl
    concept const const_cast consteval constexpr constinit continue decltype default delete do double dynamic_cast
    else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept
    not nullptr operator or private protected public register reinterpret_cast requires restrict return short signed
    sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid
    typename union unsigned using virtual void volatile wchar_t while xor
    """.split()
)


def short(wit_name: str) -> str:
    """ "gpu-buffer" -> "buffer"."""
    return wit_name.removeprefix("gpu-").replace("-", "_")


def member(wit_name: str) -> str:
    """The name of a field, a parameter or a union's member; keywords of C and C++ get an underscore."""
    name = wit_name.replace("-", "_")
    return name + "_" if name in _KEYWORDS else name


def case_member(wit_name: str) -> str:
    return member(wit_name.removeprefix("gpu-"))


def stem(type_: Type, nullable: bool = True) -> str:
    """A type's name without any prefix. `nullable`: an option of a handle is no type of its own."""
    if isinstance(type_, Scalar):
        return type_.kind
    if isinstance(type_, String):
        return "string"
    if isinstance(type_, (Record, Enum, Flags, Variant)):
        return short(type_.name)
    if isinstance(type_, (Own, Borrow)):
        return short(type_.resource.name)
    if isinstance(type_, Option):
        return "option_" + stem(type_.some, nullable)
    if isinstance(type_, List):
        inner = type_.element
        if isinstance(inner, Option) and not (nullable and isinstance(inner.some, (Own, Borrow))):
            return "optional_" + stem(inner.some, nullable) + "_list"
        return stem(inner.some if isinstance(inner, Option) else inner, nullable) + "_list"
    if isinstance(type_, Tuple):
        return "tuple_" + "_".join(stem(t, nullable) for t in type_.types)
    if isinstance(type_, Result):
        return "result_" + "_".join("void" if t is None else stem(t, nullable) for t in (type_.ok, type_.err))
    if isinstance(type_, (Future, Stream)) and isinstance(type_.element, Own):
        return f"{type(type_).__name__.lower()}_{stem(type_.element)}"
    raise WitError(f"a {type(type_).__name__.lower()} of what is no resource is not supported")


def function_stem(function: Function) -> str:
    """ "[method]gpu-buffer.map-async" -> "buffer_map_async"."""
    method = function.method.replace("-", "_")
    return method if function.resource is None else f"{short(function.resource.name)}_{method}"


def async_import(function: Function) -> str:
    return f"[async-lower]{function.name}"


def copy_import(verb: str, function: Function, async_lowered: bool = False) -> str:
    """The built-in `verb` of the future or stream that a function returns: the first, and only, of its type."""
    kind = type(function.result).__name__.lower()
    return f"{'[async-lower]' if async_lowered else ''}[{kind}-{verb}-0]{function.name}"


def copy_stem(verb: str, function: Function) -> str:
    """ "cancel-read", "[method]gpu-device.lost" -> "device_lost_future_cancel_read"."""
    kind = type(function.result).__name__.lower()
    return f"{function_stem(function)}_{kind}_{verb.replace('-', '_')}"


def drop_stem(resource: Resource) -> str:
    return short(resource.name) + "_drop"


def drop_import(resource: Resource) -> str:
    return f"[resource-drop]{resource.name}"


def constant(*parts: str) -> str:
    """ "webgpu", "texture_format", "rgba8unorm-srgb" -> "WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB"."""
    return "_".join(part.removeprefix("gpu-").replace("-", "_").upper() for part in parts)
