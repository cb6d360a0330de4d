"""CanonicalABI.md, "Alignment", "Element Size", "Flattening": vectors worked out by definitions.py's rules."""

from __future__ import annotations

import unittest

from tools.witgen import layout
from tools.witgen.model import (Borrow, Case, Enum, Field, Flags, Future, List, Option, Own, Record,
                                Resource, Result, Scalar, Stream, String, Tuple, Variant)

from .support import function, method

U8, U16, U32, U64 = Scalar("u8"), Scalar("u16"), Scalar("u32"), Scalar("u64")
F32, F64, BOOL = Scalar("f32"), Scalar("f64"), Scalar("bool")
THING = Resource("gpu-thing")


def enum(cases: int) -> Enum:
    return Enum("e", tuple(f"c{i}" for i in range(cases)))


def flags(count: int) -> Flags:
    return Flags("f", tuple(f"f{i}" for i in range(count)))


def record(*types) -> Record:
    return Record("r", tuple(Field(f"f{i}", type_) for i, type_ in enumerate(types)))


def variant(*types) -> Variant:
    return Variant("v", tuple(Case(f"c{i}", type_) for i, type_ in enumerate(types)))


class Layout(unittest.TestCase):
    # type, size, alignment, flat form
    ROWS = [
        (BOOL, 1, 1, "i"),
        (U8, 1, 1, "i"),
        (Scalar("s8"), 1, 1, "i"),
        (U16, 2, 2, "i"),
        (Scalar("s16"), 2, 2, "i"),
        (U32, 4, 4, "i"),
        (Scalar("s32"), 4, 4, "i"),
        (U64, 8, 8, "I"),
        (Scalar("s64"), 8, 8, "I"),
        (F32, 4, 4, "f"),
        (F64, 8, 8, "F"),
        (String(), 8, 4, "ii"),
        (List(U64), 8, 4, "ii"),
        (Own(THING), 4, 4, "h"),
        (Borrow(THING), 4, 4, "h"),
        (Future(U8), 4, 4, "h"),
        (Stream(None), 4, 4, "h"),
        (enum(1), 1, 1, "i"),
        (enum(256), 1, 1, "i"),
        (enum(257), 2, 2, "i"),
        (enum(65536), 2, 2, "i"),
        (enum(65537), 4, 4, "i"),
        (flags(1), 1, 1, "i"),
        (flags(8), 1, 1, "i"),
        (flags(9), 2, 2, "i"),
        (flags(16), 2, 2, "i"),
        (flags(17), 4, 4, "i"),
        (flags(32), 4, 4, "i"),
        (record(U8, U32, U8), 12, 4, "iii"),
        (record(U8, U64, U16), 24, 8, "iIi"),
        (Tuple((String(), F64)), 16, 8, "iiF"),
        (Option(U8), 2, 1, "ii"),
        (Option(U32), 8, 4, "ii"),
        (Option(U64), 16, 8, "iI"),
        (Option(Option(U64)), 24, 8, "iiI"),
        (Option(String()), 12, 4, "iii"),
        (Option(record(U64, U8)), 24, 8, "iIi"),
        (Result(None, None), 1, 1, "i"),
        (Result(U8, U64), 16, 8, "iI"),
        (Result(None, String()), 12, 4, "iii"),
        (variant(None, None), 1, 1, "i"),
        (variant(U8, None), 2, 1, "ii"),
    ]

    def test_rows(self):
        for type_, size, alignment, flat in self.ROWS:
            with self.subTest(type_):
                self.assertEqual(
                    (layout.size(type_), layout.alignment(type_), layout.flat(type_)), (size, alignment, flat)
                )

    def test_payload_offset(self):
        self.assertEqual(layout.payload_offset(Option(U8)), 1)
        self.assertEqual(layout.payload_offset(Option(U64)), 8)
        self.assertEqual(layout.payload_offset(Result(U16, String())), 4)
        wide = Variant("v", tuple(Case(f"c{i}", U8 if i == 0 else None) for i in range(257)))
        self.assertEqual((layout.payload_offset(wide), layout.size(wide)), (2, 4))

    def test_sequence(self):
        placed = layout.sequence([U8, U16, U8, U64, U8])
        self.assertEqual((placed.offsets, placed.size, placed.alignment), ((0, 2, 4, 8, 16), 24, 8))
        self.assertEqual(layout.sequence([]).size, 0)


class Join(unittest.TestCase):
    """Cases of a variant share their core values: what holds either."""

    ROWS = [
        ((U32, F32), "ii"),
        ((F32, F32), "if"),
        ((F32, None), "if"),
        ((U32, U64), "iI"),
        ((F32, U64), "iI"),
        ((F32, F64), "iI"),
        ((F64, F64), "iF"),
        ((F64, U64), "iI"),
        ((U32, F64), "iI"),
        ((String(), F64), "iIi"),
        ((F64, String()), "iIi"),
        ((record(F32, F64), U32), "iiF"),
        ((record(F32, F32), record(F32, U32, U8)), "ifii"),
        ((U32, F32, F64), "iI"),
        ((Own(THING), None), "ih"),
        ((Own(THING), U32), "ii"),
        ((Own(THING), F32), "ii"),
        ((U64, Own(THING)), "iI"),
    ]

    def test_rows(self):
        for cases, flat in self.ROWS:
            with self.subTest(cases):
                self.assertEqual(layout.flat(variant(*cases)), flat)


class Signature(unittest.TestCase):
    def check(self, func, async_lowered, params, results, spilled, area):
        self.assertEqual(layout.signature(func, async_lowered), layout.Signature(params, results, spilled, area))

    def test_sixteen_parameters_are_flat(self):
        self.check(function([U32] * 16), False, "i" * 16, "", False, None)

    def test_seventeen_lie_in_memory(self):
        self.check(function([U32] * 17), False, "p", "", True, None)

    def test_spilled_with_area(self):
        self.check(function([U64] * 17, String()), False, "pi", "", True, 1)

    def test_one_flat_result(self):
        self.check(function([U8], F64), False, "i", "F", False, None)

    def test_two_flat_results_go_to_an_area(self):
        self.check(function([U64], Option(U8)), False, "Ii", "", False, 1)

    def test_the_area_is_not_counted_as_a_parameter(self):
        self.check(function([U32] * 16, String()), False, "i" * 17, "", False, 16)

    def test_async_four_parameters(self):
        self.check(function([U32, F32, U64, F64]), True, "ifIF", "i", False, None)

    def test_async_five_parameters(self):
        self.check(function([U32] * 5), True, "p", "i", True, None)

    def test_async_result_always_goes_to_an_area(self):
        self.check(function([U32], U32), True, "ii", "i", False, 1)

    def test_of_the_example(self):
        self.check(method("gpu-thing.stamp"), False, "pi", "", True, 1)
        self.check(method("gpu-thing.pick"), False, "hiIiiiIi", "", False, None)
        self.check(method("gpu-thing.wait-copy"), True, "hiiIi", "i", False, 4)


if __name__ == "__main__":
    unittest.main()
