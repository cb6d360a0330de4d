/* What a trace says of the calls of an import. Which parameters are handles, the tables of imports tell.
 * Which bytes a call copies is here: of the four functions that have a list<u8>. Their parameters are those
 * of wasi:webgpu 0.3.0-rc.2, as CanonicalABI.md flattens and stores them. */
#include "trace/function.h"

#include <stdio.h>
#include <string.h>

#include "base/count.h"

/* The number at `ptr`; 0 if that is outside. */
static uint32_t
load(struct abi_memory *memory, uint32_t ptr)
{
    uint32_t value = 0;
    if (memory != NULL && abi_memory_holds(memory, ptr, sizeof value))
        memcpy(&value, memory->base + ptr, sizeof value);
    return value;
}

/* A result<...> at `ptr`. */
static bool
is_ok(struct abi_memory *memory, uint32_t ptr)
{
    return (load(memory, ptr) & 0xff) == 0;
}

/* (buffer, buffer-offset, data, data-offset, size) -> result */
static uint64_t
write_buffer(const union abi_slot *slots, struct abi_memory *memory)
{
    const uint64_t offset = slots[5].u32 != 0 ? slots[6].u64 : 0;
    if (!is_ok(memory, slots[9].u32)) /* also where that is not within the data */
        return 0;
    return slots[7].u32 != 0 ? slots[8].u64 : slots[4].u32 - offset;
}

/* (destination, data, data-layout, size), in memory; the data may have more than is copied. */
static uint64_t
write_texture(const union abi_slot *slots, struct abi_memory *memory)
{
    return load(memory, slots[0].u32 + 52);
}

/* (offset, size) -> result<list<u8>, ...> */
static uint64_t
get_mapped_range(const union abi_slot *slots, struct abi_memory *memory)
{
    const uint32_t area = slots[5].u32;
    return is_ok(memory, area) ? load(memory, area + 8) : 0;
}

/* (data, offset, size) -> result */
static uint64_t
set_mapped_range(const union abi_slot *slots, struct abi_memory *memory)
{
    return is_ok(memory, slots[7].u32) ? slots[2].u32 : 0;
}

static const struct {
    const char *name;
    bool down;
    trace_bytes *bytes;
} copies[] = {
    {"[method]gpu-queue.write-buffer-with-copy", false, write_buffer},
    {"[method]gpu-queue.write-texture-with-copy", false, write_texture},
    {"[method]gpu-buffer.get-mapped-range-get-with-copy", true, get_mapped_range},
    {"[method]gpu-buffer.get-mapped-range-set-with-copy", false, set_mapped_range},
};

uint32_t
trace_function_spilled(struct abi_memory *memory, uint32_t ptr)
{
    return load(memory, ptr);
}

/* That an encoder records. */
static bool
is_command(const struct abi_import *import)
{
    return strstr(import->name, "encoder.") != NULL && import->results[0] == '\0';
}

static struct trace_slots
slots_of(const struct abi_import *import)
{
    struct trace_slots slots = {
        .has_params = import->params[0] != '\0',
        .has_result = import->results[0] == 'h',
        .spilled = import->params[0] == 'p' && strstr(import->name, "[method]") != NULL,
        .changes = !is_command(import),
    };
    for (uint8_t i = 0; import->params[i] != '\0' && slots.handle_count < TRACE_HANDLES_MAX; i++)
        if (import->params[i] == 'h')
            slots.handles[slots.handle_count++] = i;
    if (slots.spilled)
        slots.handle_count = 1;
    for (size_t i = 0; i < BASE_COUNT(copies); i++) {
        if (strcmp(import->name, copies[i].name) == 0) {
            slots.down = copies[i].down;
            slots.bytes = copies[i].bytes;
            slots.has_result = false;
        }
    }
    slots.plain = slots.has_params && !slots.spilled && slots.bytes == NULL && slots.handle_count <= 2 &&
                  slots.handles[0] == 0;
    return slots;
}

struct trace_function
trace_function_of(const char *module, const struct abi_import *import)
{
    return (struct trace_function){.module = module, .import = import, .slots = slots_of(import)};
}

bool
trace_function_add_text(struct trace_function *function)
{
    const int package = (int)strcspn(function->module, "/");
    const int size = asprintf(&function->text, ",\"cat\":\"%.*s\",\"name\":\"%s\"", package, function->module,
                              function->import->name);
    if (size < 0) {
        function->text = NULL;
        return false;
    }
    function->text_size = (size_t)size;
    return true;
}
