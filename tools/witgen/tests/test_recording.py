"""What trampolines that record have more than others."""

from __future__ import annotations

import re
import unittest

from tools.witgen import imports_table
from tools.witgen.model import Enum, Flags, Variant

from .support import example


class Recording(unittest.TestCase):
    def setUp(self):
        self.plain = imports_table.source(example(), set())
        self.recording = imports_table.source(example(), set(), records=True)
        self.records = re.findall(r'^static struct abi_record \w+ = \{\.name = "([^"]+)"\};$', self.recording, re.M)

    def test_each_function_and_each_type_with_cases(self):
        served = set(re.findall(r'^\{"([^"]+)", .*(?<!abi_missing)\},$', self.recording, re.M))
        types = {type_.name for type_ in example().types if isinstance(type_, (Enum, Flags, Variant))}
        self.assertEqual(len(self.records), len(set(self.records)))
        self.assertEqual(set(self.records), served | types)

    def test_each_call_is_noted_behind_its_parameters(self):
        for body in re.findall(r"^\w+\(struct abi_call \*call, union abi_slot \*slots\)\n\{\n(.*?)^\}", self.recording,
                               re.M | re.S):
            before, note, after = body.partition("abi_record_call(")
            self.assertTrue(note, body)
            self.assertNotRegex(after, r"abi_lift_|abi_check_case", body)

    def test_the_rest_is_as_in_others(self):
        text = re.sub(r'^(static struct abi_record .*|abi_record_call\(.*|#include "abi/record.h")$', "", self.recording,
                      flags=re.M)
        value = r"((?:[^()]|\([^()]*\))*)"  # with parentheses of its own
        text = re.sub(rf"abi_record_(?:case|flags)\(&\w+, {value}\)", r"\1", text)
        self.assertEqual(re.sub(r"\n+", "\n", text), re.sub(r"\n+", "\n", self.plain))
        self.assertNotIn("abi_record", self.plain)


if __name__ == "__main__":
    unittest.main()
