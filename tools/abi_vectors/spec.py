"""definitions.py, the component model's executable canonical ABI, loaded from where it is checked out.

It is run, never copied: what it computes goes into the vectors, its text does not.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Callable

MEMORY_SIZE = 4096


class Spec:
    """The module, and one guest in it: a memory, a realloc that only ever goes up, a handle table."""

    def __init__(self, path: Path):
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.module = _load(path)
        self.module.DETERMINISTIC_PROFILE = True  # NaNs come out as one
        self.module.lower_borrow = _lower_borrow_as_own(self.module)
        self.resources: dict[str, Any] = {}
        self.reset()

    def reset(self, memory_size: int = MEMORY_SIZE, heap: int = 0, fill: int = 0) -> None:
        """A new guest, with `fill` in every byte of its memory."""
        spec = self.module
        self.memory = spec.MemInst(bytearray([fill]) * memory_size, "i32")
        self.heap = heap
        self.instance = spec.ComponentInstance(spec.Store())
        options = spec.CanonicalOptions(memory=self.memory)
        self.context = spec.LiftLowerContext(options, self.instance, spec.Subtask())
        self.context.reallocate = self._reallocate

    def _reallocate(self, old: int, old_size: int, alignment: int, size: int) -> int:
        assert old == 0 and old_size == 0
        pointer = self.module.align_to(self.heap, alignment)
        self.heap = pointer + size
        assert self.heap <= len(self.memory)
        return pointer

    def resource(self, name: str) -> Any:
        if name not in self.resources:
            self.resources[name] = self.module.ResourceType(None)
        return self.resources[name]

    def add_handle(self, name: str, rep: int) -> int:
        return self.instance.handles.add(self.module.ResourceHandle(self.resource(name), rep, own=True))

    def traps(self, function: Callable[[], Any]) -> bool:
        try:
            function()
        except self.module.Trap:
            return True
        return False

    def string(self, text: str) -> tuple[str, str, int]:
        """A string as definitions.py has them."""
        return (text, "utf8", len(text.encode()))

    def alignment(self, type_: Any) -> int:
        return self.module.alignment(type_, "i32")

    def size(self, type_: Any) -> int:
        return self.module.elem_size(type_, "i32")

    def flat(self, type_: Any) -> list[str]:
        return self.module.flatten_type(type_, self.context.opts)


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("definitions", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["definitions"] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def _lower_borrow_as_own(module: ModuleType) -> Callable[[Any, int, Any], int]:
    """A guest that passes a borrow names a handle that it owns; lowering one is how it comes to it."""
    return lambda context, rep, type_: module.lower_own(context, rep, type_)
