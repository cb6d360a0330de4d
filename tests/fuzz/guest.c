/* The fuzzer's guest: its life, its realloc, and the canaries around what a call may write. */
#include "fuzz/guest.h"

#include <string.h>

#include "abi/wait.h"
#include "fuzz/target.h"
#include "gpu/abandon.h"
#include "gpu/adapter.h"
#include "webgpu/context.h"

#define GROWN_MAX 4

static void
allow(struct fuzz_guest *guest, uint32_t ptr, uint32_t size)
{
    const bool outside = (uint64_t)ptr + size > guest->support.size;
    if (outside || size == 0)
        return;
    FUZZ_CHECK(guest->allowed_count < FUZZ_RANGES_MAX);
    guest->allowed[guest->allowed_count++] = (struct fuzz_range){ptr, size};
}

/* The host may write what it is given, if it is any good. */
static bool
guest_realloc(void *env, uint32_t old_ptr, uint32_t old_size, uint32_t align, uint32_t new_size,
              uint32_t *ptr)
{
    struct fuzz_guest *guest = env;
    struct support_call *support = &guest->support;
    if (support->realloc == SUPPORT_REALLOC_GROWS && guest->grown++ >= GROWN_MAX)
        support->realloc = SUPPORT_REALLOC_BUMP;
    bool good = true;
    if (guest->overlaps)
        *ptr = guest->area & ~(align - 1);
    else
        good = guest->realloc(support, old_ptr, old_size, align, new_size, ptr);
    if (good && *ptr % align == 0)
        allow(guest, *ptr, new_size);
    return good;
}

void
fuzz_guest_init(struct fuzz_guest *guest, struct fuzz_input input, uint32_t memory_size)
{
    memset(guest, 0, sizeof *guest);
    support_call_init(&guest->support, memory_size);
    guest->input = input;
    guest->realloc = guest->support.options.realloc;
    guest->support.options.realloc = guest_realloc;
    guest->support.options.realloc_env = guest;
    guest->support.instance.interrupt = &guest->interrupt;
    FUZZ_CHECK(gpu_instance_new(&(struct gpu_choice){0}, &guest->gpu) == NULL);
    guest->context = webgpu_context_new(guest->gpu);
    FUZZ_CHECK(guest->context != NULL);
    guest->support.context = guest->context;
    webgpu_context_stop_by(guest->context, abi_wait_stops, &guest->support.instance);
}

void
fuzz_guest_finish(struct fuzz_guest *guest)
{
    support_call_finish(&guest->support);
    free(guest->before);
    FUZZ_CHECK(webgpu_context_live_objects(guest->context) == 0);
    webgpu_context_delete(guest->context);
    gpu_instance_reap(guest->gpu); /* what a held GPU had abandoned is through by now */
    FUZZ_CHECK(gpu_instance_abandoned(guest->gpu) == 0);
    gpu_instance_delete(guest->gpu);
}

uint32_t
fuzz_guest_room(struct fuzz_guest *guest, uint32_t size, uint32_t align)
{
    const uint32_t ptr = (guest->top + align - 1) & ~(align - 1);
    if (size > FUZZ_PARAMS_END - ptr || ptr + size > guest->support.size)
        return 0;
    guest->top = ptr + size;
    return ptr;
}

void
fuzz_guest_put(struct fuzz_guest *guest, uint32_t ptr, const void *bytes, uint32_t size)
{
    FUZZ_CHECK((uint64_t)ptr + size <= guest->support.size);
    memcpy(guest->support.bytes + ptr, bytes, size);
}

static void
keep_memory(struct fuzz_guest *guest)
{
    const struct support_call *support = &guest->support;
    if (guest->before_size != support->size || guest->before == NULL) {
        free(guest->before);
        guest->before = malloc(support->size > 0 ? support->size : 1);
        guest->before_size = support->size;
    }
    if (support->size > 0)
        memcpy(guest->before, support->bytes, support->size);
}

/* All is as it was but what the call may have written; new pages are zeroed, but there too. */
static void
check_memory(struct fuzz_guest *guest)
{
    const struct support_call *support = &guest->support;
    if (support->size > guest->before_size) {
        guest->before = realloc(guest->before, support->size);
        FUZZ_CHECK(guest->before != NULL);
        memset(guest->before + guest->before_size, 0, support->size - guest->before_size);
        guest->before_size = support->size;
    }
    for (size_t i = 0; i < guest->allowed_count; i++) {
        const struct fuzz_range *range = &guest->allowed[i];
        memcpy(guest->before + range->ptr, support->bytes + range->ptr, range->size);
    }
    FUZZ_CHECK(support->size == 0 || memcmp(guest->before, support->bytes, support->size) == 0);
}

void
fuzz_guest_owe(struct fuzz_guest *guest, uint32_t ptr, uint32_t size)
{
    guest->allowed_count = guest->owed_count;
    allow(guest, ptr, size);
    guest->owed_count = guest->allowed_count;
}

enum abi_trap
fuzz_guest_call(struct fuzz_guest *guest, const char *name, abi_func func, union abi_slot *slots,
                uint32_t result_size)
{
    struct support_call *support = &guest->support;
    support->heap = FUZZ_HEAP;
    guest->allowed_count = guest->owed_count;
    allow(guest, guest->area, result_size);
    keep_memory(guest);
    support->import_trap = ABI_TRAP_CANNOT_LEAVE; /* of an import that realloc calls, if it does */
    const enum abi_trap trap = support_call_invoke(support, name, func, slots);
    check_memory(guest);
    FUZZ_CHECK(support->import_trap == ABI_TRAP_CANNOT_LEAVE && !support->instance.realloc_runs);
    FUZZ_CHECK(base_arena_clean(&support->instance.arena));
    return trap;
}
