/* Memory of the guest's objects. */
#include "object.h"

#include <stdlib.h>

#include "text.h"

void *
sdk_alloc(size_t count, size_t size)
{
    void *data = calloc(count, size);
    if (data == NULL && count != 0)
        sdk_out_of_memory();
    return data;
}

void *
sdk_object_new(size_t size, uint32_t handle)
{
    struct sdk_object *object = sdk_alloc(1, size);
    object->refs = 1;
    object->handle = handle;
    return object;
}
