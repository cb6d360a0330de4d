/* A guest for the fuzzer of trampolines: a memory in which values are laid out, a realloc that may misbehave,
 * and the null GPU behind it. What a call writes is compared with what it may write: every byte but those is
 * a canary. */
#ifndef FUZZ_GUEST_H
#define FUZZ_GUEST_H

#include "fuzz/input.h"
#include "support/call.h"

struct webgpu_context;
struct gpu_instance;

#define FUZZ_PARAMS 64u /* where parameters are laid out, up to: */
#define FUZZ_PARAMS_END 0xa000u
#define FUZZ_AREA 0xa000u /* where results are wanted */
#define FUZZ_HEAP 0xb000u /* where realloc begins */
#define FUZZ_RANGES_MAX 8192

struct fuzz_range {
    uint32_t ptr;
    uint32_t size;
};

struct fuzz_guest {
    struct support_call support;
    struct fuzz_input input;
    struct gpu_instance *gpu;
    struct webgpu_context *context;
    struct abi_interrupt interrupt;
    bool (*realloc)(void *, uint32_t, uint32_t, uint32_t, uint32_t, uint32_t *); /* the support's own */
    bool overlaps; /* realloc gives what the call's result lies in */
    uint32_t area; /* where that is */
    uint32_t top;  /* of the parameters laid out so far */
    unsigned grown;
    uint8_t *before; /* the memory, when the call began */
    uint64_t before_size;
    bool held; /* what the GPU does, so that no wait may last */
    struct fuzz_range
        allowed[FUZZ_RANGES_MAX]; /* what the call may write: first what calls before it may still */
    size_t allowed_count;
    size_t owed_count; /* of these */
};

void fuzz_guest_init(struct fuzz_guest *guest, struct fuzz_input input, uint32_t memory_size);
/* Ends it, and holds that nothing of it is left: no object of the host's, none of the library's. */
void fuzz_guest_finish(struct fuzz_guest *guest);

/* Room for a value, 0 where there is none left. */
uint32_t fuzz_guest_room(struct fuzz_guest *guest, uint32_t size, uint32_t align);
void fuzz_guest_put(struct fuzz_guest *guest, uint32_t ptr, const void *bytes, uint32_t size);

/* A range that this call or any later one may write, as the result of what goes on. */
void fuzz_guest_owe(struct fuzz_guest *guest, uint32_t ptr, uint32_t size);

/* Calls an import, whose result of `result_size` bytes is to lie at guest->area; 0: it has none in memory. */
enum abi_trap fuzz_guest_call(struct fuzz_guest *guest, const char *name, abi_func func,
                              union abi_slot *slots, uint32_t result_size);

#endif
