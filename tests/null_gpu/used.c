/* A growing list of resources. */
#include "used.h"

#include <stdlib.h>

void
null_used_add(struct null_used *used, struct null_resource *resource)
{
    if (used->count == used->capacity) {
        used->capacity = used->capacity * 2 + 4;
        used->items = realloc(used->items, used->capacity * sizeof(struct null_resource *));
        if (used->items == NULL)
            null_die("out of memory");
    }
    null_object_hold(&resource->object);
    used->items[used->count++] = resource;
}

void
null_used_add_all(struct null_used *used, const struct null_used *others)
{
    for (size_t i = 0; i < others->count; i++)
        null_used_add(used, others->items[i]);
}

void
null_used_finish(struct null_used *used)
{
    for (size_t i = 0; i < used->count; i++)
        null_object_unhold(&used->items[i]->object);
    free(used->items);
    *used = (struct null_used){0};
}

const char *
null_used_problem(const struct null_used *used)
{
    for (size_t i = 0; i < used->count; i++) {
        if (used->items[i]->destroyed)
            return "a resource that it uses is destroyed";
        if (used->items[i]->mapped)
            return "a buffer that it uses is mapped";
    }
    return NULL;
}
