"""What no test reaches and no exception excuses, and exceptions that excuse nothing."""

from __future__ import annotations

from typing import Iterator

from .interface import LIBRARIES, Surface
from .records import Records
from .tables import Excuse


def places(surface: Surface) -> Iterator[tuple[str, str, int, bool]]:
    """All there is to reach: the record's name and number, how people name it, whether it is a case."""
    for name, title in surface.functions.items():
        yield name, title, 0, False
    for name in surface.forms:
        yield name, name, 0, False
    for type_ in surface.types:
        for number, case in enumerate(type_.cases):
            yield type_.name, f"{type_.name}.{case}", number, True


def complaints(surface: Surface, records: Records, exceptions: list[Excuse]) -> list[str]:
    found, useful = [], set()
    for name, title, number, is_case in places(surface):
        for library, spelled in LIBRARIES.items():
            excused = [e for e in exceptions if e.holds(title, is_case, library)]
            useful.update(excused)
            reached = bool(records.tests(name, number, library))
            what = f"{title} is never passed through" if is_case else f"{title} is called by no test"
            if not reached and not excused:
                found.append(f"{what} on {spelled}")
            elif reached and excused:
                found.append(f"{title} is reached on {spelled}, and an exception says that it cannot be: "
                             f"{excused[0].reason}")
    found += [f"an exception is about nothing: {e.reason}" for e in exceptions if e not in useful]
    return found
