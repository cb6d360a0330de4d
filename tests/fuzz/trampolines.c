/* The whole way of a guest's calls, without an engine: trampolines and src/webgpu, down to the library that
 * is named by FUZZ_NULL_GPU. An input is a program: calls of imports with their parameters, and between them
 * what a GPU or a guest may do at any time.
 *
 * Held for each call: it writes nothing but its result and what realloc gave; for each program: nothing of it
 * is left, in whatever state it ended. */
#include <string.h>

#include "abi/root.h"
#include "base/count.h"
#include "base/log.h"
#include "fuzz/target.h"
#include "fuzz/value.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "support/null_gpu.h"

#define STEPS_MAX 256
#define SLOTS_MAX 24
#define FLAT_PARAMS_MAX 16
#define FLAT_ASYNC_PARAMS_MAX 4
#define ASYNC "[async-lower]"
#define WAIT_NS UINT64_C(500000)

static bool trace; /* FUZZ_TRACE is in the environment: the program is told on standard error */
static struct support_null_gpu null_gpu;

static const struct abi_interface *const interfaces[] = {&webgpu_0_3_0_rc_2, &abi_root, &abi_export_root};

/* The imports by a number that each has of its name, so that inputs keep their sense when there are more. */
struct choice {
    uint32_t number;
    const struct abi_import *import;
    const struct fuzz_function *function; /* NULL: a built-in */
};
static struct choice *choices;
static size_t choice_count;

/* What a guest does first, with the plainest parameters. */
static const char *const prologue[] = {
    "get-gpu",
    "[method]gpu.request-adapter",
    "[method]gpu-adapter.request-device",
    "[method]gpu-device.queue",
    "[method]gpu-device.create-command-encoder",
};

static bool
starts_with(const char *name, const char *start)
{
    return strncmp(name, start, strlen(start)) == 0;
}

static const struct fuzz_function *
find_function(const char *name)
{
    if (starts_with(name, ASYNC))
        name += sizeof ASYNC - 1;
    const struct fuzz_function *function = fuzz_functions;
    while (function->name != NULL && strcmp(function->name, name) != 0)
        function++;
    return function->name != NULL ? function : NULL;
}

/* FNV-1a, in 16 bits. */
static uint32_t
number_of(const char *name)
{
    uint32_t hash = 2166136261u;
    while (*name != '\0')
        hash = (hash ^ (unsigned char)*name++) * 16777619u;
    return (hash >> 16) ^ (hash & 0xffff);
}

static int
compare_choices(const void *a, const void *b)
{
    const uint32_t left = ((const struct choice *)a)->number;
    const uint32_t right = ((const struct choice *)b)->number;
    return (left > right) - (left < right);
}

/* The first whose number is not less, else the first. */
static const struct choice *
choose(uint32_t number)
{
    size_t index = 0;
    while (index < choice_count && choices[index].number < number)
        index++;
    return &choices[index < choice_count ? index : 0];
}

static void
make_choices(void)
{
    for (size_t i = 0; i < BASE_COUNT(interfaces); i++) {
        const size_t count = interfaces[i]->count;
        choices = reallocarray(choices, choice_count + count, sizeof *choices);
        FUZZ_CHECK(choices != NULL);
        for (size_t k = 0; k < count; k++) {
            const struct abi_import *import = &interfaces[i]->imports[k];
            choices[choice_count++] =
                (struct choice){number_of(import->name), import, find_function(import->name)};
        }
    }
    qsort(choices, choice_count, sizeof *choices, compare_choices);
}

/* Where the result is wanted: mostly where there is room, else at one of the ends, or anywhere. */
static uint32_t
choose_area(struct fuzz_guest *guest, uint32_t size)
{
    const uint8_t byte = fuzz_input_byte(&guest->input);
    if (byte < 0xf0)
        return FUZZ_AREA;
    if (byte < 0xf8)
        return (uint32_t)guest->support.size - size - 4 + (byte & 7);
    return (uint32_t)fuzz_value_number(guest);
}

/* The parameters, flat or in memory, then where the result is wanted, if that goes into memory. */
static void
lower(struct fuzz_guest *guest, const struct fuzz_function *function, const struct abi_import *import,
      union abi_slot *slots)
{
    const struct fuzz_shape *params = function->params;
    const size_t count = strlen(import->params);
    const bool async = starts_with(import->name, ASYNC);
    size_t used = params->flat;
    if (used > (async ? FLAT_ASYNC_PARAMS_MAX : FLAT_PARAMS_MAX)) {
        used = 1;
        slots[0].u64 = fuzz_guest_room(guest, params->size, params->align);
        if (slots[0].u64 != 0)
            fuzz_value_store(guest, params, slots[0].u32);
        if (fuzz_input_byte(&guest->input) >= 0xf8)
            slots[0].u64 = fuzz_value_number(guest);
    } else {
        fuzz_value_flat(guest, params, slots);
    }
    FUZZ_CHECK(count == used || count == used + 1);
    guest->area = choose_area(guest, function->result_size);
    if (count > used)
        slots[used].u64 = guest->area;
}

/* Of a built-in: a waitable or a set, the result area or another place of eight bytes, or a number. */
static uint64_t
choose_slot(struct fuzz_guest *guest)
{
    const struct abi_table *table = &guest->support.instance.table;
    const uint8_t byte = fuzz_input_byte(&guest->input);
    if (byte >= 0xc0)
        return fuzz_value_number(guest);
    if (byte >= 0x80)
        return FUZZ_AREA + (byte & 7u) * 8;
    uint32_t found = 0;
    uint32_t seen = 0;
    for (uint32_t index = table->count; index-- > 1 && seen <= byte;) {
        const struct abi_resource *type = table->entries[index].type;
        if (type != NULL && (table->entries[index].waitable || strcmp(type->name, "waitable-set") == 0)) {
            found = index;
            seen++;
        }
    }
    return found;
}

/* What a built-in writes, now or later. */
static void
allow_builtin(struct fuzz_guest *guest, const char *name, const union abi_slot *slots)
{
    if (strstr(name, "[waitable-set-") != NULL)
        fuzz_guest_owe(guest, slots[1].u32, 8);
    else if (strstr(name, "[future-read") != NULL)
        fuzz_guest_owe(guest, slots[1].u32, 4);
    else if (strstr(name, "[stream-read") != NULL &&
             slots[2].u32 <= UINT32_MAX / 4) /* memory may have grown */
        fuzz_guest_owe(guest, slots[1].u32, slots[2].u32 * 4);
}

/* A wait for what may never happen (a device's loss, an error) ends after a while. */
static void
bound_wait(struct fuzz_guest *guest, const char *name)
{
    struct base_deadline *deadline = &guest->support.instance.deadline;
    const bool may_last = strstr(name, "-read-") != NULL || strstr(name, "-write-") != NULL ||
                          strstr(name, "[waitable-set-wait]") != NULL;
    if (guest->held)
        *deadline = (struct base_deadline){0};
    else
        *deadline = may_last ? base_deadline_in(WAIT_NS) : (struct base_deadline){BASE_DEADLINE_NEVER};
}

static void
call(struct fuzz_guest *guest, const struct choice *choice)
{
    const struct abi_import *import = choice->import;
    const struct fuzz_function *function = choice->function;
    union abi_slot slots[SLOTS_MAX];
    memset(slots, 0xee, sizeof slots); /* what a call leaves out is not zero either */
    guest->top = FUZZ_PARAMS;
    guest->area = FUZZ_AREA;
    uint32_t size = 0;
    if (function != NULL) {
        lower(guest, function, import, slots);
        size = function->result_size;
        if (starts_with(import->name, ASYNC))
            fuzz_guest_owe(guest, guest->area, size);
    } else {
        for (size_t i = 0; i < strlen(import->params); i++)
            slots[i].u64 = choose_slot(guest);
        allow_builtin(guest, import->name, slots);
    }
    bound_wait(guest, import->name);
    if (trace)
        fprintf(stderr, "%s(#%u)", import->name, slots[0].u32);
    const enum abi_trap trap = fuzz_guest_call(guest, import->name, import->func, slots, size);
    if (trace)
        fprintf(stderr, ": %s %s\n", abi_trap_text(trap), guest->support.failure.detail);
    FUZZ_CHECK((trap == ABI_TRAP_MISSING) == (import->func == abi_missing));
}

/* What is not a call. */
static void
disturb(struct fuzz_guest *guest, uint8_t what)
{
    if (trace)
        fprintf(stderr, "disturb 0x%x\n", what);
    if (what < 0xd0)
        null_gpu.fail_next(what % NULL_GPU_FAULTS);
    else if (what < 0xe0) {
        guest->held = what % 3 == NULL_GPU_HELD; /* no wait may last then */
        null_gpu.set_pace(what % 3);
    } else if (what < 0xf0)
        guest->support.realloc = what % (SUPPORT_REALLOC_IMPORT + 1);
    else if (what < 0xf4)
        guest->overlaps = !guest->overlaps;
    else if (what < 0xf8)
        atomic_store(&guest->interrupt.raised, (what & 1) != 0);
    else
        null_gpu.lose_devices();
}

static void
run(struct fuzz_guest *guest)
{
    for (size_t i = 0; i < STEPS_MAX && !fuzz_input_ended(&guest->input); i++) {
        const uint8_t what = fuzz_input_byte(&guest->input);
        if (what >= 0xc0)
            disturb(guest, what);
        else
            call(guest, choose((uint32_t)fuzz_input_number(&guest->input, 2)));
    }
}

/* Lines are made, as for a user, and go nowhere. */
static void
ignore_line(void *env, enum base_log_level level, enum base_log_room room, const char *line)
{
    (void)env;
    (void)level;
    (void)room;
    (void)line;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    trace = getenv("FUZZ_TRACE") != NULL;
    if (!trace)
        base_log_set_sink(ignore_line, NULL);
    null_gpu = support_null_gpu_load(FUZZ_NULL_GPU);
    make_choices();
    return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct fuzz_guest guest;
    static const uint32_t sizes[] = {65536, 131072, 65536 - 8, 0, SUPPORT_CALL_NO_MEMORY};
    struct fuzz_input input = {data, size};
    const uint8_t start = fuzz_input_byte(&input);
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    null_gpu.fail_next(NULL_GPU_NO_FAULT);
    fuzz_guest_init(&guest, (struct fuzz_input){NULL, 0}, sizes[(start & 0xf0) == 0xf0 ? start % 5 : 0]);
    guest.support.import =
        (struct abi_binding){"[import]from-realloc", choices[0].import->func, &guest.support.options,
                             &guest.support.instance, guest.context};
    for (size_t i = 0; (start & 8) == 0 && i < sizeof prologue / sizeof prologue[0]; i++)
        call(&guest, choose(number_of(prologue[i])));
    guest.input = input;
    run(&guest);
    null_gpu.set_pace(NULL_GPU_AT_ONCE);
    null_gpu.fail_next(NULL_GPU_NO_FAULT);
    fuzz_guest_finish(&guest);
    if (null_gpu.live_objects() != 0)
        null_gpu.print_objects();
    FUZZ_CHECK(null_gpu.live_objects() == 0);
    return 0;
}
