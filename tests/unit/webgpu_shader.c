/* Shader modules, and what the compiler says of them. WebGPU, "Shader Module Compilation Information". */
#include "webgpu_support.h"

static struct webgpu_compilation_info *
get_info(struct webgpu_shader_module *module)
{
    struct abi_pending *op = op_new();
    webgpu_shader_module_get_compilation_info_start(module, op);
    op_wait(op);
    struct webgpu_shader_module_get_compilation_info_result *result =
        RESULT(op, webgpu_shader_module_get_compilation_info_result);
    struct webgpu_compilation_info *info = result->value;
    assert_non_null(info);
    result->value = NULL;
    abi_pending_delete(op);
    return info;
}

static void
test_valid(void **state)
{
    (void)state;
    push_validation();
    const struct webgpu_shader_module_descriptor descriptor = {
        .code = base_str("@compute @workgroup_size(1) fn main() {} // \xc3\xa9"),
        .label = SOME_STRING("module"),
    };
    struct webgpu_shader_module *module =
        webgpu_device_create_shader_module(guest.device, &descriptor, ARENA);
    assert_no_error();
    assert_true(base_str_equal(webgpu_shader_module_label(module, ARENA), base_str("module")));
    webgpu_shader_module_set_label(module, base_str("\xc3\xa9"));
    assert_true(base_str_equal(webgpu_shader_module_label(module, ARENA), base_str("\xc3\xa9")));
    struct webgpu_compilation_info *info = get_info(module);
    struct webgpu_compilation_message_list list;
    webgpu_compilation_info_messages(info, ARENA, &list);
    assert_int_equal(list.count, 0);
    webgpu_compilation_info_drop(info);
    webgpu_shader_module_drop(module);
}

/* Places are in UTF-16 code units: e acute is one, and an emoji two. */
static const struct {
    const char *what, *code;
    uint64_t line_num, line_pos, offset, length;
} rows[] = {
    {"ASCII", "fn f() {\n let x = y; }", 2, 10, 18, 1},
    {"two bytes before it", "// \xc3\xa9\nfn f() { let x = y; }", 2, 18, 22, 1},
    {"four bytes in its line", "// \xc3\xa9\nfn f() { /* \xf0\x9f\x98\x80 */ let x = yy; }", 2, 27, 31, 2},
    {"two letters of two bytes", "fn f() {\n let x = \xc3\xa9\xc3\xa9; }", 2, 10, 18, 2},
};

static void
test_messages(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        push_validation();
        struct webgpu_shader_module *module = make_module(rows[i].code);
        assert_validation_error();
        struct webgpu_compilation_info *info = get_info(module);
        webgpu_shader_module_drop(module);
        struct webgpu_compilation_message_list list;
        webgpu_compilation_info_messages(info, ARENA, &list);
        webgpu_compilation_info_drop(info); /* its messages hold it */
        assert_true(list.count > 0);
        for (uint32_t j = 0; j < list.count; j++) {
            struct webgpu_compilation_message *message = list.data[j];
            if (j == 0) {
                const uint64_t line_num = webgpu_compilation_message_line_num(message);
                const uint64_t line_pos = webgpu_compilation_message_line_pos(message);
                const uint64_t offset = webgpu_compilation_message_offset(message);
                assert_int_equal(webgpu_compilation_message_type(message),
                                 WEBGPU_COMPILATION_MESSAGE_TYPE_ERROR);
                const struct base_str text = webgpu_compilation_message_message(message, ARENA);
                assert_true(text.size > 0);
                assert_null(memchr(text.data, '\n', text.size)); /* it says what, and where is elsewhere */
                assert_int_equal(line_num, rows[i].line_num);
                if (line_pos != rows[i].line_pos || offset != rows[i].offset)
                    fail_msg("%s: position %lu, offset %lu", rows[i].what, (unsigned long)line_pos,
                             (unsigned long)offset);
                assert_int_equal(webgpu_compilation_message_length(message), rows[i].length);
            }
            webgpu_compilation_message_drop(message);
        }
    }
}

static void
test_odd_code(void **state)
{
    (void)state;
    const struct base_str codes[] = {{"", 0}, {"fn\0", 3}, {"\xf0\x9f\x98\x80", 4}};
    for (size_t i = 0; i < BASE_COUNT(codes); i++) {
        const struct webgpu_shader_module_descriptor descriptor = {.code = codes[i]};
        webgpu_device_push_error_scope(guest.device, WEBGPU_ERROR_FILTER_VALIDATION);
        struct webgpu_shader_module *module =
            webgpu_device_create_shader_module(guest.device, &descriptor, ARENA);
        assert_non_null(module);
        pop_scope(NULL);
        webgpu_compilation_info_drop(get_info(module));
        webgpu_shader_module_drop(module);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_valid, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_messages, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_odd_code, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
