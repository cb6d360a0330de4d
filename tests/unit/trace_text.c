/* Text that is put together: numbers, and strings as JSON has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/count.h"
#include "trace/text.h"

static char data[4096];

/* What `text` has, NUL-terminated. */
static const char *
content(struct trace_text *text)
{
    assert_true(text->size < sizeof data);
    text->data[text->size] = '\0';
    return text->data;
}

static struct trace_text
empty(size_t capacity)
{
    return (struct trace_text){.data = data, .capacity = capacity};
}

static void
test_numbers(void **state)
{
    (void)state;
    static const struct {
        uint64_t value;
        const char *number;
        const char *us;
    } rows[] = {
        {0, "0", "0.000"},
        {7, "7", "0.007"},
        {42, "42", "0.042"},
        {100, "100", "0.100"},
        {999, "999", "0.999"},
        {1000, "1000", "1.000"},
        {12345678, "12345678", "12345.678"},
        {UINT64_MAX, "18446744073709551615", "18446744073709551.615"},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct trace_text text = empty(sizeof data);
        trace_text_number(&text, rows[i].value);
        assert_string_equal(content(&text), rows[i].number);
        text = empty(sizeof data);
        trace_text_us(&text, rows[i].value);
        assert_string_equal(content(&text), rows[i].us);
    }
}

/* RFC 8259, "Strings". */
static void
test_strings(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *to;
    } rows[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a \"b\" \\c", "\"a \\\"b\\\" \\\\c\""},
        {"\n\t\x1b\x7f\x01", "\"\\u000a\\u0009\\u001b\\u007f\\u0001\""},
        {"\xc3\xa9\xf0\x9f\x8c\xb2", "\"\xc3\xa9\xf0\x9f\x8c\xb2\""},
        {"\xff"
         "a\xc3",
         "\"?a?\""},
        {"\xed\xa0\x80", "\"???\""}, /* a surrogate */
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct trace_text text = empty(sizeof data);
        trace_text_string(&text, rows[i].from);
        assert_string_equal(content(&text), rows[i].to);
    }
}

static void
test_long_strings_are_cut(void **state)
{
    (void)state;
    char from[1001];
    memset(from, 1, sizeof from - 1);
    from[sizeof from - 1] = '\0';
    struct trace_text text = empty(sizeof data);
    trace_text_string(&text, from);
    assert_int_equal(text.size, 2 + 500 * 6);

    memset(from, 'x', 499);
    memcpy(from + 499, "\xc3\xa9", 3); /* its second byte is cut off */
    text = empty(sizeof data);
    trace_text_string(&text, from);
    assert_int_equal(text.size, 2 + 500);
    assert_memory_equal(text.data + text.size - 2, "?\"", 2);
}

static void
test_what_does_not_fit_is_left_out(void **state)
{
    (void)state;
    struct trace_text text = empty(4);
    data[4] = '#';
    trace_text_number(&text, 123);
    trace_text_number(&text, 45);
    trace_text_number(&text, 6);
    assert_int_equal(text.size, 4);
    assert_memory_equal(data, "1236#", 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_long_strings_are_cut),
        cmocka_unit_test(test_what_does_not_fit_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
