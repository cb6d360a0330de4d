"""One C function an import: lifts its parameters, calls its method, lowers the result.

The order is CanonicalABI.md's, "canon lower", but for one check: where the result will go is looked at
before the method is called, so that nothing is done for a guest whose result has no place.
"""

from __future__ import annotations

from typing import Optional

from . import layout, names
from .body import Body, Functions
from .lifting import Flat, Lifter, Memory, fields_at
from .lowering import Lowerer, holds_rest
from .methods import Prototype, prototype
from .model import (Enum, Flags, Function, Option, Own, Resource, Result, Scalar, Stream, Type, WitError,
                    contains, spelling)
from .output import signature_comment
from .recording import Recorder
from .types import PREFIX, async_result_struct, by_pointer, c_type, is_handle, is_supply

# Names that a trampoline has of its own: a parameter of such a name gets an underscore.
_TAKEN = {"call", "slots", "ptr", "area", "ok", "result", "error", "op", "lowered", "memory"}

GIVE_BACK = f"""\
/* The arena had no memory for the method that made `object`. */
static bool
give_back(struct abi_call *call, void *object, const struct abi_resource *type)
{{
if (object != NULL)
type->drop(object);
return abi_trap(call, ABI_TRAP_HOST_MEMORY);
}}
"""


def local_name(wit_name: str) -> str:
    name = names.member(wit_name)
    return name + "_" if name in _TAKEN else name


def resource_address(type_: Type) -> str:
    handle = type_.some if isinstance(type_, Option) else type_
    return f"&{PREFIX}_{names.stem(handle)}_resource"


class Trampolines:
    """Static functions of one interface: trampolines and, in `functions`, what they call.

    `records`: they note what passes through them."""

    def __init__(self, records: bool = False) -> None:
        self.functions = Functions()
        self.recorder = Recorder(self.functions, records)
        self.lifter = Lifter(self.functions, self.recorder)
        self.lowerer = Lowerer(self.functions, self.recorder)
        self.texts: list[str] = []
        self.lowered: set[str] = set()  # functions that lower the results of async methods

    def drop(self, resource: Resource) -> str:
        """Writes the trampoline of a [resource-drop] and gives its name."""
        stem = names.drop_stem(resource)
        body = Body()
        self.recorder.call(body, stem, names.drop_import(resource))
        body.check(f"abi_resource_drop(call, slots[0].u32, &{PREFIX}_{names.short(resource.name)}_resource)")
        self._write(f"/* {names.drop_import(resource)} */", stem, body)
        return stem

    def function(self, function: Function) -> str:
        """Writes the trampoline of a function and gives its name."""
        stem = names.function_stem(function)
        body = Body()
        self.lifter.sync = True
        area = self._lift(body, function, layout.signature(function))
        self.recorder.call(body, stem, function.name)
        if function.is_async:
            self._await(body, function, area)
        else:
            self._call(body, function, area)
        self._write(signature_comment(f"{function.title}: {function.signature}"), stem, body)
        return stem

    def async_function(self, function: Function) -> str:
        """The same of an async method that is async-lowered."""
        stem = f"async_{names.function_stem(function)}"
        body = Body()
        body.add("call->lends = &abi_no_lends; /* it may go on as a subtask */")
        self.lifter.sync = False
        area = self._lift(body, function, layout.signature(function, async_lowered=True))
        self.recorder.call(body, stem, names.async_import(function))
        self._start(body, function, area)
        if prototype(function).has_arena:
            failed = Body()
            failed.add("abi_pending_abandon(op);")
            failed.returns("abi_trap(call, ABI_TRAP_HOST_MEMORY)")
            body.branch("call->arena->failed", failed)
        body.returns(f"abi_subtask_start(call, op, {self._lower(function)}, slots)")
        self._write(f"/* [async-lower] {function.title} */", stem, body)
        return stem

    def copy(self, verb: layout.CopyVerb, function: Function, async_lowered: bool) -> str:
        """Writes the trampoline of a built-in of the future or stream that a function returns."""
        stem = f"{'async_' if async_lowered else ''}{names.copy_stem(verb.name, function)}"
        type_ = self._copy_type(function.result)
        call, _, side = verb.name.partition("-")
        arguments = ["call", "slots"]
        if call == "new":
            arguments.append(type_)
        elif verb.has_buffer:
            arguments += [type_, str(async_lowered).lower()]
        else:
            arguments.append(f"{type_}.{'readable' if side.startswith('read') else 'writable'}")
            arguments += [str(async_lowered).lower()] if call == "cancel" else []
        body = Body()
        self.recorder.call(body, stem, names.copy_import(verb.name, function, async_lowered))
        body.returns(f"abi_copy_{call}({', '.join(arguments)})")
        self._write(f"/* {names.copy_import(verb.name, function, async_lowered)} */", stem, body)
        return stem

    def _copy_type(self, type_: Type) -> str:
        """The address of what describes a future or a stream."""
        name = names.stem(type_)
        return "&" + self.functions.need(name, lambda: f"""\
static const struct abi_copy_type {name} = {{
.readable = {{"readable {spelling(type_)}", abi_copy_drop_end}},
.writable = {{"writable {spelling(type_)}", abi_copy_drop_end}},
.element = {resource_address(type_.element)},
.stream = {str(isinstance(type_, Stream)).lower()},
}};
""")

    def _write(self, comment: str, stem: str, body: Body) -> None:
        text = body.done().text
        unused = "" if "slots" in text else "(void)slots;\n"
        head = f"static bool\n{stem}(struct abi_call *call, union abi_slot *slots)\n"
        self.texts.append(f"{comment}\n{head}{{\n{unused}{text}\n}}\n")

    def _lift(self, body: Body, function: Function, signature: layout.Signature) -> Optional[str]:
        """Declares a local for each parameter; gives the name of the result area's address."""
        types = [p.type for p in function.params]
        if signature.spilled:
            params = layout.sequence(types)
            body.add("const uint32_t ptr = slots[0].u32; /* of all parameters */")
            body.check(f"abi_check_range(call, ptr, {params.size}, {params.alignment})")
            places = fields_at(Memory("ptr"), types)
        else:
            places = fields_at(Flat(0), types)
        for param, place in zip(function.params, places):
            self.lifter.local(body, param.type, place, local_name(param.name))
        if signature.area is None:
            return None
        size, alignment = layout.size(function.result), layout.alignment(function.result)
        body.add(f"const uint32_t area = slots[{signature.area}].u32;")
        body.check(f"abi_check_range(call, area, {size}, {alignment})")
        return "area"

    @staticmethod
    def _arguments(function: Function, proto: Prototype) -> list[str]:
        arguments = ["call->context"] if len(proto.params) > len(function.params) else []
        arguments += [("&" if by_pointer(p.type) else "") + local_name(p.name) for p in function.params]
        return arguments + (["call->arena"] if proto.has_arena else [])

    # Sync methods

    def _call(self, body: Body, function: Function, area: Optional[str]) -> None:
        proto, type_ = prototype(function), function.result
        body.blank()
        for out_type, name in proto.outs:
            body.add(f"{out_type}{name} = {'NULL' if out_type.endswith('*') else '{0}'};")
        arguments = self._arguments(function, proto) + [f"&{name}" for _, name in proto.outs]
        call = f"{proto.name}({', '.join(arguments)})"
        if area is None:
            self._flat_result(body, type_, call, proto)
        elif isinstance(type_, Result):
            body.add(f"const bool ok = {call};")
            self._arena_check(body, type_.ok, proto)
            self._store_result(body, type_, ("ok", "result", "error"), in_pending=False)
        else:
            declared = "" if proto.outs else f"{'' if is_handle(type_) else 'const '}{proto.returns}result = "
            body.add(f"{declared}{call};")
            self._arena_check(body, type_, proto)
            self.lowerer.store(body, type_, Memory("area"), "result", self._cleanup(type_))

    def _flat_result(self, body: Body, type_: Optional[Type], call: str, proto: Prototype) -> None:
        if type_ is None:
            body.add(f"{call};")
            self._arena_check(body, None, proto)
        elif is_supply(type_):
            body.add(f"slots[0].u32 = abi_lower_supply(call, {call}, {self._copy_type(type_)});")
            body.returns("slots[0].u32 != 0")
        elif isinstance(type_, Own):
            if proto.has_arena:
                body.add(f"{c_type(type_)}result = {call};")
                self._arena_check(body, type_, proto)
                call = "result"
            body.add(f"slots[0].u32 = abi_lower_own(call, {call}, {resource_address(type_)});")
            body.returns("slots[0].u32 != 0")
        else:
            body.add(flat_store(type_, self._noted(type_, call)))
            self._arena_check(body, None, proto)

    def _noted(self, type_: Type, value: str) -> str:
        return self.recorder.value(type_, value) if isinstance(type_, (Enum, Flags)) else value

    def _arena_check(self, body: Body, type_: Optional[Type], proto: Prototype) -> None:
        """After a method; gives back its `result`, if that is of a type that holds own handles."""
        if not proto.has_arena:
            return
        failed = Body()
        if type_ is not None and is_handle(type_):
            give_back = self.functions.need("give_back", lambda: GIVE_BACK)
            failed.returns(f"{give_back}(call, result, {resource_address(type_)})")
        else:
            if self._cleanup(type_):
                failed.add(self._cleanup(type_))
            failed.returns("abi_trap(call, ABI_TRAP_HOST_MEMORY)")
        body.branch("call->arena->failed", failed)

    def _cleanup(self, type_: Optional[Type]) -> str:
        return f"{self.lowerer.release(type_)}(&result);" if type_ is not None and holds_rest(type_) else ""

    def _store_result(self, body: Body, type_: Result, values: tuple[str, str, str], in_pending: bool) -> None:
        """Stores a result<> whose parts are `values`: whether ok, and what of either."""
        ok, value, error = values
        payload = Memory("area").payload(type_)
        good, bad = Body(), Body()
        if type_.ok is not None:
            self.lowerer.store(good, type_.ok, payload, value, "" if in_pending else self._cleanup(type_.ok))
        if contains(type_.err, Own):
            raise WitError("own handles in an error are not supported")
        if type_.err is not None:
            self.lowerer.store(bad, type_.err, payload, error)
        body.add(f"abi_store_u8(call, area, {ok} ? 0 : 1);")
        body.branch(f"!{ok}", bad.done())
        body.splice(good)

    # Async methods

    def _start(self, body: Body, function: Function, area: Optional[str]) -> None:
        proto = prototype(function)
        body.blank()
        body.add(f"struct abi_pending *op = abi_pending_new(call, {area or '0'});")
        body.add("if (op == NULL)\nreturn false;")
        body.add(f"{proto.name}({', '.join([*self._arguments(function, proto), 'op'])});")

    def _await(self, body: Body, function: Function, area: Optional[str]) -> None:
        """Sync-lowered."""
        proto, type_ = prototype(function), function.result
        struct = async_result_struct(function)
        self._start(body, function, area)
        body.check("abi_wait_one(call, op)")
        if proto.has_arena:
            failed = Body()
            failed.add("abi_pending_delete(op);")
            failed.returns("abi_trap(call, ABI_TRAP_HOST_MEMORY)")
            body.branch("call->arena->failed", failed)
        if area is not None:
            body.add(f"const bool lowered = {self._lower(function)}(call, op);")
            body.add("abi_pending_delete(op);")
            body.returns("lowered")
            return
        if type_ is not None:
            body.add(f"struct {struct} *result = (void *)op->result;")
        if isinstance(type_, Own):
            body.add(f"slots[0].u32 = abi_lower_own(call, result->value, {resource_address(type_)});")
            body.add("result->value = NULL; /* taken over, also where that failed */")
        elif type_ is not None:
            body.add(flat_store(type_, self._noted(type_, "result->value")))
        body.add("abi_pending_delete(op);")
        if isinstance(type_, Own):
            body.returns("slots[0].u32 != 0")

    def _lower(self, function: Function) -> str:
        """Writes the function that stores the result of a finished operation, once, and gives its name."""
        name, type_ = f"{names.function_stem(function)}_lower", function.result
        if type_ is None:
            return "NULL"
        if name in self.lowered:
            return name
        self.lowered.add(name)
        self.texts.append(f"_Static_assert(sizeof(struct {async_result_struct(function)}) <= ABI_PENDING_RESULT_SIZE, "
                          f'"it lies in an abi_pending");\n')
        body = Body()
        body.add(f"struct {async_result_struct(function)} *result = (void *)op->result;")
        body.add("const uint32_t area = op->result_ptr;")
        if isinstance(type_, Result):
            self._store_result(body, type_, ("result->ok", "result->value", "result->error"), in_pending=True)
        else:
            self.lowerer.store(body, type_, Memory("area"), "result->value")
        head = f"static bool\n{name}(struct abi_call *call, struct abi_pending *op)\n"
        comment = f"/* {function.title} has ended: its result goes to where the guest wants it. */"
        self.texts.append(f"{comment}\n{head}{{\n{body.done().text}\n}}\n")
        return name


def flat_store(type_: Type, value: str) -> str:
    """A result that is one core value."""
    if isinstance(type_, Enum):
        return f"slots[0].u32 = (uint32_t){value};"
    if isinstance(type_, Flags):
        return f"slots[0].u32 = {value};"
    if isinstance(type_, Scalar):
        member = {"s8": "i32", "s16": "i32", "s32": "i32", "u64": "u64", "s64": "i64", "f32": "f32", "f64": "f64"}
        return f"slots[0].{member.get(type_.kind, 'u32')} = {value};"
    raise WitError(f"a flat result of type {type(type_).__name__} is not supported")
