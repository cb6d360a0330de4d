/* From C to a guest's values: CanonicalABI.md, "Storing", "Flat Lowering". */
#ifndef ABI_LOWER_H
#define ABI_LOWER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "abi/call.h"
#include "base/string.h"

/* Stores into what abi_check_range has let through. */
static inline void
abi_store_u8(struct abi_call *call, uint32_t ptr, uint8_t value)
{
    call->memory->base[ptr] = value;
}

#define ABI_STORE(name, type) \
    static inline void abi_store_##name(struct abi_call *call, uint32_t ptr, type value) \
    { \
        memcpy(call->memory->base + ptr, &value, sizeof value); \
    }
ABI_STORE(u16, uint16_t)
ABI_STORE(u32, uint32_t)
ABI_STORE(u64, uint64_t)
ABI_STORE(f32, float)
ABI_STORE(f64, double)
#undef ABI_STORE

/* A new own handle for `object`, which is taken over, on failure too (it is dropped). NULL means that
 * the host had no memory to make it. 0: trapped. */
uint32_t abi_lower_own(struct abi_call *call, void *object, const struct abi_resource *type);

/* Memory from the guest's realloc, checked. Runs guest code: views and cached pointers end here. */
bool abi_realloc(struct abi_call *call, uint32_t size, uint32_t align, uint32_t *ptr);

/* A string or a list<u8> of `size` bytes into fresh guest memory; pointer and length go to `ptr`,
 * which abi_check_range has let through. Over ABI_LIST_MAX: traps TOO_LONG. */
bool abi_store_bytes(struct abi_call *call, uint32_t ptr, const void *data, size_t size);
bool abi_store_string(struct abi_call *call, uint32_t ptr, struct base_str string);

/* The same for a list of `count` elements of `size` bytes, whose storage the caller fills: *elements
 * is where. */
bool abi_store_list(struct abi_call *call, uint32_t ptr, size_t count, uint32_t size, uint32_t align,
                    uint32_t *elements);

/* [resource-drop]: takes the handle out and, if it owns, drops the object. */
bool abi_resource_drop(struct abi_call *call, uint32_t handle, const struct abi_resource *type);

#endif
