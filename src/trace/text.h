/* Text that is put together: bytes in a buffer of a fixed size, cut where they do not fit. */
#ifndef TRACE_TEXT_H
#define TRACE_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct trace_text {
    char *data; /* the caller's */
    size_t capacity;
    size_t size;
};

static inline void
trace_text_add(struct trace_text *text, const char *data, size_t size)
{
    if (size > text->capacity - text->size)
        return;
    memcpy(text->data + text->size, data, size);
    text->size += size;
}

#define TRACE_TEXT_LITERAL(text, literal) trace_text_add(text, literal, sizeof literal - 1)

void trace_text_number(struct trace_text *text, uint64_t value);

/* Nanoseconds as microseconds: "12.345". */
void trace_text_us(struct trace_text *text, uint64_t ns);

/* A JSON string with its quotes, of NUL-terminated text: escaped, and cut behind 500 bytes of it; what is not
 * UTF-8 becomes "?". */
void trace_text_string(struct trace_text *text, const char *from);

#endif
