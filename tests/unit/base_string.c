/* Views, heap strings, and UTF-8 against a decoder that is written the slow way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "base/string.h"

static void
test_views(void **state)
{
    (void)state;
    assert_int_equal(base_str("abc").size, 3);
    assert_true(base_str_equal(base_str("abc"), (struct base_str){"abcd", 3}));
    assert_false(base_str_equal(base_str("abc"), base_str("abd")));
    assert_false(base_str_equal(base_str("abc"), base_str("ab")));
    assert_true(base_str_equal((struct base_str){NULL, 0}, base_str("")));
}

static void
test_copies(void **state)
{
    (void)state;
    struct base_string string = {0};
    assert_int_equal(base_string_view(&string).size, 0);
    char text[] = "label with \0 inside";
    assert_true(base_string_copy(&string, (struct base_str){text, sizeof text - 1}));
    memset(text, 0, sizeof text);
    assert_memory_equal(string.data, "label with \0 inside", sizeof text); /* the NUL behind it too */
    assert_true(base_string_copy(&string, (struct base_str){NULL, 0}));
    assert_string_equal(string.data, "");
    assert_int_equal(string.size, 0);
    base_string_finish(&string);
    base_string_finish(&string);
    assert_null(string.data);
}

/* Decodes by arithmetic: takes the bits, then asks whether the number needed that many bytes. */
static bool
slow_is_utf8(const unsigned char *p, size_t size)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    for (size_t i = 0; i < size;) {
        const size_t need = p[i] < 0x80       ? 1
                            : p[i] >> 5 == 6  ? 2
                            : p[i] >> 4 == 14 ? 3
                            : p[i] >> 3 == 30 ? 4
                                              : 0;
        if (need == 0 || need > size - i)
            return false;
        uint32_t value = need == 1 ? p[i] : p[i] & (0xffu >> (need + 1));
        for (size_t j = 1; j < need; j++) {
            if (p[i + j] >> 6 != 2)
                return false;
            value = value << 6 | (p[i + j] & 0x3f);
        }
        if (value < least[need] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
            return false;
        i += need;
    }
    return true;
}

static void
check_utf8(const unsigned char *bytes, size_t size)
{
    const size_t good = base_utf8_prefix((struct base_str){(const char *)bytes, size});
    assert_true(good <= size);
    if ((good == size) != slow_is_utf8(bytes, size) || !slow_is_utf8(bytes, good))
        fail_msg("%02x %02x %02x %02x, %zu bytes: %zu good", bytes[0], bytes[1], bytes[2], bytes[3], size,
                 good);
}

static void
test_utf8_every_sequence(void **state)
{
    (void)state;
    /* Every two bytes, and every three and four whose later bytes lie at an edge. */
    static const unsigned char edges[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
    for (uint32_t first = 0; first < 0x10000; first++) {
        unsigned char bytes[4] = {(unsigned char)(first >> 8), (unsigned char)first, 0, 0};
        check_utf8(bytes, 1);
        check_utf8(bytes, 2);
        for (size_t i = 0; i < BASE_COUNT(edges); i++) {
            bytes[2] = edges[i];
            check_utf8(bytes, 3);
            for (size_t j = 0; j < BASE_COUNT(edges); j++) {
                bytes[3] = edges[j];
                check_utf8(bytes, 4);
            }
        }
    }
}

static void
test_utf8_wherever_it_stands(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        bool good;
    } rows[] = {
        {"\xc2\x80", true},          {"\xdf\xbf", true},          {"\xc1\xbf", false},
        {"\xe0\xa0\x80", true},      {"\xe0\x9f\xbf", false},     {"\xed\x9f\xbf", true},
        {"\xed\xa0\x80", false},     {"\xee\x80\x80", true},      {"\xef\xbf\xbf", true},
        {"\xf0\x90\x80\x80", true},  {"\xf0\x8f\xbf\xbf", false}, {"\xf4\x8f\xbf\xbf", true},
        {"\xf4\x90\x80\x80", false}, {"\xf5\x80\x80\x80", false}, {"\x80", false},
    };
    /* Behind 0 to 20 and in front of 0 to 20 ASCII bytes, in memory that ends where the text ends. */
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        const size_t size = strlen(rows[i].bytes);
        for (size_t before = 0; before <= 20; before++) {
            for (size_t after = 0; after <= 20; after++) {
                char *text = malloc(before + size + after);
                memset(text, 'a', before + size + after);
                memcpy(text + before, rows[i].bytes, size);
                const size_t good = base_utf8_prefix((struct base_str){text, before + size + after});
                assert_int_equal(good, rows[i].good ? before + size + after : before);
                free(text);
            }
        }
    }
    assert_int_equal(base_utf8_prefix((struct base_str){NULL, 0}), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_utf8_every_sequence),
        cmocka_unit_test(test_utf8_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
