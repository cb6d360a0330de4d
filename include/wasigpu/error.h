/**
 * \file wasigpu/error.h
 *
 * What went wrong in the host: a file that is missing, a module that does not link, no adapter.
 *
 * Functions of this library that can fail return a `wasigpu_error_t *`: NULL on success, else an
 * error that the caller owns. A guest that breaks its ABI is not an error of this kind but a trap,
 * and a wrong use of WebGPU goes to the guest through WebGPU's own error scopes.
 */
#ifndef WASIGPU_ERROR_H
#define WASIGPU_ERROR_H

#include <wasigpu/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * An error: one line of text, which says what failed, where, and what to do.
 *
 * Threads: immutable; any thread may read it, one deletes it.
 */
typedef struct wasigpu_error wasigpu_error_t;

/**
 * The text of `error`: one line of UTF-8 without a newline, owned by `error`.
 *
 * \param error not NULL.
 */
WASIGPU_API const char *wasigpu_error_message(const wasigpu_error_t *error);

/** Frees `error`; NULL is allowed. */
WASIGPU_API void wasigpu_error_delete(wasigpu_error_t *error);

#ifdef __cplusplus
}
#endif

#endif
