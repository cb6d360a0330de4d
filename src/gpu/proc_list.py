#!/usr/bin/env python3
"""Writes proc_list.h: every function of a webgpu.h, a row each.

usage: proc_list.py WEBGPU_H >proc_list.h

The rows are of five kinds, because C treats them differently when they are called through a pointer:
VALUE returns something, STATUS a WGPUStatus, VOID nothing, ASYNC takes a callback last, COUNT is an AddRef
or a Release.
"""

import re
import sys
import textwrap

DECLARATION = re.compile(r"^WGPU_EXPORT (?:WGPU_NULLABLE )?(.+?) wgpu(\w+)\((.*)\) WGPU_FUNCTION_ATTRIBUTE;", re.M)
WIDTH = 98
TOP = """\
/* Written by src/gpu/proc_list.py from webgpu.h: the functions of the standard header, a row each.
 *
 *   VALUE(type, name, parameters, arguments)  returns something
 *   STATUS(name, parameters, arguments)       returns a WGPUStatus
 *   VOID(name, parameters, arguments)         returns nothing
 *   ASYNC(callback, name, parameters, arguments)  returns a future; its last parameter names a callback
 *   COUNT(type, name)                         an AddRef or a Release */
#ifndef GPU_PROC_LIST_H
#define GPU_PROC_LIST_H

/* clang-format off */
#define GPU_PROCS(VALUE, STATUS, VOID, ASYNC, COUNT) \\
"""
BOTTOM = """
/* clang-format on */

#endif
"""


def parameters(text):
    """[(type, name)] of a parameter list, spaced as this project's C is."""
    if text == "void":
        return []
    found = []
    for part in text.replace("WGPU_NULLABLE ", "").split(","):
        kind, name = re.match(r"\s*(.*?)(\w+)$", part).groups()
        kind = kind.strip().replace(" *", " *").replace("* ", "*")
        if kind.endswith("*"):
            kind = kind[:-1].rstrip() + " *"
        found.append((kind, name))
    return found


def row(returns, name, params):
    """One row, wrapped."""
    declared = ", ".join(k + n if k.endswith("*") else f"{k} {n}" for k, n in params) or "void"
    passed = ", ".join(n for _, n in params)
    returns = returns.replace(" const *", " const *").strip()
    if re.search(r"(AddRef|Release)$", name):
        text = f"COUNT({params[0][0]}, {name})"
    elif params and params[-1][1] == "callbackInfo":
        callback = params[-1][0].removesuffix("Info")
        text = f"ASYNC({callback}, {name}, ({declared}), ({passed}))"
    elif returns == "void":
        text = f"VOID({name}, ({declared}), ({passed}))"
    elif returns == "WGPUStatus":
        text = f"STATUS({name}, ({declared}), ({passed}))"
    else:
        text = f"VALUE({returns}, {name}, ({declared}), ({passed}))"
    lines = [text]
    if len(text) > WIDTH and params and not text.startswith("COUNT"):
        start, end = text.rsplit("), (", 1)
        # Parameters keep their types: the blanks inside one are no place for a line's end.
        held = ", ".join(part.replace(" ", "\0") for part in (start + "),").split(", "))
        lines = [line.replace("\0", " ") for line in textwrap.wrap(held, WIDTH, break_long_words=False)]
        lines.append("(" + end)
    return " \\\n".join("    " + ("    " if i else "") + line for i, line in enumerate(lines))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        header = file.read()
    rows = [row(r, n, parameters(p)) for r, n, p in DECLARATION.findall(header)]
    sys.stdout.write(TOP + " \\\n".join(rows) + "\n" + BOTTOM)


main()
