/* Strings to the host and from it, and the log. */
#include "text.h"

#include <stdlib.h>
#include <unistd.h>

WGPUStringView
sdk_text(WGPUStringView view)
{
    if (view.data == NULL) {
        if (view.length != 0 && view.length != WGPU_STRLEN)
            sdk_log("webgpu.h", sdk_text_of("a string of NULL that is not empty"));
        view.length = 0;
    } else if (view.length == WGPU_STRLEN) {
        view.length = strlen(view.data);
    }
    return view;
}

void
sdk_text_free(WGPUStringView text)
{
    if (text.length != 0)
        free((void *)(uintptr_t)text.data);
}

/* What cannot be written is lost: there is no one to tell. */
static void
write_all(const char *data, size_t size)
{
    while (size != 0) {
        const ssize_t written = write(STDERR_FILENO, data, size);
        if (written <= 0)
            return;
        data += written;
        size -= (size_t)written;
    }
}

/* Not through stdio, which a guest that prints nothing itself would then carry along. */
void
sdk_log(const char *function, WGPUStringView text)
{
    write_all(function, strlen(function));
    write_all(": ", 2);
    write_all(text.data, text.length);
    write_all("\n", 1);
}

void
sdk_out_of_memory(void)
{
    sdk_log("wasigpu", sdk_text_of("the guest is out of memory (4 GiB, or what --max-memory allows)"));
    __builtin_trap();
}
