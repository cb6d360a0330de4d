/* WGSL read for workgroup memory: no spelling of the declaration may get past. WGSL, "Textual Structure". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "gpu/wgpu/wgsl.h"

static const struct {
    const char *code;
    bool uses;
} rows[] = {
    {"var<workgroup> a: u32;", true},
    {"var<workgroup>a:u32;", true},
    {"var < workgroup > a: u32;", true},
    {"var\n<\n\tworkgroup\r\n> a: u32;", true},
    {"var<workgroup,> a: u32;", true},
    {"var/**/</**/workgroup/**/> a: u32;", true},
    {"var<// a comment\nworkgroup> a: u32;", true},
    {"var</* /* nested */ */workgroup> a: u32;", true},
    {"/* a */ var<workgroup> a: u32; /* b */", true},
    {"// a\nvar<workgroup> a: u32;", true},
    {"// a\xe2\x80\xa8var<workgroup> a: u32;", true}, /* U+2028 ends a line */
    {"// a\xc2\x85var<workgroup> a: u32;", true},     /* and so does U+0085 */
    {"// a\x0bvar<workgroup> a: u32;", true},
    {"var<\xe2\x80\x8eworkgroup\xe2\x80\x8f> a: u32;", true}, /* marks of direction are blanks */
    {"/* a **/ var<workgroup> a: u32;", true},
    {"/*/ a */ var<workgroup> a: u32;", true},
    {"fn f(p: ptr<workgroup, u32>) {}", true},
    {"", false},
    {"var<storage, read_write> a: array<u32>;", false},
    {"// var<workgroup> a: u32;", false},
    {"/* var<workgroup> a: u32; */", false},
    {"/* /* */ var<workgroup> a: u32; */", false},
    {"/* var<workgroup> a: u32;", false},
    {"fn f(@builtin(workgroup_id) id: vec3u) { workgroupBarrier(); }", false},
    {"@compute @workgroup_size(64) fn main() {}", false},
    {"var<private> workgroup: u32;", false},
    {"const a = 1 < workgroups;", false},
    {"const a = 6 / 2;", false},
    {"/", false},
    {"/*", false},
    {"//", false},
    {"<", false},
};

static void
test_uses_workgroup(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        /* Behind its end there is nothing to read. */
        const size_t size = strlen(rows[i].code);
        char *copy = malloc(size + 1);
        assert_non_null(copy);
        memcpy(copy, rows[i].code, size);
        copy = realloc(copy, size > 0 ? size : 1);
        if (gpu_wgsl_uses_workgroup(copy, size) != rows[i].uses)
            fail_msg("%s", rows[i].code);
        free(copy);
    }
}

static void
test_every_prefix(void **state)
{
    (void)state;
    static const char code[] = "a/**//***/<//\n/*/**/*/workgroup";
    for (size_t size = 0; size < sizeof code - 1; size++)
        assert_false(gpu_wgsl_uses_workgroup(code, size));
    assert_true(gpu_wgsl_uses_workgroup(code, sizeof code - 1));
}

static void
test_offset(void **state)
{
    (void)state;
    static const char code[] = "ab\ncde\n\nf";
    const size_t size = sizeof code - 1;
    assert_int_equal(gpu_wgsl_offset(code, size, 1, 1), 0);
    assert_int_equal(gpu_wgsl_offset(code, size, 1, 2), 1);
    assert_int_equal(gpu_wgsl_offset(code, size, 2, 1), 3);
    assert_int_equal(gpu_wgsl_offset(code, size, 2, 3), 5);
    assert_int_equal(gpu_wgsl_offset(code, size, 4, 1), 8);
    assert_int_equal(gpu_wgsl_offset(code, size, 4, 100), size);
    assert_int_equal(gpu_wgsl_offset(code, size, 99, 1), size);
    assert_int_equal(gpu_wgsl_offset("", 0, 1, 1), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uses_workgroup),
        cmocka_unit_test(test_every_prefix),
        cmocka_unit_test(test_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
