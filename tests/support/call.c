/* The guest without an engine: its memory and its realloc, in C. */
#include "support/call.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_SIZE 65536u

static void
count_drop(void *object)
{
    ++*(int *)object;
}

const struct abi_resource support_resource = {"thing", count_drop};
const struct abi_resource support_other_resource = {"other-thing", count_drop};

static void
reload(struct abi_memory *memory)
{
    struct support_call *self =
        (struct support_call *)(void *)((char *)memory - offsetof(struct support_call, memory));
    memory->base = self->bytes;
    memory->size = self->size;
    self->reload_count++;
}

static uint8_t *
new_bytes(uint64_t size)
{
    uint8_t *bytes = calloc(1, size != 0 ? size : 1);
    if (bytes == NULL)
        abort();
    return bytes;
}

/* A page more, at another address: what was read from the old one is gone. */
static void
grow(struct support_call *self)
{
    uint8_t *bytes = new_bytes(self->size + PAGE_SIZE);
    memcpy(bytes, self->bytes, self->size);
    free(self->bytes);
    self->bytes = bytes;
    self->size += PAGE_SIZE;
}

static bool
guest_realloc(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
              uint32_t *ptr)
{
    struct support_call *self = env;
    if (old_ptr != 0 || old_size != 0) /* the host only ever asks for fresh memory */
        abort();
    self->realloc_count++;
    self->realloc_sizes += new_size;
    *ptr = (self->heap + align - 1) & ~(align - 1);
    switch (self->realloc) {
    case SUPPORT_REALLOC_GROWS:
        grow(self);
        break;
    case SUPPORT_REALLOC_BUMP:
        break;
    case SUPPORT_REALLOC_MISALIGNED:
        *ptr += 1;
        return true;
    case SUPPORT_REALLOC_OUTSIDE:
        *ptr = ((uint32_t)self->size - new_size + align) & ~(align - 1);
        return true;
    case SUPPORT_REALLOC_HUGE:
        *ptr = 0xfffffff8;
        return true;
    case SUPPORT_REALLOC_TRAPS:
        return false;
    case SUPPORT_REALLOC_IMPORT: {
        union abi_slot slots[1] = {{.i64 = 0}};
        struct abi_failure failure = {.trap = ABI_TRAP_NONE};
        const bool ok = abi_invoke(&self->import, slots, &failure);
        self->import_trap = failure.trap;
        if (!ok)
            return false;
        break;
    }
    }
    if ((uint64_t)*ptr + new_size > self->size)
        return false; /* the guest is out of memory: its allocator traps */
    self->heap = *ptr + new_size;
    return true;
}

void
support_call_init(struct support_call *self, uint32_t memory_size)
{
    *self = (struct support_call){.heap = 8};
    abi_instance_init(&self->instance);
    self->options.realloc = guest_realloc;
    self->options.realloc_env = self;
    if (memory_size != SUPPORT_CALL_NO_MEMORY) {
        self->bytes = new_bytes(memory_size);
        self->size = memory_size;
        self->memory = (struct abi_memory){.base = self->bytes, .size = memory_size, .reload = reload};
        self->options.memory = &self->memory;
    }
    self->call = (struct abi_call){
        .instance = &self->instance,
        .options = &self->options,
        .memory = &self->memory,
        .arena = &self->instance.arena,
        .detail = self->failure.detail,
    };
}

/* An abi_func that ends at once, for what abi_invoke does around it. */
static bool
hand_over(struct abi_call *call, union abi_slot *slots)
{
    struct support_call *self = call->context;
    (void)slots;
    call->owned = self->call.owned;
    return true;
}

void
support_call_end(struct support_call *self)
{
    const struct abi_binding binding = {"[support]end", hand_over, &self->options, &self->instance, self};
    union abi_slot slots[1];
    struct abi_failure failure;
    abi_invoke(&binding, slots, &failure);
    self->call.owned = NULL;
    self->call.trap = ABI_TRAP_NONE;
    self->failure.detail[0] = '\0';
}

void
support_call_finish(struct support_call *self)
{
    if (!self->instance.ended) {
        support_call_end(self);
        abi_instance_finish(&self->instance);
    }
    free(self->bytes);
    self->bytes = NULL;
}

enum abi_trap
support_call_invoke(struct support_call *self, const char *name, abi_func func, union abi_slot *slots)
{
    const struct abi_binding binding = {name, func, &self->options, &self->instance, self->context};
    self->failure = (struct abi_failure){.trap = ABI_TRAP_NONE};
    return abi_invoke(&binding, slots, &self->failure) ? ABI_TRAP_NONE : self->failure.trap;
}
