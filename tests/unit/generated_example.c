/* Trampolines of the generator's own example interface (tools/witgen/tests/example.wit), which has each
 * construct once: parameters that wasi:webgpu does not have, or not in a function that is served. Results
 * are in generated_example_results.c. */
#include "generated_guest.h"

#include "base/count.h"
#include "generated/webgpu_1_2_0_rc_1.h"
#include "generated/webgpu_methods.h"

static struct {
    int calls;
    uint32_t few;
    struct webgpu_option_shade first;
    struct webgpu_sheet sheet;
    char name[8], key[8];
    struct webgpu_option_u64 pair;
    struct webgpu_choice choice;
    struct webgpu_option_choice maybe;
    void *owned;
    void *things[4];
} seen;

static struct guest guest;
static int self_object, other; /* objects: each counts its drops */

void
webgpu_thing_drop(struct webgpu_thing *self)
{
    ++*(int *)(void *)self;
}

static void
copy_text(char *to, struct base_str from)
{
    assert_true(from.size < 8);
    memcpy(to, from.data, from.size);
}

struct base_str
webgpu_thing_stamp(struct webgpu_thing *self, struct webgpu_option_shade first, uint32_t few,
                   const struct webgpu_sheet *sheet, const struct webgpu_choice *choice,
                   struct webgpu_thing *to, struct base_arena *arena)
{
    (void)arena;
    assert_ptr_equal(self, &self_object);
    seen.calls++;
    seen.first = first;
    seen.few = few;
    seen.sheet = *sheet;
    assert_int_equal(sheet->names.count, 1);
    copy_text(seen.name, sheet->names.data[0]);
    assert_int_equal(sheet->pairs.count, 1);
    copy_text(seen.key, sheet->pairs.data[0].f0);
    seen.pair = sheet->pairs.data[0].f1;
    seen.choice = *choice;
    seen.owned = to;
    return base_str("stamped");
}

void
webgpu_thing_pick(struct webgpu_thing *self, const struct webgpu_choice *call,
                  const struct webgpu_option_choice *result, struct base_arena *arena)
{
    (void)self, (void)arena;
    seen.calls++;
    seen.choice = *call;
    seen.maybe = *result;
}

void
webgpu_thing_set_numbers(struct webgpu_thing *self, uint8_t a, int8_t b, uint16_t c, int16_t d, int32_t e,
                         int64_t f, float g, double h, bool i)
{
    (void)self;
    seen.calls++;
    assert_int_equal(a, 0xff);
    assert_int_equal(b, -2);
    assert_int_equal(c, 0x2345);
    assert_int_equal(d, -3);
    assert_int_equal(e, -4);
    assert_true(f == INT64_MIN);
    assert_true(g == 0.5f);
    assert_true(h == -0.25);
    assert_true(i);
}

void
webgpu_thing_set_lists(struct webgpu_thing *self, struct abi_view bytes, struct abi_view words,
                       struct webgpu_bool_list bits, struct webgpu_string_list_list nested,
                       struct base_arena *arena)
{
    (void)self, (void)arena;
    seen.calls++;
    assert_ptr_equal(bytes.data, guest.support.bytes + 64);
    assert_int_equal(bytes.count, 3);
    assert_ptr_equal(words.data, guest.support.bytes + 64);
    assert_int_equal(words.count, 2);
    assert_int_equal(bits.count, 3);
    assert_false(bits.data[0]);
    assert_true(bits.data[1]);
    assert_true(bits.data[2]);
    assert_int_equal(nested.count, 2);
    assert_int_equal(nested.data[0].count, 0);
    assert_int_equal(nested.data[1].count, 1);
    copy_text(seen.name, nested.data[1].data[0]);
}

void
webgpu_thing_set_things(struct webgpu_thing *self, struct webgpu_thing_list all,
                        struct webgpu_thing_list some, struct webgpu_thing *one, struct base_arena *arena)
{
    (void)self, (void)arena;
    seen.calls++;
    assert_int_equal(all.count, 1);
    assert_int_equal(some.count, 2);
    seen.things[0] = all.data[0];
    seen.things[1] = some.data[0];
    seen.things[2] = some.data[1];
    seen.things[3] = one;
}

int16_t
webgpu_thing_depth(struct webgpu_thing *self)
{
    (void)self;
    return -5;
}

float
webgpu_thing_ratio(struct webgpu_thing *self)
{
    (void)self;
    return 1.5f;
}

bool
webgpu_compare(struct webgpu_context *context, struct webgpu_thing *a, struct webgpu_thing *b)
{
    assert_ptr_equal(context, &other);
    return (void *)a == &self_object && (void *)b == &self_object;
}

static uint32_t self; /* the handle of self_object */

static int
setup(void **state)
{
    (void)state;
    memset(&seen, 0, sizeof seen);
    self_object = other = 0;
    guest_init(&guest, &webgpu_1_2_0_rc_1);
    guest.support.context = &other;
    self = guest_own(&guest, &webgpu_thing_resource, &self_object);
    return 0;
}

static int
teardown(void **state)
{
    (void)state;
    guest_finish(&guest);
    return 0;
}

/* The parameters of stamp, at 1024: 80 bytes. */
static void
put_stamp(void)
{
    guest_put(&guest, 64, "colour", 6);
    guest_put_u32(&guest, 1024, self);
    guest_put_u8(&guest, 1028, 1); /* first */
    guest_put_u8(&guest, 1029, 2);
    guest_put_u8(&guest, 1030, 0xfe);        /* few */
    guest_put_u64(&guest, 1032, 640);        /* sheet: width */
    guest_put_u8(&guest, 1040, 0);           /* shade */
    guest_put_u32(&guest, 1044, 0x80010001); /* usage */
    guest_put_u32(&guest, 1048, 0x3f000000); /* origin: 0.5, -1 */
    guest_put_u32(&guest, 1052, 0xbf800000);
    guest_put_u32(&guest, 1056, 512); /* names: "col" */
    guest_put_u32(&guest, 1060, 1);
    guest_put_u32(&guest, 512, 64);
    guest_put_u32(&guest, 516, 3);
    guest_put_u8(&guest, 1064, 2);    /* default */
    guest_put_u8(&guest, 1065, 0x80); /* small */
    guest_put_u32(&guest, 1068, 528); /* pairs: "our", 9 */
    guest_put_u32(&guest, 1072, 1);
    guest_put_u32(&guest, 528, 67);
    guest_put_u32(&guest, 532, 3);
    guest_put_u8(&guest, 536, 1);
    guest_put_u64(&guest, 544, 9);
    guest_put_u8(&guest, 1080, 5); /* choice: words, "colour" */
    guest_put_u32(&guest, 1088, 64);
    guest_put_u32(&guest, 1092, 6);
    guest_put_u8(&guest, 1096, 1); /* to */
    guest_put_u32(&guest, 1100, guest_own(&guest, &webgpu_thing_resource, &other));
}

static void
test_spilled_parameters(void **state)
{
    (void)state;
    put_stamp();
    union abi_slot slots[2] = {{.u32 = 1024}, {.u32 = GUEST_AREA}};
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.stamp", slots), ABI_TRAP_NONE);
    assert_true(seen.first.some);
    assert_int_equal(seen.first.value, WEBGPU_SHADE_HALF_DARK);
    assert_int_equal(seen.few, WEBGPU_FEW_B);
    assert_int_equal(seen.sheet.width, 640);
    assert_false(seen.sheet.shade.some);
    assert_int_equal(seen.sheet.usage, WEBGPU_MOST_F0 | WEBGPU_MOST_F16);
    assert_true(seen.sheet.origin.x == 0.5f && seen.sheet.origin.y == -1.0f);
    assert_string_equal(seen.name, "col");
    assert_true(seen.sheet.default_);
    assert_int_equal(seen.sheet.small, -128);
    assert_string_equal(seen.key, "our");
    assert_true(seen.pair.some);
    assert_int_equal(seen.pair.value, 9);
    assert_int_equal(seen.choice.tag, WEBGPU_CHOICE_WORDS);
    assert_int_equal(seen.choice.words.size, 6);
    assert_ptr_equal(seen.owned, &other);
    assert_int_equal(other, 1); /* dropped when the call ended */
    guest_assert_text(&guest, GUEST_AREA, "stamped");
    guest_assert_wrote(&guest, GUEST_AREA, 8);
}

static void
test_spilled_parameters_traps(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        uint32_t ptr, at, value;
        enum abi_trap trap;
    } rows[] = {
        {"misaligned", 1028, 0, 0, ABI_TRAP_MISALIGNED},
        {"its end outside", GUEST_SIZE - 72, 0, 0, ABI_TRAP_OUT_OF_BOUNDS},
        {"far outside", 0xfffffff8, 0, 0, ABI_TRAP_OUT_OF_BOUNDS},
        {"no self", 1024, 1024, 99, ABI_TRAP_BAD_HANDLE},
        {"an enum's fourth case", 1024, 1028, 0x00000301, ABI_TRAP_BAD_CASE},
        {"names misaligned", 1024, 1056, 514, ABI_TRAP_MISALIGNED},
        {"a name behind memory", 1024, 512, GUEST_SIZE - 2, ABI_TRAP_OUT_OF_BOUNDS},
        {"pairs' option", 1024, 536, 2, ABI_TRAP_BAD_CASE},
        {"a variant's eighth case", 1024, 1080, 7, ABI_TRAP_BAD_CASE},
        {"its string", 1024, 1088, UINT32_MAX, ABI_TRAP_OUT_OF_BOUNDS},
        {"own of no handle", 1024, 1100, 0, ABI_TRAP_BAD_HANDLE},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        put_stamp();
        if (rows[i].at != 0)
            guest_put_u32(&guest, rows[i].at, rows[i].value);
        union abi_slot slots[2] = {{.u32 = rows[i].ptr}, {.u32 = GUEST_AREA}};
        const enum abi_trap trap = guest_call(&guest, "[method]gpu-thing.stamp", slots);
        if (trap != rows[i].trap || seen.calls != 0)
            fail_msg("%s: %s, %d calls", rows[i].what, abi_trap_text(trap), seen.calls);
        guest_assert_wrote(&guest, 0, 0);
    }
}

/* Cases share their core values: what is narrower than an i64 lies in its low bits. */
static void
test_joined_cases(void **state)
{
    (void)state;
    union abi_slot slots[8] = {{.u32 = self}, {.u32 = 1}, {.u64 = 0xdeadbeef00000007}, {.u32 = 0}};
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.pick", slots), ABI_TRAP_NONE);
    assert_int_equal(seen.choice.tag, WEBGPU_CHOICE_NUMBER);
    assert_int_equal(seen.choice.number, 7);
    assert_false(seen.maybe.some);

    const union abi_slot more[8] = {{.u32 = self}, {.u32 = 2}, {.u64 = 0x3f000000}, {.u32 = 0},
                                    {.u32 = 1},    {.u32 = 6}, {.u64 = 0x40000000}, {.u32 = 0xbf800000}};
    memcpy(slots, more, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.pick", slots), ABI_TRAP_NONE);
    assert_true(seen.choice.fraction == 0.5f);
    assert_true(seen.maybe.some);
    assert_true(seen.maybe.value.place.x == 2.0f && seen.maybe.value.place.y == -1.0f);

    const union abi_slot last[8] = {{.u32 = self}, {.u32 = 3}, {.u64 = UINT64_MAX}, {.u32 = 0},
                                    {.u32 = 1},    {.u32 = 4}, {.u64 = self},       {.u32 = 0}};
    memcpy(slots, last, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.pick", slots), ABI_TRAP_NONE);
    assert_true(seen.choice.big == UINT64_MAX);
    assert_ptr_equal(seen.maybe.value.thing, &self_object);
}

static void
test_numbers(void **state)
{
    (void)state;
    union abi_slot slots[10] = {
        {.u32 = self}, {.u32 = 0x1ff},     {.u32 = 0xfe}, {.u32 = 0x12345}, {.u32 = 0xfffd},
        {.i32 = -4},   {.i64 = INT64_MIN}, {.f32 = 0.5f}, {.f64 = -0.25},   {.u32 = 0x100},
    };
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.set-numbers", slots), ABI_TRAP_NONE);
    assert_int_equal(seen.calls, 1);
    slots[0].u32 = self;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.depth", slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].i32, -5);
    slots[0].u32 = self;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.ratio", slots), ABI_TRAP_NONE);
    assert_true(slots[0].f32 == 1.5f);
    slots[0].u32 = slots[1].u32 = self;
    assert_int_equal(guest_call(&guest, "compare", slots), ABI_TRAP_NONE);
    assert_int_equal(slots[0].i32, 1);
}

static void
test_lists(void **state)
{
    (void)state;
    static const uint8_t bits[] = {0, 1, 0x80};
    guest_put(&guest, 96, bits, sizeof bits);
    guest_put(&guest, 128, "inner", 5);
    guest_put_u32(&guest, 256, 0); /* the first list: nothing, at 0 */
    guest_put_u32(&guest, 260, 0);
    guest_put_u32(&guest, 264, 272);
    guest_put_u32(&guest, 268, 1);
    guest_put_u32(&guest, 272, 128);
    guest_put_u32(&guest, 276, 5);
    const union abi_slot good[9] = {{.u32 = self}, {.u32 = 64}, {.u32 = 3},   {.u32 = 64}, {.u32 = 2},
                                    {.u32 = 96},   {.u32 = 3},  {.u32 = 256}, {.u32 = 2}};
    union abi_slot slots[9];
    memcpy(slots, good, sizeof slots);
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.set-lists", slots), ABI_TRAP_NONE);
    assert_string_equal(seen.name, "inner");
    memcpy(slots, good, sizeof slots);
    slots[3].u32 = 66;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.set-lists", slots), ABI_TRAP_MISALIGNED);
    assert_int_equal(seen.calls, 1);
}

static void
test_lists_of_handles(void **state)
{
    (void)state;
    guest_put_u32(&guest, 64, self);
    guest_put_u8(&guest, 72, 0);
    guest_put_u8(&guest, 80, 1);
    guest_put_u32(&guest, 84, self);
    union abi_slot slots[7] = {{.u32 = self}, {.u32 = 64}, {.u32 = 1}, {.u32 = 72},
                               {.u32 = 2},    {.u32 = 0},  {.u32 = 99}};
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.set-things", slots), ABI_TRAP_NONE);
    assert_ptr_equal(seen.things[0], &self_object);
    assert_null(seen.things[1]);
    assert_ptr_equal(seen.things[2], &self_object);
    assert_null(seen.things[3]);
    slots[5].u32 = 1;
    assert_int_equal(guest_call(&guest, "[method]gpu-thing.set-things", slots), ABI_TRAP_BAD_HANDLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)
        TEST(spilled_parameters),
        TEST(spilled_parameters_traps),
        TEST(joined_cases),
        TEST(numbers),
        TEST(lists),
        TEST(lists_of_handles),
#undef TEST
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
