"""Reads an interface from the JSON of `wasm-tools component wit -j`.

In it, types are numbered, each after those it is made of, and a primitive type is its name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Optional, Union

from .model import (SCALARS, Borrow, Case, Enum, Field, Flags, Function, Future, Interface, List, Option,
                    Own, Param, Record, Resource, Result, Scalar, Stream, String, Tuple, Type, Variant,
                    WitError)


class _Reader:
    """Resolves type ids of one JSON document."""

    def __init__(self, document: dict):
        self.raw = document["types"]
        self.done: dict[int, Union[Type, Resource]] = {}

    def type(self, ref) -> Optional[Type]:
        if ref is None:
            return None
        if isinstance(ref, str):
            return self._primitive(ref)
        if ref not in self.done:
            self.done[ref] = self._kind(self.raw[ref])
        return self.done[ref]

    @staticmethod
    def _primitive(name: str) -> Type:
        if name == "string":
            return String()
        if name in SCALARS:
            return Scalar(name)
        raise WitError(f"type `{name}` is not supported")

    def _kind(self, raw: dict):
        name, kind = raw["name"], raw["kind"]
        if kind == "resource":
            return Resource(name)
        (tag, body), = kind.items()
        if tag == "type":
            return self.type(body)
        if tag == "record":
            return Record(name, tuple(Field(f["name"], self.type(f["type"])) for f in body["fields"]))
        if tag == "tuple":
            return Tuple(tuple(self.type(t) for t in body["types"]))
        if tag == "enum":
            return Enum(name, tuple(c["name"] for c in body["cases"]))
        if tag == "flags":
            if len(body["flags"]) > 32:
                raise WitError(f"flags `{name}` has more than 32 flags")
            return Flags(name, tuple(f["name"] for f in body["flags"]))
        if tag == "variant":
            cases = tuple(Case(c["name"], self.type(c["type"])) for c in body["cases"])
            if all(case.type is None for case in cases):
                return Enum(name, tuple(case.name for case in cases))
            return Variant(name, cases)
        if tag == "option":
            return Option(self.type(body))
        if tag == "result":
            return Result(self.type(body["ok"]), self.type(body["err"]))
        if tag == "list":
            return List(self.type(body))
        if tag == "future":
            return Future(self.type(body))
        if tag == "stream":
            return Stream(self.type(body))
        if tag == "handle":
            (mode, resource), = body.items()
            return (Own if mode == "own" else Borrow)(self._resource(resource))
        raise WitError(f"type `{name or '(unnamed)'}`: kind `{tag}` is not supported")

    def _resource(self, ref) -> Resource:
        resource = self.type(ref)
        if not isinstance(resource, Resource):
            raise WitError(f"a handle of type {ref}, which is no resource")
        return resource

    def spelling(self, ref) -> str:
        """WIT text of a type, with the names its author used."""
        if ref is None:
            return "_"
        if isinstance(ref, str):
            return ref
        raw = self.raw[ref]
        if raw["name"] is not None:
            return raw["name"]
        (tag, body), = raw["kind"].items()
        if tag == "handle":
            (mode, resource), = body.items()
            name = self.spelling(resource)
            return name if mode == "own" else f"borrow<{name}>"
        if tag == "tuple":
            return f"tuple<{', '.join(self.spelling(t) for t in body['types'])}>"
        if tag == "result":
            ok, err = body["ok"], body["err"]
            if err is None:
                return "result" if ok is None else f"result<{self.spelling(ok)}>"
            return f"result<{self.spelling(ok)}, {self.spelling(err)}>"
        return f"{tag}<{self.spelling(body)}>" if body is not None else tag

    def _param(self, raw: dict) -> Param:
        return Param(raw["name"], self.type(raw["type"]), self.spelling(raw["type"]))

    def function(self, raw: dict) -> Function:
        kind = raw["kind"]
        tag, owner = (kind, None) if isinstance(kind, str) else next(iter(kind.items()))
        is_async = tag.startswith("async-")
        tag = tag.removeprefix("async-")
        if tag not in ("freestanding", "method", "constructor"):
            raise WitError(f"function `{raw['name']}`: kind `{tag}` is not supported")
        resource = None if owner is None else self._resource(owner)
        result = raw.get("result")
        return Function(
            name=raw["name"],
            method="new" if tag == "constructor" else raw["name"].split("]")[-1].split(".")[-1],
            resource=resource,
            kind=tag,
            is_async=is_async,
            params=tuple(self._param(p) for p in raw["params"]),
            result=self.type(result),
            result_spelling="" if result is None else self.spelling(result),
        )


def read(document: dict, interface_name: Optional[str] = None) -> Interface:
    """The interface of `document` with that name; without a name the only one there is."""
    try:
        found = [i for i in document["interfaces"] if interface_name in (None, i["name"])]
        if len(found) != 1:
            names = ", ".join(str(i["name"]) for i in document["interfaces"])
            raise WitError(f"{len(found)} interfaces named `{interface_name or 'any'}` among: {names}")
        raw = found[0]
        package, _, version = document["packages"][raw["package"]]["name"].partition("@")
        interface = Interface(package, version, raw["name"])
        reader = _Reader(document)
        for name, ref in raw["types"].items():
            type_ = reader.type(ref)
            if getattr(type_, "name", None) != name:
                continue  # an alias
            (interface.resources if isinstance(type_, Resource) else interface.types).append(type_)
        interface.functions = [reader.function(f) for f in raw["functions"].values()]
        return interface
    except (KeyError, TypeError, IndexError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        raise WitError(f"not the JSON of `wasm-tools component wit -j` ({reason})") from error


def load(path: Path, interface_name: Optional[str] = None) -> Interface:
    """Reads a file; WitError names it."""
    try:
        return read(json.loads(path.read_text(encoding="utf-8")), interface_name)
    except OSError as error:
        raise WitError(f"{path}: {error.strerror}") from error
    except (ValueError, WitError) as error:
        raise WitError(f"{path}: {error}") from error
