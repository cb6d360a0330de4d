/* The resources that a bind group or commands use: what is submitted must not use one that is destroyed or
 * mapped. */
#ifndef NULL_USED_H
#define NULL_USED_H

#include "resource.h"

/* Each once for every use, held. */
struct null_used {
    struct null_resource **items;
    size_t count;
    size_t capacity;
};

struct null_bind_group {
    struct null_object object;
    struct null_used used;
};

void null_used_add(struct null_used *used, struct null_resource *resource);
void null_used_add_all(struct null_used *used, const struct null_used *others);
void null_used_finish(struct null_used *used);
/* Why they cannot be submitted; NULL: they can. */
const char *null_used_problem(const struct null_used *used);

#endif
