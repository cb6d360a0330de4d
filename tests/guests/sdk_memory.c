/* cabi_realloc itself, as the host calls it: alignment, size 0, growing and shrinking, the one-shot
 * destination; and the guest's stack, whose overflow must trap and not run into the data.
 *
 * A guest only: there is no cabi_realloc in native programs. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../sdk/src/realloc.h"
#include "check.h"

static void
test_alignment(void)
{
    bool aligned = true;
    for (size_t align = 1; align <= 16; align *= 2) {
        uint8_t *data = cabi_realloc(NULL, 0, align, 100);
        aligned = aligned && (uintptr_t)data % align == 0;
        memset(data, 0xa5, 100);
        free(data);
    }
    check(aligned, "every alignment of the ABI is respected");
}

static void
test_empty(void)
{
    check(cabi_realloc(NULL, 0, 8, 0) != NULL, "size 0 gives a pointer");
    check_equal((uintptr_t)cabi_realloc(NULL, 0, 8, 0) % 8, 0, "an aligned one");
    void *data = cabi_realloc(NULL, 0, 1, 50);
    check(cabi_realloc(data, 50, 1, 0) != NULL, "shrinking to 0 gives a pointer, too");
}

static void
test_growing(void)
{
    uint8_t *data = cabi_realloc(NULL, 0, 16, 3);
    memcpy(data, "abc", 3);
    data = cabi_realloc(data, 3, 16, 100000);
    check(memcmp(data, "abc", 3) == 0 && (uintptr_t)data % 16 == 0, "growing keeps bytes and alignment");
    data = cabi_realloc(data, 100000, 16, 2);
    check(memcmp(data, "ab", 2) == 0, "shrinking keeps bytes");
    free(data);
}

static void
test_offer(void)
{
    uint8_t place[40];
    sdk_realloc_offer(place, sizeof place);
    void *other = cabi_realloc(NULL, 0, 1, sizeof place - 1);
    void *aligned = cabi_realloc(NULL, 0, 8, sizeof place);
    check(other != place && aligned != place, "an offer is for its size and no alignment");
    check(cabi_realloc(NULL, 0, 1, sizeof place) == place, "an offer is taken");
    void *second = cabi_realloc(NULL, 0, 1, sizeof place);
    check(second != place, "once");
    sdk_realloc_offer(place, sizeof place);
    sdk_realloc_offer(NULL, 0);
    void *third = cabi_realloc(NULL, 0, 1, sizeof place);
    check(third != place, "not after it was taken back");
    free(other);
    free(aligned);
    free(second);
    free(third);
}

/* Ends after 2^64 calls; the address keeps the compiler from making a loop of it. */
static uint64_t
recurse(volatile uint64_t *caller)
{
    volatile uint64_t frame[64];
    frame[0] = *caller + 1;
    return frame[0] == 0 ? 0 : recurse(frame) + frame[0];
}

int
main(int argc, char **argv)
{
    volatile uint64_t start = 0;
    /* As the host calls it: no compiler may see through and leave an allocation out that no one uses. */
    void *(*volatile from_outside)(void *, size_t, size_t, size_t) = cabi_realloc;
    if (argc > 1 && strcmp(argv[1], "exhaust") == 0)
        return from_outside(NULL, 0, 1, SIZE_MAX - 64) != NULL; /* traps */
    if (argc > 1 && strcmp(argv[1], "overflow") == 0)
        return (int)recurse(&start); /* traps */
    test_alignment();
    test_empty();
    test_growing();
    test_offer();
    return check_finish();
}
