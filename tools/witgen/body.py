"""The statements of a C function that returns false where something traps, and the functions it needs."""

from __future__ import annotations

from typing import Callable


class Body:
    """Statements in order. What can trap is an expression, which is then false."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._last_check = ""  # the expression, if a check came last
        self._ended = False

    def add(self, statement: str) -> None:
        self.lines.append(statement)
        self._last_check = ""

    def blank(self) -> None:
        if self.lines:
            self.add("")

    def check(self, expression: str, cleanup: str = "") -> None:
        """Goes on where `expression` is true; else runs `cleanup` and returns false."""
        if cleanup:
            self.add(f"if (!{expression}) {{\n{cleanup}\nreturn false;\n}}")
        else:
            self.add(f"if (!{expression})\nreturn false;")
            self._last_check = expression

    def check_object(self, pointer: str) -> None:
        """Goes on unless `pointer` is NULL."""
        self.add(f"if ({pointer} == NULL)\nreturn false;")
        self._last_check = f"{pointer} != NULL"

    def branch(self, condition: str, inner: "Body") -> None:
        """`inner` where `condition` holds; in braces if it is more than a line."""
        text = inner.text
        self.add(f"if ({condition}) {{\n{text}\n}}" if "\n" in text else f"if ({condition})\n{text}")

    def returns(self, expression: str) -> None:
        self.add(f"return {expression};")
        self._ended = True

    def splice(self, other: "Body") -> None:
        """Goes on with the statements of `other`."""
        if other.lines:
            self.lines += other.lines
            self._last_check, self._ended = other._last_check, other._ended

    def done(self) -> "Body":
        """Ends in the last check's own value, else in `return true`."""
        if self._last_check:
            self.lines[-1] = f"return {self._last_check};"
        elif not self._ended:
            self.lines.append("return true;")
        self._last_check, self._ended = "", True
        return self

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def case(label: str, inner: Body) -> str:
    """A case of a switch that ends in a break."""
    return "\n".join([f"case {label}:", *inner.lines, "break;"])


class Functions:
    """Static functions, each once and after those it calls: made when first asked for."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def need(self, name: str, make: Callable[[], str]) -> str:
        """Gives `name` back, so that it stands where it is called."""
        if name not in self.texts:
            text = make()
            self.texts[name] = text
        return name
