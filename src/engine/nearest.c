/* The name that was most likely meant by one that is unknown: Levenshtein's distance, the first of equals. */
#include "engine/nearest.h"

#include <stdio.h>
#include <string.h>

static size_t
least(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static size_t
distance(const char *a, const char *b)
{
    const size_t a_size = strnlen(a, ENGINE_NAME_MAX);
    const size_t b_size = strnlen(b, ENGINE_NAME_MAX);
    size_t row[ENGINE_NAME_MAX + 1]; /* of a's first i bytes to b's first k */
    for (size_t k = 0; k <= b_size; k++)
        row[k] = k;
    for (size_t i = 0; i < a_size; i++) {
        size_t before = row[0];
        row[0] = i + 1;
        for (size_t k = 0; k < b_size; k++) {
            const size_t change = before + (a[i] != b[k]);
            before = row[k + 1];
            row[k + 1] = least(before + 1, row[k] + 1, change);
        }
    }
    return row[b_size];
}

void
engine_nearest_init(struct engine_nearest *nearest, const char *wanted)
{
    nearest->wanted = wanted;
    nearest->best[0] = '\0';
    nearest->distance = strnlen(wanted, ENGINE_NAME_MAX) / 2;
}

void
engine_nearest_offer(struct engine_nearest *nearest, const char *name)
{
    const size_t new_distance = distance(nearest->wanted, name);
    if (new_distance >= nearest->distance)
        return;
    nearest->distance = new_distance;
    snprintf(nearest->best, sizeof nearest->best, "%s", name);
}
