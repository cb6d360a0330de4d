/* Scalars, handles, strings and lists are chosen here; records and variants only put them in their places. */
#include "fuzz/value.h"

#include <string.h>

#include "base/count.h"

/* Bytes that choose what is wrong. */
#define ODD 0xf0
#define OUTSIDE 0xfc
#define HUGE_LENGTH 0xfd
#define MISALIGNED 0xfe
#define BAD 0xff

/* What guests say: entry points, names of limits, WGSL. */
static const char *const words[] = {
    "",
    "main",
    "a label",
    "maxBufferSize",
    "core",
    "@group(0) @binding(0) var<storage, read_write> b: array<u32>; @compute @workgroup_size(1) fn main() {}",
    "var<workgroup> w: u32; @compute @workgroup_size(1) fn main() { w = 1; }",
    "// gr\xc3\xbc\xc3\x9f\xe2\x82\xac \xf0\x9f\xa6\x80\nfn f() {",
};

/* Not UTF-8: an overlong form, a surrogate, a start without an end. */
static const char *const bad_words[] = {"\xc0\x80", "\xed\xa0\x80", "ab\xe2\x82", "\xff"};

uint64_t
fuzz_value_number(struct fuzz_guest *guest)
{
    static const uint64_t edges[] = {
        0x7fff,     0x8000,         0xffff,     0x10000,     0x7fffffff,         0x80000000,
        0xfffffff8, 0xfffffffc,     0xffffffff, 0x100000000, 0x7fffffffffffffff, 0x8000000000000000,
        UINT64_MAX, UINT64_MAX - 3, 268435456,  268435460,
    };
    const uint8_t byte = fuzz_input_byte(&guest->input);
    if (byte < 0x40)
        return byte;
    if (byte < 0x80)
        return (byte - 0x40u) * 4;
    if (byte < 0xc0)
        return (byte - 0x80u) * 256;
    if (byte < ODD)
        return edges[byte % BASE_COUNT(edges)];
    return fuzz_input_number(&guest->input, 1 + (byte & 7));
}

/* Below `count`, or now and then just not. */
static uint32_t
choose_case(struct fuzz_guest *guest, uint32_t count)
{
    const uint8_t byte = fuzz_input_byte(&guest->input);
    return byte == BAD ? count + fuzz_input_byte(&guest->input) : byte % count;
}

/* One of this type that lives; the byte says which, from the newest on. 0 if there is none. */
static uint32_t
find_handle(const struct abi_table *table, const struct abi_resource *type, uint8_t which)
{
    uint32_t found = 0;
    uint32_t seen = 0;
    for (uint32_t index = table->count; index-- > 1;) {
        if (table->entries[index].type != type)
            continue;
        found = index;
        if (seen++ == which)
            break;
    }
    return found;
}

static uint32_t
choose_handle(struct fuzz_guest *guest, const struct abi_resource *type)
{
    const struct abi_table *table = &guest->support.instance.table;
    const uint8_t byte = fuzz_input_byte(&guest->input);
    if (byte < ODD)
        return find_handle(table, type, byte);
    if (byte < BAD)
        return fuzz_input_byte(&guest->input); /* of any type, or none */
    return (uint32_t)fuzz_input_number(&guest->input, 4);
}

static uint64_t
choose_f32(struct fuzz_guest *guest)
{
    static const float values[] = {
        0, 1, -1, 0.5f, 1e30f, -1e-40f, __builtin_inff(), -__builtin_inff(), __builtin_nanf("")};
    uint32_t bits;
    memcpy(&bits, &values[fuzz_input_byte(&guest->input) % BASE_COUNT(values)], sizeof bits);
    return bits;
}

static uint64_t
choose_f64(struct fuzz_guest *guest)
{
    static const double values[] = {
        0, 1, -1, 0.5, 1e300, -1e-320, __builtin_inf(), -__builtin_inf(), __builtin_nan("")};
    uint64_t bits;
    memcpy(&bits, &values[fuzz_input_byte(&guest->input) % BASE_COUNT(values)], sizeof bits);
    return bits;
}

/* Of what is one core value. */
static uint64_t
choose_scalar(struct fuzz_guest *guest, const struct fuzz_shape *shape)
{
    switch (shape->kind) {
    case FUZZ_BOOL: {
        const uint8_t byte = fuzz_input_byte(&guest->input);
        return byte < ODD ? byte & 1 : byte;
    }
    case FUZZ_F32:
        return choose_f32(guest);
    case FUZZ_F64:
        return choose_f64(guest);
    case FUZZ_HANDLE:
        return choose_handle(guest, shape->resource);
    default:
        return fuzz_value_number(guest);
    }
}

/* A pointer and a length into guest memory: *length is that of `size`-byte elements. */
static uint32_t
spoil(struct fuzz_guest *guest, uint8_t how, uint32_t ptr, uint32_t size, uint32_t *length)
{
    switch (how) {
    case OUTSIDE:
        return (uint32_t)guest->support.size - *length * size + 1 + fuzz_input_byte(&guest->input);
    case HUGE_LENGTH:
        *length = UINT32_MAX - fuzz_input_byte(&guest->input);
        return ptr;
    case MISALIGNED:
        return ptr + 1;
    default:
        *length = (uint32_t)fuzz_value_number(guest);
        return (uint32_t)fuzz_value_number(guest);
    }
}

static uint32_t
choose_string(struct fuzz_guest *guest, uint32_t *length)
{
    const uint8_t byte = fuzz_input_byte(&guest->input);
    size_t size = 0;
    const void *bytes = words[0];
    if (byte < 0xa0) {
        bytes = words[byte % BASE_COUNT(words)];
        size = strlen(bytes);
    } else if (byte < 0xe0) {
        bytes = fuzz_input_bytes(&guest->input, byte & 0x3f, &size);
    } else if (byte < OUTSIDE) {
        bytes = bad_words[byte % BASE_COUNT(bad_words)];
        size = strlen(bytes);
    }
    const uint32_t ptr = fuzz_guest_room(guest, (uint32_t)size, 1);
    *length = ptr == 0 ? 0 : (uint32_t)size;
    if (*length > 0)
        fuzz_guest_put(guest, ptr, bytes, *length);
    return byte < OUTSIDE ? ptr : spoil(guest, byte, ptr, 1, length);
}

static uint32_t
choose_list(struct fuzz_guest *guest, const struct fuzz_shape *element, uint32_t *length)
{
    const uint8_t byte = fuzz_input_byte(&guest->input);
    *length = byte < ODD ? byte & 3 : (byte & 3) * 16;
    const uint32_t ptr = fuzz_guest_room(guest, *length * element->size, element->align);
    if (ptr == 0)
        *length = 0;
    for (uint32_t i = 0; i < *length; i++)
        fuzz_value_store(guest, element, ptr + i * element->size);
    return byte < OUTSIDE ? ptr : spoil(guest, byte, ptr, element->size, length);
}

/* Of a string or a list. */
static void
choose_range(struct fuzz_guest *guest, const struct fuzz_shape *shape, uint32_t range[2])
{
    range[0] = shape->kind == FUZZ_STRING ? choose_string(guest, &range[1])
                                          : choose_list(guest, shape->parts[0].shape, &range[1]);
}

/* NULL: the case has no payload, or there is no such case. */
static const struct fuzz_part *
payload_of(const struct fuzz_shape *shape, uint32_t index)
{
    if (shape->parts == NULL || index >= shape->count || shape->parts[index].shape == NULL)
        return NULL;
    return &shape->parts[index];
}

void
fuzz_value_flat(struct fuzz_guest *guest, const struct fuzz_shape *shape, union abi_slot *slots)
{
    switch (shape->kind) {
    case FUZZ_RECORD:
        for (uint32_t i = 0; i < shape->count; i++) {
            fuzz_value_flat(guest, shape->parts[i].shape, slots);
            slots += shape->parts[i].shape->flat;
        }
        return;
    case FUZZ_VARIANT: {
        const uint32_t index = choose_case(guest, shape->count);
        const struct fuzz_part *payload = payload_of(shape, index);
        slots[0].u64 = index;
        if (payload != NULL)
            fuzz_value_flat(guest, payload->shape, slots + 1);
        return;
    }
    case FUZZ_STRING:
    case FUZZ_LIST: {
        uint32_t range[2];
        choose_range(guest, shape, range);
        slots[0].u64 = range[0];
        slots[1].u64 = range[1];
        return;
    }
    default:
        slots[0].u64 = choose_scalar(guest, shape);
    }
}

void
fuzz_value_store(struct fuzz_guest *guest, const struct fuzz_shape *shape, uint32_t ptr)
{
    switch (shape->kind) {
    case FUZZ_RECORD:
        for (uint32_t i = 0; i < shape->count; i++)
            fuzz_value_store(guest, shape->parts[i].shape, ptr + shape->parts[i].offset);
        return;
    case FUZZ_VARIANT: {
        const uint32_t index = choose_case(guest, shape->count);
        const struct fuzz_part *payload = payload_of(shape, index);
        fuzz_guest_put(guest, ptr, &index, 1);
        if (payload != NULL)
            fuzz_value_store(guest, payload->shape, ptr + payload->offset);
        return;
    }
    case FUZZ_STRING:
    case FUZZ_LIST: {
        uint32_t range[2];
        choose_range(guest, shape, range);
        fuzz_guest_put(guest, ptr, range, sizeof range);
        return;
    }
    default: {
        const uint64_t value = choose_scalar(guest, shape);
        fuzz_guest_put(guest, ptr, &value, shape->size);
    }
    }
}
