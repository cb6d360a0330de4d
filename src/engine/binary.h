/* What a file's bytes are, as far as can be told without compiling them. */
#ifndef ENGINE_BINARY_H
#define ENGINE_BINARY_H

#include <stddef.h>
#include <stdint.h>

#include "wasigpu/error.h"

enum engine_binary {
    ENGINE_BINARY_MODULE,      /* a core module */
    ENGINE_BINARY_PRECOMPILED, /* native code that Wasmtime made of one */
};

/* Tells which of the two a file is, by its first `size` bytes of `whole_size`. An error says what it is
 * instead: empty, cut off, a component, text, a native program, not WebAssembly at all. */
wasigpu_error_t *engine_binary_look(const uint8_t *bytes, size_t size, uint64_t whole_size,
                                    enum engine_binary *kind);

/* A module's sections must end where the file does. An error says where it is cut off. */
wasigpu_error_t *engine_binary_walk(const uint8_t *bytes, size_t size);

#endif
