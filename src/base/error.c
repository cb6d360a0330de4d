/* Host errors: one allocation each, the text behind the struct. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/string.h"

struct wasigpu_error {
    const char *message; /* `text`, but for the one without memory */
    char text[];
};

static wasigpu_error_t out_of_memory = {.message = "out of memory"};

/* A printf text, then `tail`, as one line. NULL: no memory. */
static wasigpu_error_t *__attribute__((format(printf, 1, 0)))
make(const char *format, va_list arguments, const char *tail)
{
    va_list again;
    va_copy(again, arguments);
    const int head = vsnprintf(NULL, 0, format, again);
    va_end(again);
    const size_t head_size = head < 0 ? 0 : (size_t)head;
    const size_t tail_size = strlen(tail);
    wasigpu_error_t *error = malloc(sizeof *error + head_size + tail_size + 1);
    if (error == NULL)
        return NULL;
    vsnprintf(error->text, head_size + 1, format, arguments);
    memcpy(error->text + head_size, tail, tail_size + 1);
    base_text_one_line(error->text);
    error->message = error->text;
    return error;
}

wasigpu_error_t *
base_error_new(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    wasigpu_error_t *error = make(format, arguments, "");
    va_end(arguments);
    return error != NULL ? error : &out_of_memory;
}

wasigpu_error_t *
base_error_wrap(wasigpu_error_t *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    wasigpu_error_t *context = make(format, arguments, ": ");
    va_end(arguments);
    if (context == NULL)
        return error;
    wasigpu_error_t *wrapped = base_error_new("%s%s", context->message, error->message);
    free(context);
    if (wrapped == &out_of_memory)
        return error;
    wasigpu_error_delete(error);
    return wrapped;
}

const char *
wasigpu_error_message(const wasigpu_error_t *error)
{
    return error->message;
}

void
wasigpu_error_delete(wasigpu_error_t *error)
{
    if (error != &out_of_memory)
        free(error);
}
