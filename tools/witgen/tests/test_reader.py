"""Reading the JSON: what is resolved, and what is refused with a reason."""

from __future__ import annotations

import copy
import json
import unittest
from pathlib import Path

from tools.witgen import reader
from tools.witgen.model import (Enum, Flags, List, Option, Own, Record, Resource, Scalar, Tuple, Variant,
                                WitError, contains, spelling)

from .support import HERE, Folder, example, method


def document(kind, name="thing") -> dict:
    """An interface of one type."""
    return {
        "interfaces": [{"name": "webgpu", "types": {name: 0}, "functions": {}, "package": 0}],
        "types": [{"name": name, "kind": kind}],
        "packages": [{"name": "a:b@1.0.0"}],
    }


class Reading(unittest.TestCase):
    def test_the_example(self):
        interface = example()
        self.assertEqual(interface.module, "example:webgpu/webgpu@1.2.0-rc.1")
        self.assertEqual(interface.title, "example:webgpu 1.2.0-rc.1")
        self.assertEqual([r.name for r in interface.resources], ["gpu-thing"])
        self.assertNotIn("gpu-size", [t.name for t in interface.types])

    def test_aliases_are_resolved_but_spelled(self):
        size = method("gpu-thing.size")
        self.assertEqual((size.result, size.result_spelling), (Scalar("u64"), "gpu-size"))

    def test_signatures(self):
        self.assertEqual(method("gpu-thing.read").signature,
                         "func(offset: option<gpu-size>) -> result<list<u8>, gpu-oops>")
        self.assertEqual(method("gpu-thing.wait").signature, "async func()")
        self.assertEqual(method("gpu-thing.try-copy").signature, "func() -> result<gpu-thing>")
        self.assertEqual(method("compare").signature, "func(a: borrow<gpu-thing>, b: borrow<gpu-thing>) -> bool")

    def test_a_variant_without_payloads_is_an_enum(self):
        kinds = {t.name: type(t) for t in example().types}
        self.assertIs(kinds["gpu-error-kind"], Enum)
        self.assertIs(kinds["gpu-choice"], Variant)
        self.assertIs(kinds["gpu-few"], Flags)
        self.assertIs(kinds["gpu-sheet"], Record)

    def test_contains(self):
        state = next(t for t in example().types if t.name == "gpu-state")
        self.assertTrue(contains(Option(List(state)), Own))
        self.assertFalse(contains(Option(Scalar("u8")), Own))

    def test_spelling(self):
        type_ = List(Tuple((Scalar("u8"), Option(Own(Resource("gpu-thing"))))))
        self.assertEqual(spelling(type_), "list<tuple<u8, option<gpu-thing>>>")


class Refusals(unittest.TestCase):
    def refuse(self, text: str, json_document: dict, name: str | None = None):
        with self.assertRaisesRegex(WitError, text):
            reader.read(json_document, name)

    def test_char(self):
        self.refuse("type `char` is not supported", document({"option": "char"}))

    def test_unknown_kind(self):
        self.refuse("kind `map` is not supported", document({"map": ["u8", "u8"]}))

    def test_too_many_flags(self):
        flags = [{"name": f"f{i}"} for i in range(33)]
        self.refuse("more than 32 flags", document({"flags": {"flags": flags}}))

    def test_handle_of_no_resource(self):
        bad = document({"handle": {"own": 1}})
        bad["types"].append({"name": "r", "kind": {"record": {"fields": []}}})
        self.refuse("is no resource", bad)

    def test_static_function(self):
        bad = copy.deepcopy(json.loads((HERE / "example.json").read_text(encoding="utf-8")))
        bad["interfaces"][0]["functions"]["compare"]["kind"] = {"static": 0}
        self.refuse("kind `static` is not supported", bad)

    def test_no_such_interface(self):
        self.refuse("0 interfaces named `other` among: webgpu", document("resource"), "other")

    def test_other_json(self):
        self.refuse("not the JSON of", {"interfaces": [{"name": "webgpu"}]})

    def test_files(self):
        with Folder() as folder:
            with self.assertRaisesRegex(WitError, "none.json: No such file"):
                reader.load(folder / "none.json")
            broken = folder / "broken.json"
            broken.write_text("{", encoding="utf-8")
            with self.assertRaisesRegex(WitError, "broken.json: Expecting"):
                reader.load(Path(broken))


if __name__ == "__main__":
    unittest.main()
