"""A random life of one guest's subtasks, waitable sets, futures and streams, as definitions.py lives it.

What the specification leaves to the host is settled here as src/abi settles it: a cancelled operation
resolves at once, what the host writes is lowered when its event is delivered, and of several events that of
the member comes first which has waited longest for its turn.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from typing import Any, Callable, Iterator, Optional

from .spec import Spec
from .text import rows

RESULT_AT, EVENT_AT, BUFFER_AT = 64, 128, 256  # where the guest wants things
TRAP = -1


@dataclass(frozen=True)
class Act:
    """What is done, and what came of it: a number or a trap; of a poll also the event's two payloads."""

    op: str
    a: int = 0
    b: int = 0
    result: int = 0
    handle: int = 0
    payload: int = 0


class _Blocks(Exception):
    """The guest would have to wait."""


class _Thread:
    """The guest's only one: it is all that runs, so if it waits nothing happens any more."""

    def __init__(self, instance: Any):
        self.inst, self.task = instance, self

    def wait_until(self, ready: Callable[[], bool], cancellable: bool = False) -> bool:
        if not ready():
            raise _Blocks
        return False

    def deliver_pending_cancel(self, cancellable: bool) -> bool:
        return False


class _Operation:
    """The host's side of a call: it has started, and resolves when it is told to."""

    def __init__(self, number: int):
        self.number, self.done = number, False

    def __call__(self, on_start: Callable, on_resolve: Callable, caller: Any) -> Callable:
        on_start()
        self.on_resolve = on_resolve
        return lambda inst: self.resolve(None)

    def resolve(self, result: Optional[list[int]]) -> None:
        self.done = True
        self.on_resolve(result)


class _Supply:
    """What the host writes to a future or a stream: numbers of objects that become own handles."""

    module: Any

    def __init__(self, t: Any, stream: bool):
        self.t, self.stream = t, stream
        self.queue: list[int] = []
        self.ended = False
        self.read_under_way: Optional[tuple] = None
        self.end: Any = None

    def read(self, inst: Any, buffer: Any, *callbacks: Callable) -> None:
        self.read_under_way = (buffer, *callbacks)
        self.pump()

    def pump(self) -> None:
        """Gives the reader's end an event, if there is something; what it takes it takes when that is delivered."""
        if self.read_under_way is None or self.end.has_pending_event() or not (self.queue or self.ended):
            return
        buffer, callbacks = self.read_under_way[0], self.read_under_way[1:]

        def take() -> None:
            self.read_under_way = None
            count = min(buffer.remain(), len(self.queue))
            buffer.write([self.queue.pop(0) for _ in range(count)])

        if not self.queue:
            self.read_under_way = None
            callbacks[-1](self.end_result("DROPPED"))
        elif self.stream:
            callbacks[0](take)
        else:
            callbacks[0](self.end_result("COMPLETED"))
            event = self.end.pending_event
            self.end.set_pending_event(lambda: (take(), event())[1])

    def end_result(self, name: str) -> Any:
        return self.module.CopyResult[name]

    def cancel(self) -> None:
        callbacks = self.read_under_way[1:]
        self.read_under_way = None
        callbacks[-1](self.end_result("CANCELLED"))

    def drop(self) -> None:
        self.queue.clear()


def _take_in_turn(wset: Any) -> Any:
    """WaitableSet.get_pending_event, with an order."""
    waitable = next(w for w in wset.elems if w.has_pending_event())
    wset.elems.remove(waitable)
    wset.elems.append(waitable)
    return waitable.get_pending_event()


def _drop_future(shared: Any) -> None:
    """SharedFutureImpl.drop, which asserts of a write under way that it is a read."""
    if not shared.dropped:
        shared.dropped = True
        if shared.pending_buffer:
            shared.reset_and_notify_pending(_Supply.module.CopyResult.DROPPED)


class Life:
    """A guest, and what it does next."""

    def __init__(self, spec: Spec, seed: int):
        self.spec, self.module = spec, spec.module
        self.numbers = random.Random(seed)
        spec.reset()
        thread = _Thread(spec.instance)
        self.module.current_thread = self.module.current_task = lambda: thread
        self.module.current_instance = lambda: spec.instance
        self.module.WaitableSet.get_pending_event = _take_in_turn
        self.module.SharedFutureImpl.drop = _drop_future
        _Supply.module = self.module
        spec.instance.store.lift = lambda destructor, *_: destructor
        spec.instance.store.lower = lambda callee, *_: lambda flat: callee(flat[0])
        self.thing = spec.resource("thing")
        self.element = self.module.OwnType(self.thing)
        self.operations: list[_Operation] = []
        self.supplies: list[_Supply] = []
        self.objects = 0

    def options(self, async_: bool) -> Any:
        return self.module.CanonicalOptions(memory=self.spec.memory, async_=async_)

    def copied(self, stream: bool) -> Any:
        return (self.module.StreamType if stream else self.module.FutureType)(self.element)

    # What a guest does: each returns the result

    def call(self, handle: int, done: int) -> int:
        function = self.module.FuncType([self.module.BorrowType(self.thing)], [self.module.U32Type()], async_=True)
        operation = _Operation(len(self.operations))
        start = operation
        if done:
            def start(on_start: Callable, on_resolve: Callable, caller: Any) -> Callable:
                cancel = operation(on_start, on_resolve, caller)
                operation.resolve([operation.number])
                return cancel
        (packed,) = self.module.canon_lower(start, function, self.options(True), [handle, RESULT_AT])
        self.operations.append(operation)
        return packed

    def finish(self, number: int, _: int) -> int:
        self.operations[number].resolve([number])
        return 0

    def cancel(self, handle: int, async_: int) -> int:
        return self.module.canon_subtask_cancel(bool(async_), handle)[0]

    def subtask_drop(self, handle: int, _: int) -> int:
        self.module.canon_subtask_drop(handle)
        return 0

    def own(self, *_: int) -> int:
        self.objects += 1
        return self.module.canon_resource_new(self.thing, self.objects)[0]

    def drop(self, handle: int, _: int) -> int:
        self.module.canon_resource_drop(self.thing, handle)
        return 0

    def set_new(self, *_: int) -> int:
        return self.module.canon_waitable_set_new()[0]

    def set_drop(self, handle: int, _: int) -> int:
        self.module.canon_waitable_set_drop(handle)
        return 0

    def join(self, handle: int, wset: int) -> int:
        self.module.canon_waitable_join(handle, wset)
        return 0

    def poll(self, handle: int, _: int) -> int:
        return int(self.module.canon_waitable_set_poll(False, self.spec.memory, handle, EVENT_AT)[0])

    def copy_new(self, stream: int, _: int) -> int:
        new = self.module.canon_stream_new if stream else self.module.canon_future_new
        return new(self.copied(stream))[0]

    def host_new(self, stream: int, _: int) -> int:
        supply = _Supply(self.element, bool(stream))
        handle = (self.module.ReadableStreamEnd if stream else self.module.ReadableFutureEnd)(supply)
        supply.end = handle
        self.supplies.append(supply)
        return self.spec.instance.handles.add(handle)

    def host_write(self, number: int, count: int) -> int:
        self.objects += count
        self.supplies[number].queue += range(self.objects - count + 1, self.objects + 1)
        self.supplies[number].pump()
        return 0

    def host_end(self, number: int, _: int) -> int:
        self.supplies[number].ended = True
        self.supplies[number].pump()
        return 0

    def copy(self, verb: str, handle: int, count: int, async_: bool) -> int:
        stream = verb.startswith("stream")
        function = getattr(self.module, f"canon_{verb}")
        arguments = [self.copied(stream), self.options(async_), handle, BUFFER_AT] + ([count] if stream else [])
        return int(function(*arguments)[0])

    def copy_cancel(self, verb: str, handle: int, async_: bool) -> int:
        return int(getattr(self.module, f"canon_{verb}")(self.copied(verb.startswith("stream")), async_, handle)[0])

    def copy_drop(self, verb: str, handle: int) -> int:
        getattr(self.module, f"canon_{verb}")(self.copied(verb.startswith("stream")), handle)
        return 0

    # One act after the other

    def deed(self, op: str) -> Optional[tuple[Callable[[], int], int, int]]:
        """What to do, and its two arguments; None: there is nothing to do it with."""
        numbers = self.numbers
        handles = self.spec.instance.handles.array
        wanted = _wants(self.module, op)
        good = [i for i, entry in enumerate(handles) if entry is not None and wanted(entry)]
        handle = numbers.choice(good) if good and numbers.random() < 0.93 else numbers.randrange(len(handles) + 1)
        flag = numbers.randrange(2)
        base, _, form = op.lower().partition("__")
        if base.startswith(("future", "stream")):
            if "cancel" in base:
                return lambda: self.copy_cancel(base, handle, form == "async"), handle, 0
            if "drop" in base:
                return lambda: self.copy_drop(base, handle), handle, 0
            count = numbers.choice((0, 1, 2, 5)) if base.startswith("stream") else 1
            return lambda: self.copy(base, handle, count, form == "async"), handle, count
        a, b = handle, flag
        if op == "FINISH":
            running = [o.number for o in self.operations if not o.done]
            if not running:
                return None
            a, b = numbers.choice(running), 0
        elif op in ("HOST_WRITE", "HOST_END"):
            open_ = [i for i, s in enumerate(self.supplies) if not s.ended and (s.stream or not s.queue)
                     and s.end in handles and not (s.stream is False and s.end.state == self.module.CopyState.DONE)]
            open_ = [i for i in open_ if self.supplies[i].stream or op == "HOST_WRITE"]
            if not open_:
                return None
            read = [i for i in open_ if self.supplies[i].read_under_way is not None]
            a = numbers.choice(read if read and numbers.random() < 0.8 else open_)
            b = 0 if op == "HOST_END" else numbers.randrange(1, 4) if self.supplies[a].stream else 1
        elif op in ("COPY_NEW", "HOST_NEW"):
            a, b = flag, 0
        elif op == "JOIN":
            sets = [i for i, e in enumerate(handles) if isinstance(e, self.module.WaitableSet)]
            b = numbers.choice([*sets, *sets, 0, handle]) if sets else 0
        elif op == "CALL":
            b = int(numbers.random() < 0.2)
        elif op not in ("CANCEL",):
            b = 0
        return lambda: getattr(self, op.lower())(a, b), a, b

    def acts(self, count: int) -> Iterator[Act]:
        done = 0
        while done < count:
            op = self.numbers.choices(_OPS, _WEIGHTS)[0]
            deed = self.deed(op)
            if deed is None:
                continue
            run, a, b = deed
            before = _Snapshot(self)
            try:
                result = run()
            except self.module.Trap:
                before.restore()
                result = TRAP
            except _Blocks:
                host = isinstance(self.spec.instance.handles.array[a].shared, _Supply)
                before.restore()
                if host:
                    continue  # someone else would have to go on
                result = TRAP  # no one ever would: src/abi says so
            done += 1
            handle, payload = 0, 0
            if op == "POLL" and result != TRAP:
                handle, payload = (int.from_bytes(self.spec.memory[EVENT_AT + i:EVENT_AT + i + 4], "little")
                                   for i in (0, 4))
            yield Act(op, a, b, result, handle, payload)


_VERBS = [f"{kind}_{verb}" for kind in ("FUTURE", "STREAM") for verb in ("READ", "WRITE", "CANCEL_READ", "CANCEL_WRITE")]
_OPS = ["CALL", "FINISH", "CANCEL", "SUBTASK_DROP", "OWN", "DROP", "SET_NEW", "SET_DROP", "JOIN", "POLL", "COPY_NEW",
        "HOST_NEW", "HOST_WRITE", "HOST_END"]
_WEIGHTS = [9, 10, 2, 9, 4, 6, 1, 3, 18, 30, 4, 6, 12, 3]
_OPS += [f"{verb}__{form}" for verb in _VERBS for form in ("ASYNC", "SYNC")]
_WEIGHTS += [5 if form == "ASYNC" and "CANCEL" not in verb else 2 for verb in _VERBS for form in ("ASYNC", "SYNC")]
_OPS += [f"{kind}_DROP_{side}" for kind in ("FUTURE", "STREAM") for side in ("READABLE", "WRITABLE")]
_WEIGHTS += [3] * 4
OPS = tuple(_OPS)


def _wants(module: Any, op: str) -> Callable[[Any], bool]:
    """Which entries an act is about."""
    if op in ("CANCEL", "SUBTASK_DROP"):
        return lambda e: isinstance(e, module.Subtask)
    if op == "SET_DROP":
        return lambda e: isinstance(e, module.WaitableSet)
    if op == "POLL":
        return lambda e: isinstance(e, module.WaitableSet) and len(e.elems) > 1
    if op == "JOIN":
        return lambda e: isinstance(e, module.Waitable)
    if op.startswith(("FUTURE", "STREAM")):
        side = "Readable" if "READ" in op else "Writable"
        return lambda e: isinstance(e, getattr(module, f"{side}{op[:6].capitalize()}End"))
    return lambda e: isinstance(e, module.ResourceHandle)


class _Snapshot:
    """All that a trap may have changed: a guest ends with it, this one goes on from before."""

    def __init__(self, life: Life):
        self.life = life
        table = life.spec.instance.handles
        self.table = copy.copy(table.array), copy.copy(table.free)
        things = [entry for entry in table.array if entry is not None]
        things += [entry.shared for entry in things if hasattr(entry, "shared")]
        self.things = [(thing, {name: copy.copy(value) if isinstance(value, list) else value
                                for name, value in vars(thing).items()}) for thing in things]
        self.bytes = bytes(life.spec.memory.bytes)
        self.counts = len(life.operations), len(life.supplies), life.objects

    def restore(self) -> None:
        life = self.life
        table = life.spec.instance.handles
        table.array, table.free = self.table
        for thing, values in self.things:
            vars(thing).update(values)
        life.spec.memory.bytes[:] = self.bytes
        del life.operations[self.counts[0]:]
        del life.supplies[self.counts[1]:]
        life.objects = self.counts[2]


def source(spec: Spec, seed: int, count: int) -> str:
    """The text of abi_waitable_vectors.h, to be formatted."""
    ops = ", ".join(f"ACT_{op}" for op in OPS)
    lines = rows([f"{{ACT_{act.op}, {act.a}, {act.b}, {act.result}, {act.handle}, {act.payload}}}"
                  for act in Life(spec, seed).acts(count)])
    return f"""\
/* Generated by tools/abi_vectors from definitions.py; do not edit. */
/* A random life of waitables, as the canonical ABI's executable specification lives it: tools/abi_vectors/
 * waitables.py says what each act does. That definitions.py has the SHA-256
 * {spec.digest}. */
#ifndef ABI_WAITABLE_VECTORS_H
#define ABI_WAITABLE_VECTORS_H

#include <stdint.h>

/* clang-format off */

#define ACT_RESULT_AT {RESULT_AT}u
#define ACT_EVENT_AT {EVENT_AT}u
#define ACT_BUFFER_AT {BUFFER_AT}u

enum act_op {{ {ops} }};
struct act {{ enum act_op op; uint32_t a, b; int64_t result; uint32_t handle, payload; }}; /* -1: a trap */

static const struct act acts[] = {{
{lines}
}};

#endif
"""
