/* Errors: their text, context around it, one line whatever goes in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "base/error.h"

static void
assert_message(wasigpu_error_t *error, const char *message)
{
    assert_non_null(error);
    assert_string_equal(wasigpu_error_message(error), message);
    wasigpu_error_delete(error);
}

static void
test_text(void **state)
{
    (void)state;
    assert_message(base_error_new("no symbol %s, %d others", "wgpuX", 3), "no symbol wgpuX, 3 others");
    assert_message(base_error_new("%s", ""), "");
    wasigpu_error_delete(NULL);
}

static void
test_context_goes_in_front(void **state)
{
    (void)state;
    wasigpu_error_t *error = base_error_new("no symbol %s", "wgpuX");
    error = base_error_wrap(error, "load %s", "libdawn.so");
    error = base_error_wrap(error, "no WebGPU (try --gpu-lib)");
    assert_message(error, "no WebGPU (try --gpu-lib): load libdawn.so: no symbol wgpuX");
}

static void
test_one_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } rows[] = {
        {"a\nb", "a b"},
        {"a\r\n\r\n   b\n", "a b"},
        {"  a  \n", "  a"},
        {"\n", ""},
        {"\nfirst", "first"},
        {"tab\there", "tab here"},
        {"\x1b[31mred\x7f", " [31mred "},
        {"wide \xc2\x9b"
         "31m control \xc2\xa0",
         "wide  31m control \xc2\xa0"},
        {"caf\xc3\xa9", "caf\xc3\xa9"},
        {"cut \xe2\x82", "cut ??"},
        {"bad \xff byte", "bad ? byte"},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        assert_message(base_error_new("%s", rows[i].text), rows[i].message);
    assert_message(base_error_wrap(base_error_new("x\ny"), "p\nq"), "p q: x y");
}

static void
test_long_text(void **state)
{
    (void)state;
    enum { SIZE = 100000 };
    char *text = malloc(SIZE + 1);
    memset(text, 'x', SIZE);
    text[SIZE] = '\0';
    wasigpu_error_t *error = base_error_wrap(base_error_new("%s", text), "%s", text);
    assert_int_equal(strlen(wasigpu_error_message(error)), 2 * SIZE + 2);
    wasigpu_error_delete(error);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_context_goes_in_front),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_long_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
