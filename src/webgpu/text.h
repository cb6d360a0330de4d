/* Strings on their way between guest, library and results. */
#ifndef WEBGPU_TEXT_H
#define WEBGPU_TEXT_H

#include <webgpu/webgpu.h>

#include "base/arena.h"
#include "base/string.h"
#include "generated/webgpu_types.h"

/* For the library: never its null value, which means "no string" to it. */
static inline WGPUStringView
webgpu_native_string(struct base_str string)
{
    return (WGPUStringView){string.size == 0 ? "" : string.data, string.size};
}

static inline struct base_str
webgpu_string_or_empty(struct webgpu_option_string string)
{
    return string.some ? string.value : (struct base_str){0};
}

/* As much of a label as the library gets to see, which may keep several copies: debuggers show no more. */
#define WEBGPU_NATIVE_LABEL_MAX 256

static inline WGPUStringView
webgpu_native_marker(struct base_str label)
{
    if (label.size > WEBGPU_NATIVE_LABEL_MAX)
        label.size = base_utf8_prefix((struct base_str){label.data, WEBGPU_NATIVE_LABEL_MAX});
    return webgpu_native_string(label);
}

/* Of an object. An empty one is none: else messages call the object by it. */
static inline WGPUStringView
webgpu_native_label(struct base_str label)
{
    return label.size == 0 ? (WGPUStringView){NULL, WGPU_STRLEN} : webgpu_native_marker(label);
}

/* Copies what the library says; its null value is empty, and what is not UTF-8 becomes "?", for a guest's
 * strings are UTF-8. False: no memory. */
bool webgpu_string_copy(struct base_string *to, WGPUStringView from);

/* A printf text in `arena`, for errors that a call returns. */
struct base_str webgpu_text(struct base_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The same on the heap, for errors that an operation ends in. Empty where there is no memory. */
struct base_str webgpu_heap_text(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct base_str webgpu_heap_copy(WGPUStringView string);
void webgpu_heap_text_free(struct base_str text);

#endif
