"""Notes of what passes through the trampolines: calls, and cases of enums, variants and flags.

For builds that record (tools/conformance); in all others a value is lifted and lowered as it is, and
nothing is written here.
"""

from __future__ import annotations

from . import names
from .body import Body, Functions
from .model import Flags, Type


class Recorder:
    """Wraps expressions of values into calls that note them; what they note in is in `functions`."""

    def __init__(self, functions: Functions, is_on: bool):
        self.functions = functions
        self.is_on = is_on

    def _record(self, stem: str, name: str) -> str:
        record = f"record_{stem}"
        return "&" + self.functions.need(record, lambda: f'static struct abi_record {record} = {{.name = "{name}"}};\n')

    def value(self, type_: Type, value: str) -> str:
        """`value` of an enum, of flags, or the case of a variant."""
        if not self.is_on:
            return value
        verb = "abi_record_flags" if isinstance(type_, Flags) else "abi_record_case"
        return f"{verb}({self._record(names.stem(type_), type_.name)}, {value})"

    def call(self, body: Body, stem: str, import_name: str) -> None:
        """Where a trampoline has lifted what it can: the import is called."""
        if self.is_on:
            body.add(f"abi_record_call({self._record('of_' + stem, import_name)});")
