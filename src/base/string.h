/* Text: a view that points into someone's bytes, and a string that owns them. */
#ifndef BASE_STRING_H
#define BASE_STRING_H

#include <stdbool.h>
#include <stddef.h>

/* A view: UTF-8, not NUL-terminated. Empty: size 0, data anything. */
struct base_str {
    const char *data;
    size_t size;
};

/* A string on the heap, NUL-terminated behind `size` bytes. Zeroed: empty. */
struct base_string {
    char *data;
    size_t size;
};

/* A view of a literal or of another NUL-terminated string. */
struct base_str base_str(const char *text);
bool base_str_equal(struct base_str a, struct base_str b);

/* Replaces what `string` holds by a copy of `from`; false: no memory, `string` is as it was. */
bool base_string_copy(struct base_string *string, struct base_str from);
struct base_str base_string_view(const struct base_string *string);
void base_string_finish(struct base_string *string);

/* How many bytes of `text` from its start on are well-formed UTF-8: all of them, or up to the first
 * sequence that is not (overlong, a surrogate, above U+10FFFF, cut off). */
size_t base_utf8_prefix(struct base_str text);

/* Makes NUL-terminated `text` one line of UTF-8 that a terminal shows as it is, in place: a newline, with
 * the blanks around it, becomes one space, any other control character a space, a bad byte a "?". */
void base_text_one_line(char *text);

#endif
