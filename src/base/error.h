/* Making and wrapping host errors: made where the fact is known, context added on the way up. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "wasigpu/error.h"

/* A new error with a printf text. Never NULL: without memory it is a static "out of memory". */
wasigpu_error_t *base_error_new(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "context: text of error". Takes `error` over and returns it, so `return base_error_wrap(...)`. */
wasigpu_error_t *base_error_wrap(wasigpu_error_t *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
