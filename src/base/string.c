/* Views, strings on the heap, and text made fit to be shown in one line. UTF-8 itself is in utf8.c. */
#include "base/string.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct base_str
base_str(const char *text)
{
    return (struct base_str){text, strlen(text)};
}

bool
base_str_equal(struct base_str a, struct base_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool
base_string_copy(struct base_string *string, struct base_str from)
{
    if (from.size == SIZE_MAX)
        return false;
    char *data = malloc(from.size + 1);
    if (data == NULL)
        return false;
    if (from.size != 0)
        memcpy(data, from.data, from.size);
    data[from.size] = '\0';
    free(string->data);
    string->data = data;
    string->size = from.size;
    return true;
}

struct base_str
base_string_view(const struct base_string *string)
{
    return (struct base_str){string->data, string->size};
}

void
base_string_finish(struct base_string *string)
{
    free(string->data);
    *string = (struct base_string){0};
}

static bool
is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f;
}

/* U+0080 to U+009F, of which terminals take one for an escape: two bytes of valid UTF-8. */
static bool
is_wide_control(const char *text)
{
    return (unsigned char)text[0] == 0xc2 && (unsigned char)text[1] <= 0x9f;
}

void
base_text_one_line(char *text)
{
    size_t size = strlen(text);
    for (size_t good = 0;;) {
        good += base_utf8_prefix((struct base_str){text + good, size - good});
        if (good == size)
            break;
        text[good++] = '?';
    }
    size_t out = 0;
    for (size_t in = 0; in < size; in++) {
        if (is_wide_control(text + in)) {
            text[out++] = ' ';
            in++;
            continue;
        }
        if (text[in] != '\n' && text[in] != '\r') {
            text[out++] = is_control(text[in]) ? ' ' : text[in];
            continue;
        }
        while (out > 0 && text[out - 1] == ' ')
            out--;
        while (in + 1 < size && (text[in + 1] == ' ' || is_control(text[in + 1])))
            in++;
        if (out > 0 && in + 1 < size)
            text[out++] = ' ';
    }
    text[out] = '\0';
}
