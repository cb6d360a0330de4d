/* What a trace says of the calls of an import beside their time: handles, and bytes that are copied. */
#ifndef TRACE_FUNCTION_H
#define TRACE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/import.h"
#include "abi/memory.h"
#include "abi/slot.h"
#include "trace/ring.h"

/* Of a call that has not trapped. `memory` may be NULL. */
typedef uint64_t trace_bytes(const union abi_slot *slots, struct abi_memory *memory);

struct trace_function {
    const char *module;
    const struct abi_import *import;
    char *text; /* `,"cat":"wasi:webgpu","name":"get-gpu"`; on the heap, NULL where it is not wanted */
    size_t text_size;
    bool has_params;
    uint8_t handle_count;
    uint8_t handles[TRACE_HANDLES_MAX]; /* which parameters; that others follow is not told */
    bool spilled;                       /* the one handle is its self, at the address of the parameters */
    bool has_result;                    /* a handle */
    bool down;                          /* from the GPU to the guest */
    trace_bytes *bytes;                 /* NULL: none */
};

/* What lies at the address of spilled parameters; 0 if that is nowhere. */
uint32_t trace_function_spilled(struct abi_memory *memory, uint32_t ptr);

struct trace_function trace_function_of(const char *module, const struct abi_import *import);

/* Makes its text, which is freed by the caller. False: no memory. */
bool trace_function_add_text(struct trace_function *function);

#endif
