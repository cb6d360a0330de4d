/* Text that is put together. RFC 8259, "Strings". */
#include "trace/text.h"

#include <stdio.h>

#include "base/string.h"

#define STRING_MAX 500

/* How many digits it has. */
static size_t
count_digits(uint64_t value)
{
    size_t count = 1;
    for (; value >= 10000; value /= 10000)
        count += 4;
    return count + (value >= 10) + (value >= 100) + (value >= 1000);
}

static void
print_digits(char *end, uint64_t value)
{
    static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536"
                                "37383940414243444546474849505152535455565758596061626364656667686970717273"
                                "7475767778798081828384858687888990919293949596979899";
    for (; value >= 100; value /= 100)
        memcpy(end -= 2, pairs + value % 100 * 2, 2);
    if (value >= 10)
        memcpy(end - 2, pairs + value * 2, 2);
    else
        end[-1] = (char)('0' + value);
}

void
trace_text_number(struct trace_text *text, uint64_t value)
{
    const size_t count = count_digits(value);
    if (count > text->capacity - text->size)
        return;
    text->size += count;
    print_digits(text->data + text->size, value);
}

void
trace_text_us(struct trace_text *text, uint64_t ns)
{
    const unsigned rest = (unsigned)(ns % 1000);
    const char fraction[] = {'.', (char)('0' + rest / 100), (char)('0' + rest / 10 % 10),
                             (char)('0' + rest % 10)};
    trace_text_number(text, ns / 1000);
    trace_text_add(text, fraction, sizeof fraction);
}

static void
add_escaped(struct trace_text *text, char c)
{
    if (c == '"' || c == '\\') {
        const char escape[] = {'\\', c};
        trace_text_add(text, escape, sizeof escape);
    } else if ((unsigned char)c < 0x20 || c == 0x7f) {
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c);
        trace_text_add(text, escape, 6);
    } else {
        trace_text_add(text, &c, 1);
    }
}

void
trace_text_string(struct trace_text *text, const char *from)
{
    TRACE_TEXT_LITERAL(text, "\"");
    struct base_str left = {from, strnlen(from, STRING_MAX)};
    while (left.size != 0) {
        const size_t good = base_utf8_prefix(left);
        for (size_t i = 0; i < good; i++)
            add_escaped(text, left.data[i]);
        left = (struct base_str){left.data + good, left.size - good};
        if (left.size != 0) {
            TRACE_TEXT_LITERAL(text, "?");
            left = (struct base_str){left.data + 1, left.size - 1};
        }
    }
    TRACE_TEXT_LITERAL(text, "\"");
}
