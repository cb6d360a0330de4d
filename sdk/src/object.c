/* Memory of the guest's objects, and what is said of those that cannot be used. */
#include "object.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

/* A place stays free until so many of its kind have been released behind it, so that most uses of a released
 * object still find it released. */
#define KEPT_FREE 64

struct sdk_places sdk_plain_places = {.size = sizeof(struct sdk_object)};

void sdk_start_files(void); /* start.c */
void sdk_keep_start_files(void);

/* Never called: it names the object that holds the start files, and so has it linked in. It is in this file,
 * for there is no call of webgpu.h without an object. */
void
sdk_keep_start_files(void)
{
    sdk_start_files();
}

static void
log_out_of_memory(void)
{
    sdk_log("webgpu.h", sdk_text_of("out of memory"));
}

void *
sdk_list_new(size_t count, size_t size)
{
    void *data = calloc(count, size);
    if (data == NULL && count != 0)
        log_out_of_memory();
    return data;
}

void *
sdk_alloc(size_t count, size_t size)
{
    void *data = calloc(count, size);
    if (data == NULL && count != 0)
        sdk_out_of_memory();
    return data;
}

/* NULL: there is neither memory nor a free place, which is logged. */
static struct sdk_object *
take_place(struct sdk_places *places)
{
    if (places->free_count <= KEPT_FREE) {
        struct sdk_object *fresh = calloc(1, places->size);
        if (fresh != NULL)
            return fresh;
    }
    if (places->free_count == 0) {
        log_out_of_memory();
        return NULL;
    }
    struct sdk_object *object = places->first_free;
    places->first_free = object->next_free;
    places->free_count--;
    return memset(object, 0, places->size);
}

void *
sdk_object_new(struct sdk_places *places, uint32_t handle, void (*drop)(uint32_t handle))
{
    struct sdk_object *object = take_place(places);
    if (object == NULL) {
        drop(handle);
        return NULL;
    }
    object->refs = 1;
    object->handle = handle;
    return object;
}

void
sdk_object_ref(void *object, const char *function)
{
    if (sdk_is_usable(object, function))
        ((struct sdk_object *)object)->refs++;
}

bool
sdk_object_unref(void *object, const char *function)
{
    return sdk_is_usable(object, function) && --((struct sdk_object *)object)->refs == 0;
}

void
sdk_object_end(struct sdk_places *places, void *object)
{
    struct sdk_object *place = object;
    place->refs = 0;
    place->next_free = NULL;
    if (places->free_count == 0)
        places->first_free = place;
    else
        places->last_free->next_free = place;
    places->last_free = place;
    places->free_count++;
}

bool
sdk_log_unusable(const char *function)
{
    sdk_log(function, sdk_text_of("an object that is NULL, or was released"));
    return false;
}

#ifdef __OPTIMIZE_SIZE__
bool
sdk_is_usable(const void *object, const char *function)
{
    return (object != NULL && ((const struct sdk_object *)object)->refs != 0) || sdk_log_unusable(function);
}
#endif

bool
sdk_is_given(const void *pointer, const char *function)
{
    if (pointer == NULL)
        sdk_log(function, sdk_text_of("NULL where there must be something"));
    return pointer != NULL;
}
