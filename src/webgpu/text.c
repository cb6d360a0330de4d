/* Strings on their way between guest, library and results. */
#include "webgpu/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
webgpu_string_copy(struct base_string *to, WGPUStringView from)
{
    struct base_str view = {0};
    if (from.data != NULL)
        view = (struct base_str){from.data, from.length == WGPU_STRLEN ? strlen(from.data) : from.length};
    if (!base_string_copy(to, view))
        return false;
    for (size_t good = 0;; good++) {
        good += base_utf8_prefix((struct base_str){to->data + good, to->size - good});
        if (good == to->size)
            return true;
        to->data[good] = '?';
    }
}

struct base_str
webgpu_text(struct base_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = size < 0 ? NULL : base_arena_alloc(arena, (size_t)size + 1, 1);
    if (text == NULL)
        return (struct base_str){0};
    va_start(args, format);
    vsnprintf(text, (size_t)size + 1, format, args);
    va_end(args);
    return (struct base_str){text, (size_t)size};
}

struct base_str
webgpu_heap_text(const char *format, ...)
{
    char *text;
    va_list args;
    va_start(args, format);
    const int size = vasprintf(&text, format, args);
    va_end(args);
    return size < 0 ? (struct base_str){0} : (struct base_str){text, (size_t)size};
}

struct base_str
webgpu_heap_copy(WGPUStringView string)
{
    struct base_string copy = {0};
    webgpu_string_copy(&copy, string);
    return base_string_view(&copy);
}

void
webgpu_heap_text_free(struct base_str text)
{
    free((char *)text.data);
}
