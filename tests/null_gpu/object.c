/* Objects: made, counted, looked at. Memory of those that are gone is kept for a while, so that a use after
 * the release is told by name. */
#include "object.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIVE 0xa11e0b1eu
#define GONE 0xdead0b1eu
#define GONE_MAX 4096

_Thread_local const char *null_function = "?";

static const char *const kind_names[] = {[NULL_KIND_NONE] = "nothing",
                                         [NULL_KIND_STRING] = "string",
#define X(name) [NULL_KIND_##name] = #name,
                                         NULL_KINDS(X)
#undef X
};

static atomic_size_t live[NULL_KIND_COUNT];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct null_object *gone_first; /* released last */
static struct null_object **gone_end = &gone_first;
static size_t gone_count;

void
null_die(const char *format, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fprintf(stderr, "null_gpu: %s: %s\n", null_function, text);
    abort();
}

void *
null_object_new(enum null_kind kind, size_t size, struct null_object *parent)
{
    struct null_object *object = calloc(1, size);
    if (object == NULL)
        null_die("out of memory");
    object->magic = ALIVE;
    object->kind = kind;
    object->parent = parent;
    atomic_init(&object->refs, 1);
    atomic_init(&object->holds, 1);
    if (parent != NULL)
        null_object_hold(parent);
    atomic_fetch_add(&live[kind], 1);
    return object;
}

/* Keeps the memory of one that is gone, and frees that of the oldest. */
static void
bury(struct null_object *object)
{
    object->magic = GONE;
    object->next = NULL;
    pthread_mutex_lock(&lock);
    *gone_end = object;
    gone_end = &object->next;
    struct null_object *oldest = NULL;
    if (++gone_count > GONE_MAX) {
        oldest = gone_first;
        gone_first = oldest->next;
        gone_count--;
    }
    pthread_mutex_unlock(&lock);
    free(oldest);
}

void
null_object_hold(struct null_object *object)
{
    atomic_fetch_add(&object->holds, 1);
}

void
null_object_unhold(struct null_object *object)
{
    if (atomic_fetch_sub(&object->holds, 1) != 1)
        return;
    struct null_object *parent = object->parent;
    if (object->finish != NULL)
        object->finish(object);
    atomic_fetch_sub(&live[object->kind], 1);
    bury(object);
    if (parent != NULL)
        null_object_unhold(parent);
}

void
null_object_add_ref(struct null_object *object)
{
    atomic_fetch_add(&object->refs, 1);
}

void
null_object_release(struct null_object *object)
{
    if (atomic_fetch_sub(&object->refs, 1) != 1)
        return;
    if (object->end != NULL)
        object->end(object);
    null_object_unhold(object);
}

struct null_object *
null_check(enum null_kind kind, const void *handle)
{
    struct null_object *object = (struct null_object *)(uintptr_t)handle;
    if (object == NULL)
        null_die("a %s that is NULL", kind_names[kind]);
    if (object->magic == GONE)
        null_die("a %s that is gone, where a %s is expected", kind_names[object->kind], kind_names[kind]);
    if (object->magic != ALIVE)
        null_die("%p is no object, where a %s is expected", handle, kind_names[kind]);
    if (object->kind != kind)
        null_die("a %s, where a %s is expected", kind_names[object->kind], kind_names[kind]);
    if (atomic_load(&object->refs) == 0)
        null_die("a %s that was released", kind_names[kind]);
    return object;
}

void
null_check_bytes(const void *bytes, size_t size)
{
    if (bytes == NULL && size != 0)
        null_die("%zu bytes at NULL", size);
    static volatile unsigned char seen;
    unsigned char sum = 0;
    for (size_t i = 0; i < size; i++)
        sum ^= ((const unsigned char *)bytes)[i];
    seen = sum;
    (void)seen;
}

void
null_check_string(WGPUStringView string)
{
    if (string.data == NULL && string.length == WGPU_STRLEN)
        return; /* none */
    null_check_bytes(string.data, string.length == WGPU_STRLEN ? strlen(string.data) : string.length);
}

void
null_check_value(const char *what, unsigned value, unsigned first, unsigned last)
{
    if (value < first || value > last)
        null_die("%s has the value 0x%x", what, value);
}

void
null_check_flags(const char *what, uint64_t value, uint64_t known)
{
    if ((value & ~known) != 0)
        null_die("%s has unknown bits: 0x%llx", what, (unsigned long long)value);
}

void
null_wgpu_aborts(const char *why)
{
    if (null_is_wgpu())
        null_die("wgpu-native aborts here: %s", why);
}

size_t
null_gpu_live_objects(void)
{
    size_t count = 0;
    for (size_t kind = 0; kind < NULL_KIND_COUNT; kind++)
        count += atomic_load(&live[kind]);
    return count;
}

void
null_gpu_print_objects(void)
{
    for (size_t kind = 0; kind < NULL_KIND_COUNT; kind++) {
        const size_t count = atomic_load(&live[kind]);
        if (count != 0)
            fprintf(stderr, "null_gpu: %zu alive: %s\n", count, kind_names[kind]);
    }
}

static void __attribute__((destructor))
check_at_exit(void)
{
    const char *check = getenv("NULL_GPU_CHECK");
    null_function = "exit";
    null_gpu_print_objects();
    if (check != NULL && check[0] == '1' && null_gpu_live_objects() != 0)
        null_die("objects are alive");
    while (gone_first != NULL) {
        struct null_object *object = gone_first;
        gone_first = object->next;
        free(object);
    }
}
