/* A guest that calls generated trampolines by their imports' names, with no engine, and sees to it that
 * they write where they should and nowhere else. */
#ifndef GENERATED_GUEST_H
#define GENERATED_GUEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/import.h"
#include "abi/lift.h"
#include "abi/lower.h"
#include "support/call.h"

#define GUEST_SIZE 65536u
#define GUEST_AREA 16384u /* where tests want results */
#define GUEST_HEAP 32768u /* where realloc begins */

struct guest {
    struct support_call support;
    const struct abi_interface *interface;
    uint8_t before[GUEST_SIZE]; /* the memory, when the last call began */
};

static inline void
guest_init(struct guest *guest, const struct abi_interface *interface)
{
    support_call_init(&guest->support, GUEST_SIZE);
    guest->interface = interface;
    memset(guest->support.bytes, 0xa5, GUEST_SIZE);
    guest->support.heap = GUEST_HEAP;
}

static inline void
guest_finish(struct guest *guest)
{
    support_call_finish(&guest->support);
}

/* A handle that owns `object`. */
static inline uint32_t
guest_own(struct guest *guest, const struct abi_resource *type, void *object)
{
    uint32_t handle;
    assert_int_equal(abi_table_add(&guest->support.instance.table, type, object, true, &handle),
                     ABI_TRAP_NONE);
    return handle;
}

/* What a handle stands for; NULL: it is none of this type. */
static inline void *
guest_object(struct guest *guest, const struct abi_resource *type, uint32_t handle)
{
    const struct abi_entry *entry = abi_table_get(&guest->support.instance.table, type, handle);
    return entry == NULL ? NULL : entry->object;
}

static inline void
guest_put(struct guest *guest, uint32_t ptr, const void *bytes, size_t size)
{
    assert_true(ptr + size <= GUEST_SIZE);
    memcpy(guest->support.bytes + ptr, bytes, size);
}

static inline void
guest_put_u8(struct guest *guest, uint32_t ptr, uint8_t value)
{
    guest_put(guest, ptr, &value, sizeof value);
}

static inline void
guest_put_u32(struct guest *guest, uint32_t ptr, uint32_t value)
{
    guest_put(guest, ptr, &value, sizeof value);
}

static inline void
guest_put_u64(struct guest *guest, uint32_t ptr, uint64_t value)
{
    guest_put(guest, ptr, &value, sizeof value);
}

static inline uint8_t
guest_u8(const struct guest *guest, uint32_t ptr)
{
    return guest->support.bytes[ptr];
}

static inline uint32_t
guest_u32(const struct guest *guest, uint32_t ptr)
{
    uint32_t value;
    memcpy(&value, guest->support.bytes + ptr, sizeof value);
    return value;
}

static inline uint64_t
guest_u64(const struct guest *guest, uint32_t ptr)
{
    uint64_t value;
    memcpy(&value, guest->support.bytes + ptr, sizeof value);
    return value;
}

/* The string or list of bytes whose pointer and length lie at `ptr` is `text`. */
static inline void
guest_assert_text(const struct guest *guest, uint32_t ptr, const char *text)
{
    assert_int_equal(guest_u32(guest, ptr + 4), strlen(text));
    assert_memory_equal(guest->support.bytes + guest_u32(guest, ptr), text, strlen(text));
}

/* Calls the import `name`: what it trapped with. */
static inline enum abi_trap
guest_call(struct guest *guest, const char *name, union abi_slot *slots)
{
    for (size_t i = 0; i < guest->interface->count; i++) {
        const struct abi_import *import = &guest->interface->imports[i];
        if (strcmp(import->name, name) != 0)
            continue;
        memcpy(guest->before, guest->support.bytes, GUEST_SIZE);
        return support_call_invoke(&guest->support, name, import->func, slots);
    }
    fail_msg("no import %s", name);
    return ABI_TRAP_MISSING;
}

/* The last call wrote to `size` bytes at `ptr` and to what it got from realloc, and to nothing else. */
static inline void
guest_assert_wrote(const struct guest *guest, uint32_t ptr, uint32_t size)
{
    for (uint32_t i = 0; i < GUEST_SIZE; i++) {
        const bool may = (i >= ptr && i < ptr + size) || (i >= GUEST_HEAP && i < guest->support.heap);
        if (!may && guest->support.bytes[i] != guest->before[i])
            fail_msg("byte %u is 0x%x, was 0x%x", i, guest->support.bytes[i], guest->before[i]);
    }
}

#endif
