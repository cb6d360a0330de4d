"""C text: literals, and rows of initializers."""

from __future__ import annotations


def literal(data: bytes) -> str:
    """A C string literal: octal escapes, which end after three digits."""
    plain = set(range(0x20, 0x7f)) - set(b'"\\?')
    return '"' + "".join(chr(b) if b in plain else f"\\{b:03o}" for b in data) + '"'


def rows(items: list[str], width: int = 110) -> str:
    """Rows of an initializer, as many in a line as fit."""
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > width and line.strip():
            lines.append(line)
            line = "   "
        line += f" {item},"
    return "\n".join([*lines, line])


def byte_table(name: str, data: bytes) -> str:
    return f"static const uint8_t {name}[] = {{\n" + rows([str(b) for b in data]) + "\n};"
