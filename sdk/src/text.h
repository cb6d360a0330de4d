/* Strings in both directions, and the log. Follows webgpu.h, "Strings". */
#ifndef SDK_TEXT_H
#define SDK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <wasigpu/imports.h>
#include <webgpu/webgpu.h>

/* Only {NULL, WGPU_STRLEN} is the null value; the empty string is another. */
static inline bool
sdk_text_is_null(WGPUStringView view)
{
    return view.data == NULL && view.length == WGPU_STRLEN;
}

/* `view` with its size in bytes; the null value becomes the empty string. So does NULL with a size, which is
 * not allowed: that is logged. */
WGPUStringView sdk_text(WGPUStringView view);

static inline WGPUStringView
sdk_text_of(const char *text)
{
    return (WGPUStringView){.data = text, .length = strlen(text)};
}

/* Text that the host has stored: in memory of cabi_realloc, given back with sdk_text_free. */
static inline WGPUStringView
sdk_text_from(struct wasi_webgpu_string text)
{
    return (WGPUStringView){.data = text.data, .length = text.size};
}

void sdk_text_free(WGPUStringView text);

/* webgpu.h's "Implementation-Defined Logging": one line on standard error, "function: text". */
void sdk_log(const char *function, WGPUStringView text);

/* Says so on standard error, and traps. */
_Noreturn void sdk_out_of_memory(void);

#endif
