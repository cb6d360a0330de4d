"""The rule of names.py, and what it must refuse."""

from __future__ import annotations

import unittest

from tools.witgen import methods, names
from tools.witgen.model import (Borrow, Enum, Function, Future, Interface, List, Option, Own, Param, Record,
                                Resource, Scalar, Stream, String, Tuple, WitError)
from tools.witgen.types import c_param, c_type
from tools.witgen.types import header as types_header

from .support import method

U64, F64 = Scalar("u64"), Scalar("f64")
BUFFER = Resource("gpu-buffer")
FORMAT = Enum("gpu-texture-format", ("r8unorm",))


class Names(unittest.TestCase):
    def test_short(self):
        self.assertEqual(names.short("gpu"), "gpu")
        self.assertEqual(names.short("gpu-compute-pass-encoder"), "compute_pass_encoder")
        self.assertEqual(names.short("record-gpu-pipeline-constant-value"), "record_gpu_pipeline_constant_value")

    def test_keywords_of_c_and_cpp(self):
        self.assertEqual(names.member("default"), "default_")
        self.assertEqual(names.member("class"), "class_")
        self.assertEqual(names.member("min-depth"), "min_depth")

    def test_constants(self):
        self.assertEqual(names.constant("webgpu_texture_format", "rgba8unorm-srgb"),
                         "WEBGPU_TEXTURE_FORMAT_RGBA8UNORM_SRGB")
        self.assertEqual(names.constant("webgpu_binding_resource", "gpu-buffer"), "WEBGPU_BINDING_RESOURCE_BUFFER")

    def test_stems(self):
        rows = [
            (Option(U64), "option_u64"),
            (Option(Option(U64)), "option_option_u64"),
            (List(Borrow(BUFFER)), "buffer_list"),
            (List(Option(Borrow(BUFFER))), "buffer_list"),
            (List(FORMAT), "texture_format_list"),
            (Option(List(FORMAT)), "option_texture_format_list"),
            (List(Option(FORMAT)), "optional_texture_format_list"),
            (Tuple((String(), F64)), "tuple_string_f64"),
            (List(Tuple((String(), Option(U64)))), "tuple_string_option_u64_list"),
        ]
        for type_, stem in rows:
            with self.subTest(stem):
                self.assertEqual(names.stem(type_), stem)

    def test_guests_tell_lists_of_optional_handles_apart(self):
        self.assertEqual(names.stem(List(Option(Borrow(BUFFER))), nullable=False), "optional_buffer_list")

    def test_functions(self):
        self.assertEqual(names.function_stem(method("gpu-thing.is-new")), "thing_is_new")
        self.assertEqual(names.function_stem(method("get-thing")), "get_thing")
        self.assertEqual(names.function_stem(method("gpu-thing")), "thing_new")


class CTypes(unittest.TestCase):
    def test_types(self):
        rows = [
            (Scalar("s16"), "int16_t "),
            (String(), "struct base_str "),
            (Own(BUFFER), "struct webgpu_buffer *"),
            (Option(Borrow(BUFFER)), "struct webgpu_buffer *"),
            (List(F64), "struct abi_view "),
            (List(Scalar("bool")), "struct webgpu_bool_list "),
            (List(String()), "struct webgpu_string_list "),
            (FORMAT, "enum webgpu_texture_format "),
            (Future(Own(BUFFER)), "struct abi_supply *"),
        ]
        for type_, text in rows:
            with self.subTest(text):
                self.assertEqual(c_type(type_), text)

    def test_records_are_passed_by_pointer(self):
        point = Record("gpu-point", ())
        self.assertEqual(c_param(point, "at"), "const struct webgpu_point *at")
        self.assertEqual(c_param(Option(point), "at"), "const struct webgpu_option_point *at")
        self.assertEqual(c_param(Option(U64), "size"), "struct webgpu_option_u64 size")

    def test_futures_and_streams_where_none_is_written(self):
        def function(params: tuple, result) -> Function:
            params = tuple(Param("x", type_, "") for type_ in params)
            return Function("f", "f", None, "freestanding", False, params, result, "")

        rows = [
            ((), Future(U64), "of what is no resource"),
            ((), Stream(None), "of what is no resource"),
            ((Stream(Own(BUFFER)),), None, "only supported as a result"),
            ((), Option(Future(Own(BUFFER))), "only supported as a result"),
        ]
        for params, result, text in rows:
            with self.subTest(result), self.assertRaisesRegex(WitError, text):
                types_header(Interface("p:q", "", "webgpu", functions=[function(params, result)]))

    def test_two_types_of_one_name(self):
        one = Record("gpu-point", ())
        interface = Interface("p:q", "", "webgpu", types=[one, Enum("point", ("a",))])
        with self.assertRaisesRegex(WitError, "two types would be named webgpu_point"):
            types_header(interface)

    def test_two_functions_of_one_name(self):
        def free(name: str) -> Function:
            return Function(name, name.split(".")[-1], BUFFER if "." in name else None, "method", False, (), None, "")

        interface = Interface("p:q", "", "webgpu", resources=[BUFFER],
                              functions=[free("[method]gpu-buffer.size"), free("buffer-size")])
        with self.assertRaisesRegex(WitError, "would have one name in C"):
            methods.header(interface)


class Prototypes(unittest.TestCase):
    """When there is an arena, and what is an out parameter."""

    ROWS = [
        ("gpu-thing", "struct webgpu_thing *webgpu_thing_new(struct webgpu_context *context, "
                      "struct webgpu_option_string label);"),
        ("gpu-thing.size", "uint64_t webgpu_thing_size(struct webgpu_thing *self);"),
        ("gpu-thing.name", "struct base_str webgpu_thing_name(struct webgpu_thing *self, struct base_arena *arena);"),
        ("gpu-thing.bytes", "void webgpu_thing_bytes(struct webgpu_thing *self, struct base_arena *arena, "
                            "struct abi_view *result);"),
        ("gpu-thing.parent", "struct webgpu_thing *webgpu_thing_parent(struct webgpu_thing *self);"),
        ("gpu-thing.limit", "void webgpu_thing_limit(struct webgpu_thing *self, struct base_str key, "
                            "struct webgpu_option_option_u64 *result);"),
        ("gpu-thing.try-copy", "bool webgpu_thing_try_copy(struct webgpu_thing *self, struct webgpu_thing **result);"),
        ("gpu-thing.lost", "struct abi_supply *webgpu_thing_lost(struct webgpu_thing *self);"),
        ("gpu-thing.wait", "void webgpu_thing_wait_start(struct webgpu_thing *self, struct abi_pending *op);"),
        ("gpu-thing.wait-maybe", "void webgpu_thing_wait_maybe_start(struct webgpu_thing *self, "
                                 "const struct webgpu_option_point *sheet, struct base_arena *arena, "
                                 "struct abi_pending *op);"),
    ]

    def test_rows(self):
        for title, text in self.ROWS:
            with self.subTest(title):
                self.assertEqual(methods.prototype(method(title)).text, text)


if __name__ == "__main__":
    unittest.main()
