"""The .h and .c of one interface version: trampolines, and the table that names them all.

Functions that are missing have a row but no trampoline: calling them traps with their name.
"""

from __future__ import annotations

import re
from pathlib import Path

from . import layout, names
from .model import Interface, WitError
from .trampolines import Trampolines
from .types import PREFIX, is_supply


def version_stem(interface: Interface) -> str:
    """ "webgpu_0_3_0_rc_2": the name of the files and of the table."""
    version = re.sub(r"[^0-9A-Za-z]+", "_", interface.version)
    return f"{PREFIX}_{version}" if version else PREFIX


def read_missing(path: Path, interface: Interface) -> set[str]:
    """Import names, one a line; # begins a comment. A name that is no import is an error."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WitError(f"{path}: {error.strerror}") from error
    known = {f.name for f in interface.functions} | {names.drop_import(r) for r in interface.resources}
    missing: set[str] = set()
    for number, line in enumerate(lines, 1):
        name = line.partition("#")[0].strip()
        if not name:
            continue
        if name not in known:
            raise WitError(f"{path}:{number}: no such import: {name}")
        if name in missing:
            raise WitError(f"{path}:{number}: named twice: {name}")
        missing.add(name)
    return missing


def header(interface: Interface) -> str:
    stem = version_stem(interface)
    guard = f"GENERATED_{stem.upper()}_H"
    return f"""\
/* {interface.title} as a core module imports it. */
#ifndef {guard}
#define {guard}

#include "abi/import.h"

extern const struct abi_interface {stem};

#endif
"""


def source(interface: Interface, missing: set[str], records: bool = False) -> str:
    trampolines, rows = Trampolines(records), []

    def row(name: str, params: str, results: str, function: str) -> None:
        rows.append(f'{{"{name}", "{params}", "{results}", {function}}},')

    for resource in interface.resources:
        name = names.drop_import(resource)
        row(name, "h", "", "abi_missing" if name in missing else trampolines.drop(resource))
    for function in interface.functions:
        served = function.name not in missing
        signature = layout.signature(function)
        row(function.name, signature.params, signature.results,
            trampolines.function(function) if served else "abi_missing")
        if function.is_async:
            signature = layout.signature(function, async_lowered=True)
            row(names.async_import(function), signature.params, signature.results,
                trampolines.async_function(function) if served else "abi_missing")
        if is_supply(function.result):
            for verb in layout.COPY_VERBS:
                for async_lowered in (False, True) if verb.has_async_form else (False,):
                    row(names.copy_import(verb.name, function, async_lowered), layout.copy_params(verb, function.result),
                        verb.results, trampolines.copy(verb, function, async_lowered) if served else "abi_missing")
    helpers = "\n".join(trampolines.functions.texts.values())
    bodies = "\n".join(trampolines.texts)
    table = "\n".join(rows)
    stem = version_stem(interface)
    record = '#include "abi/record.h"\n' if records else ""
    return f"""\
/* The trampolines of {interface.title}: each takes a call apart, calls the method in src/webgpu and puts
 * the result together. CanonicalABI.md, "canon lower", "Flattening", "Loading", "Storing".
 *
 * First what lifts and lowers types, then a function an import, then the table of all imports. A row with
 * abi_missing is not served yet. */
#include "generated/{stem}.h"

#include <string.h>

#include "abi/copy.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "abi/pending.h"
{record}#include "abi/subtask.h"
#include "abi/wait.h"
#include "base/arena.h"
#include "base/count.h"
#include "generated/{PREFIX}_methods.h"

{helpers}

{bodies}

static const struct abi_import imports[] = {{
{table}
}};

const struct abi_interface {stem} = {{"{interface.module}", imports, BASE_COUNT(imports)}};
"""
