"""The descriptors of the resources: one for all versions of the interface, which share the objects.

A resource whose drop is missing cannot be made yet; its descriptor only serves to refuse handles.
"""

from __future__ import annotations

from . import names
from .model import Interface
from .types import PREFIX


def source(interface: Interface, missing: set[str]) -> str:
    """The text of webgpu_resources.c, to be formatted."""
    parts = []
    for resource in interface.resources:
        short = names.short(resource.name)
        descriptor = f"const struct abi_resource {PREFIX}_{short}_resource = "
        if names.drop_import(resource) in missing:
            parts.append(f'{descriptor}{{"{resource.name}", NULL}}; /* none can be made yet */\n')
            continue
        stem = names.drop_stem(resource)
        parts.append(f"static void\n{stem}(void *object)\n{{\n{PREFIX}_{stem}(object);\n}}\n")
        parts.append(f'{descriptor}{{"{resource.name}", {stem}}};\n')
    body = "\n".join(parts)
    return f"""\
/* The resource types of {interface.title}: by their addresses, handles are told apart. */
#include <stddef.h>

#include "generated/{PREFIX}_methods.h"

{body}"""
