/* What is read from reports as naga writes them, and from others. webgpu.h, "WGPUCompilationMessage". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "gpu/wgpu/diagnosis.h"

#define IN "In wgpuDeviceCreateShaderModule\n    \n"
#define CORNER "\xe2\x94\x8c\xe2\x94\x80"
#define BAR "\xe2\x94\x82"
#define ARC "\xe2\x95\xad"
#define ARM "\xe2\x95\xb0\xe2\x94\x80"

#define UNKNOWN_NAME \
    IN "Shader '' parsing error: no definition in scope for identifier: `yy`\n" \
       "  " CORNER " wgsl:2:10\n  " BAR "\n2 " BAR "  let x = yy; }\n  " BAR \
       "          ^^ unknown identifier"

static const struct {
    const char *report, *code, *message;
    uint64_t line, column, offset, length;
} rows[] = {
    {UNKNOWN_NAME, "fn f() {\n let x = yy; }", "no definition in scope for identifier: `yy`", 2, 10, 18, 2},
    {IN "Shader 'of mine' parsing error: Division by zero\n  " CORNER " wgsl:1:11\n  " BAR "\n"
        "1 " BAR " const a = 1u/0u;\n  " BAR "           ^^^^^ see msg\n\n\n",
     "const a = 1u/0u;", "Division by zero", 1, 11, 10, 5},
    /* Columns are characters, and signs are as wide as those. */
    {IN "Shader '' parsing error: no `yyy`\n  " CORNER " wgsl:1:7\n  " BAR "\n"
        "1 " BAR " /*\xf0\x9f\x98\x80*/ yyy\n  " BAR "        ^^^ unknown identifier",
     "/*\xf0\x9f\x98\x80*/ yyy", "no `yyy`", 1, 10, 9, 3},
    {IN "Shader '' parsing error: no `\xc3\xa9\xc3\xa9`\n  " CORNER " wgsl:1:3\n  " BAR "\n"
        "1 " BAR " a \xc3\xa9\xc3\xa9\n  " BAR "   ^^ unknown identifier",
     "a \xc3\xa9\xc3\xa9", "no `\xc3\xa9\xc3\xa9`", 1, 3, 2, 4},
    {IN "Shader '' parsing error: no `\xe4\xb8\xad`\n  " CORNER " wgsl:1:1\n  " BAR "\n"
        "1 " BAR " \xe4\xb8\xad\n  " BAR " ^^ unknown identifier",
     "\xe4\xb8\xad", "no `\xe4\xb8\xad`", 1, 1, 0, 0},
    /* Lines are numbered to one width, and there are some before the one in question. */
    {IN "Shader '' parsing error: redefinition of `f`\n   " CORNER " wgsl:10:4\n   " BAR "\n"
        " 9 " BAR " fn f() {}\n   " BAR "    ^ previous\n10 " BAR " fn ff() {}\n   " BAR "    ^^ again",
     "\n\n\n\n\n\n\n\nfn f() {}\nfn ff() {}", "redefinition of `f`", 10, 4, 21, 2},
    {IN "Shader '' parsing error: declaration of `f` is recursive\n  " CORNER " wgsl:1:4\n  " BAR "\n"
        "1 " BAR " fn f() { f(); }\n  " BAR "    ^     ^ uses itself here",
     "fn f() { f(); }", "declaration of `f` is recursive", 1, 4, 3, 1},
    {IN "Shader '' parsing error: unknown enable-extension `no`\n  " CORNER " wgsl:1:8\n  " BAR "\n"
        "1 " BAR " enable no;\n  " BAR "        ^^\n  " BAR "\n  = note: See there.",
     "enable no;", "unknown enable-extension `no`\nnote: See there.", 1, 8, 7, 2},
    {IN "Shader '' parsing error: expected statement, found \"\"\n  " CORNER " wgsl:1:9\n  " BAR "\n"
        "1 " BAR " fn f() {\n  " BAR "         ^ expected statement",
     "fn f() {", "expected statement, found \"\"", 1, 9, 8, 0},
    /* The reasons of a validation error are said twice; a function of several lines has no signs. */
    {IN "Shader validation error: Function [0] 'f' is invalid\n  " CORNER " :1:1\n  " BAR "  \n"
        "1 " BAR " " ARC " fn f() {\n2 " BAR " " BAR " }\n  " BAR " " ARM "^ naga::ir::Function [0]\n  " BAR
        "  \n"
        "  = Expression [4] is invalid\n  = Accessing index 3 is out of [3] bounds\n\n\n"
        "      Expression [4] is invalid\n        Accessing index 3 is out of [3] bounds",
     "fn f() {\n}",
     "Function [0] 'f' is invalid\nExpression [4] is invalid\nAccessing index 3 is out of [3] bounds", 1, 1,
     0, 0},
    {IN "Shader validation error: Entry point main at Vertex is invalid\n = must return a position\n\n\n"
        "      must return a position",
     "@vertex fn main() {}", "Entry point main at Vertex is invalid\nmust return a position", 0, 0, 0, 0},
    /* What naga does not write. */
    {"", "", "", 0, 0, 0, 0},
    {"device lost", "fn f() {}", "device lost", 0, 0, 0, 0},
    {"Shader '' parsing error: a\n" CORNER " wgsl:1", "x", "a", 0, 0, 0, 0},
    {"Shader '' parsing error: a\n" CORNER " wgsl:0:1", "x", "a", 0, 0, 0, 0},
    {"Shader '' parsing error: a\n" CORNER " wgsl\n1:1:1", "x", "a", 0, 0, 0, 0},
    {"Shader '' parsing error: a\n" CORNER " wgsl:1:1\n1 " BAR " x", "x", "a", 1, 1, 0, 0},
    {"Shader '' parsing error: a\n" CORNER " wgsl:7:7\n7 " BAR " x\n " BAR " ^", "x", "a", 7, 1, 1, 0},
};

static void
test_reports(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const WGPUStringView code = {rows[i].code, strlen(rows[i].code)};
        const struct gpu_wgpu_diagnosis found = gpu_wgpu_diagnose(rows[i].report, code);
        assert_string_equal(found.message, rows[i].message);
        if (found.line != rows[i].line || found.column != rows[i].column || found.offset != rows[i].offset ||
            found.length != rows[i].length)
            fail_msg("%s: at %lu:%lu, byte %lu, %lu long", rows[i].report, (unsigned long)found.line,
                     (unsigned long)found.column, (unsigned long)found.offset, (unsigned long)found.length);
        free(found.message);
    }
}

/* A report may be cut off anywhere, as the code that it is about may: behind their ends is nothing to read.
 */
static void
test_every_prefix(void **state)
{
    (void)state;
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        for (size_t size = 0; size <= strlen(rows[i].report); size++) {
            char *report = strndup(rows[i].report, size);
            const size_t code_size = size < strlen(rows[i].code) ? size : strlen(rows[i].code);
            char *code = malloc(code_size > 0 ? code_size : 1);
            assert_non_null(report);
            assert_non_null(code);
            memcpy(code, rows[i].code, code_size);
            const struct gpu_wgpu_diagnosis found =
                gpu_wgpu_diagnose(report, (WGPUStringView){code, code_size});
            assert_non_null(found.message);
            assert_true(found.offset + found.length <= code_size);
            free(found.message);
            free(code);
            free(report);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reports),
        cmocka_unit_test(test_every_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
