/* WGSL read for workgroup memory and for what is too deep: no spelling may get past. WGSL, "Textual
 * Structure". */
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

/* `head`, `count` times `part`, `tail`. */
static bool
is_too_deep(const char *head, const char *part, size_t count, const char *tail)
{
    const size_t size = strlen(head) + count * strlen(part) + strlen(tail);
    char *code = malloc(size + 1);
    assert_non_null(code);
    char *to = stpcpy(code, head);
    for (size_t i = 0; i < count; i++)
        to = stpcpy(to, part);
    stpcpy(to, tail);
    code = realloc(code, size);
    const bool deep = gpu_wgsl_too_deep(code, size);
    free(code);
    return deep;
}

/* What makes naga go deeper with each. */
static const struct {
    const char *head, *part, *tail;
} deep[] = {
    {"let x=", "(", "1;"},
    {"let x=", "f(1, ", "1;"},
    {"let x=", "-(", "1;"},
    {"let x=", "y[", "0;"},
    {"", "{", ""},
    {"", "if(y==1){", ""},
    {"var y=1; if(y==0){}", "else if(y==1){y=2;}", ""},
    {"var y=1; if(y==0){}", "/**/else\nif y { y=2; y=3; }", ""},
    {"var<private> z: ", "array<", "i32"},
    {"var<private> z: ", "ptr<function, ", "i32"},
    {"var<private> z: ", "ptr<f(a>b), ", "i32"},
    {"let x=", "- ", "y;"},
    {"let x=", "!", "true;"},
    {"let x=", "&*", "y;"},
    {"let x=", "~//;\n", "y;"},
    {"let x=y", "+y", ";"},
    {"let x=y", "/y/*,;*/", ";"},
    {"let x=v", ".xyzw", ";"},
    {"let x=v", "[f(0, 1)]", ";"},
    {"let x=v", "-(-a)", ";"},
    {"", "struct a{b:c}", ""},
    {"", "alias a=b;", ""},
    {"", "alias a=array<array<b,1>,1>;", ""},
};

/* What does not, however often it stands there. */
static const struct {
    const char *head, *part, *tail;
} flat[] = {
    {"", "}", ""},
    {"", ")", ""},
    {"", "x = -x + y[1].z;", ""},
    {"", "if (a < b) { x = 1; } else { x = 2; }", ""},
    {"", "fn f(a: vec2<f32>) -> vec2<f32> { return a; }", ""},
    {"struct S {", "a: vec3<f32>, ", "}"},
    {"const a = array<vec2<f32>, 9>(", "vec2<f32>(-1.5, 1 - .5), ", ");"},
    {"/*", "((((----", "*/"},
    {"//", "((((----", "\n"},
    {"const a = 1", " ", ";"},
    {"const ", "else", ";"},
    {"switch x {", "case 1: { x = 1; } ", "}"},
    {"struct a{b:c}", "fn f(a: array<vec2<f32>, 2>) {}", ""},
};

static void
test_too_deep(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(deep); i++) {
        if (is_too_deep(deep[i].head, deep[i].part, 50, deep[i].tail) ||
            !is_too_deep(deep[i].head, deep[i].part, 2001, deep[i].tail))
            fail_msg("%s", deep[i].part);
    }
    for (size_t i = 0; i < BASE_COUNT(flat); i++) {
        if (is_too_deep(flat[i].head, flat[i].part, 20000, flat[i].tail))
            fail_msg("%s", flat[i].part);
    }
    assert_false(gpu_wgsl_too_deep("", 0));
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

    static const char wide[] = "\xc3\xa9\xe4\xb8\xad\n\xf0\x9f\x98\x80x";
    assert_int_equal(gpu_wgsl_offset(wide, sizeof wide - 1, 1, 2), 2);
    assert_int_equal(gpu_wgsl_offset(wide, sizeof wide - 1, 1, 3), 5);
    assert_int_equal(gpu_wgsl_offset(wide, sizeof wide - 1, 2, 2), 10);
    assert_int_equal(gpu_wgsl_offset(wide, sizeof wide - 1, 2, 3), 11);
    assert_int_equal(gpu_wgsl_offset(wide, 1, 1, 2), 1); /* cut within a character */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uses_workgroup),
        cmocka_unit_test(test_every_prefix),
        cmocka_unit_test(test_too_deep),
        cmocka_unit_test(test_offset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
