/* The name that was most likely meant by one that is unknown. */
#ifndef ENGINE_NEAREST_H
#define ENGINE_NEAREST_H

#include <stddef.h>

#define ENGINE_NAME_MAX 160 /* longer names are compared up to here */

struct engine_nearest {
    const char *wanted;
    char best[ENGINE_NAME_MAX + 1]; /* "": nothing is near */
    size_t distance;                /* of the best: insertions, removals and changes of a byte */
};

/* Nothing is near until half of `wanted` agrees. Borrows it. */
void engine_nearest_init(struct engine_nearest *nearest, const char *wanted);
void engine_nearest_offer(struct engine_nearest *nearest, const char *name);

#endif
