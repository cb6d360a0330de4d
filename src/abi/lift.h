/* From a guest's values to C: CanonicalABI.md, "Loading", "Flat Lifting".
 *
 * Functions that can trap return false (or NULL), with call->trap set. Views point into linear
 * memory: none of them survives a realloc. */
#ifndef ABI_LIFT_H
#define ABI_LIFT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "abi/call.h"
#include "base/string.h"

#define ABI_LIST_MAX ((1u << 28) - 1)

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "linear memory is little-endian, and so is the host");

/* Bytes or scalars of a guest's list, in place. `data` is aligned for its elements. */
struct abi_view {
    const void *data;
    uint32_t count; /* elements */
};

/* Of a range that was outside: memory may have grown since it was looked at. */
bool abi_check_grown(struct abi_call *call, uint32_t ptr, uint32_t size) __attribute__((cold));

/* A range of linear memory: alignment first, then bounds. */
static inline bool
abi_check_range(struct abi_call *call, uint32_t ptr, uint32_t size, uint32_t align)
{
    if ((ptr & (align - 1)) != 0)
        return abi_trap_misaligned(call, ptr, align);
    if ((uint64_t)ptr + size > call->memory->size)
        return abi_check_grown(call, ptr, size);
    return true;
}

/* A discriminant of a variant, enum, option or result. */
static inline bool
abi_check_case(struct abi_call *call, uint32_t value, uint32_t count)
{
    if (value >= count)
        return abi_trap_case(call, value, count);
    return true;
}

/* A char: a Unicode scalar value. */
static inline bool
abi_check_char(struct abi_call *call, uint32_t value)
{
    if (value >= 0x110000 || (value >= 0xd800 && value <= 0xdfff))
        return abi_trap_detail(call, ABI_TRAP_BAD_CHAR, "0x%x", value);
    return true;
}

/* Loads of what abi_check_range has let through. */
static inline uint8_t
abi_load_u8(const struct abi_call *call, uint32_t ptr)
{
    return call->memory->base[ptr];
}

#define ABI_LOAD(name, type) \
    static inline type abi_load_##name(const struct abi_call *call, uint32_t ptr) \
    { \
        type value; \
        memcpy(&value, call->memory->base + ptr, sizeof value); \
        return value; \
    }
ABI_LOAD(u16, uint16_t)
ABI_LOAD(u32, uint32_t)
ABI_LOAD(s32, int32_t)
ABI_LOAD(u64, uint64_t)
ABI_LOAD(f32, float)
ABI_LOAD(f64, double)
#undef ABI_LOAD

/* A borrowed handle of a sync call: the object, or NULL. No lend is counted, for nothing can drop it. */
static inline void *
abi_lift_borrow(struct abi_call *call, uint32_t handle, const struct abi_resource *type)
{
    const struct abi_entry *entry = abi_table_get(&call->instance->table, type, handle);
    if (entry == NULL) {
        abi_trap_handle(call, type, handle);
        return NULL;
    }
    return entry->object;
}

/* Notes a lend (subtask.h). False: trapped. */
bool abi_lend(struct abi_call *call, uint32_t handle) __attribute__((cold));

/* The same of a call that may be async-lowered: then the handle is noted, to be lent to its subtask. */
static inline void *
abi_lift_lent(struct abi_call *call, uint32_t handle, const struct abi_resource *type)
{
    void *object = abi_lift_borrow(call, handle, type);
    if (object == NULL || call->lends == NULL)
        return object;
    return abi_lend(call, handle) ? object : NULL;
}

/* An own handle leaves the table. The call owns the object and drops it when it ends, so whoever gets
 * it as a parameter only looks at it. NULL: trapped. */
void *abi_lift_own(struct abi_call *call, uint32_t handle, const struct abi_resource *type);

/* A string, checked to be UTF-8 and at most ABI_LIST_MAX bytes. */
bool abi_lift_string(struct abi_call *call, uint32_t ptr, uint32_t size, struct base_str *string);

/* A list whose elements are used in place, or loaded one by one by the caller. Length comes first,
 * then alignment, then bounds. `size` and `align` are an element's. */
bool abi_lift_list(struct abi_call *call, uint32_t ptr, uint32_t count, uint32_t size, uint32_t align,
                   struct abi_view *list);

#endif
