/* What a trace says of the calls of an import beside their time: handles, and bytes that are copied. */
#ifndef TRACE_FUNCTION_H
#define TRACE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/import.h"
#include "abi/memory.h"
#include "abi/slot.h"
#include "trace/record.h"

/* Of a call that has not trapped. `memory` may be NULL. */
typedef uint64_t trace_bytes(const union abi_slot *slots, struct abi_memory *memory);

/* What of a call's slots is told. */
struct trace_slots {
    trace_bytes *bytes; /* NULL: none */
    bool down;          /* from the GPU to the guest */
    bool has_params;
    bool has_result; /* a handle; then there are no bytes */
    bool spilled;    /* the one handle is its self, at the address of the parameters */
    bool changes;    /* perhaps what the guest has: objects, or memory */
    bool plain;      /* at most two handles, the first of them in slot 0, and perhaps a result */
    uint8_t handle_count;
    uint8_t handles[TRACE_HANDLES_MAX]; /* which slots; that others follow is not told */
};

struct trace_function {
    const char *module;
    const struct abi_import *import;
    char *text; /* `,"cat":"wasi:webgpu","name":"get-gpu"`; on the heap, NULL where it is not wanted */
    size_t text_size;
    struct trace_slots slots;
};

/* What lies at the address of spilled parameters; 0 if that is nowhere. */
uint32_t trace_function_spilled(struct abi_memory *memory, uint32_t ptr);

struct trace_function trace_function_of(const char *module, const struct abi_import *import);

/* Makes its text, which is freed by the caller. False: no memory. */
bool trace_function_add_text(struct trace_function *function);

#endif
