/* record-gpu-pipeline-constant-value and record-option-gpu-size64: WebIDL's records, "record<K, V>", for a
 * language without objects. Both are one map, and differ in their values.
 *
 * Looked up one by one: these hold the constants of a shader, or the limits of a device. What a guest can put
 * in, its share of the host's memory bounds (budget.h), and so how long one call takes. */
#include "webgpu/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "generated/webgpu_methods.h"

static void
record_finish(struct webgpu_object *object)
{
    struct webgpu_record *self = (struct webgpu_record *)object;
    for (size_t i = 0; i < self->count; i++)
        base_string_finish(&self->entries[i].key);
    free(self->entries);
}

static struct webgpu_record_entry *
find(const struct webgpu_record *self, struct base_str key)
{
    for (size_t i = 0; i < self->count; i++) {
        if (base_str_equal(base_string_view(&self->entries[i].key), key))
            return &self->entries[i];
    }
    return NULL;
}

static bool
reserve_one(struct webgpu_record *self)
{
    if (self->count < self->capacity)
        return true;
    const size_t capacity = self->capacity == 0 ? 8 : self->capacity * 2;
    struct webgpu_record_entry *entries = reallocarray(self->entries, capacity, sizeof *entries);
    if (entries == NULL)
        return false;
    self->entries = entries;
    self->capacity = capacity;
    return true;
}

static uint64_t
entry_bytes(struct base_str key)
{
    return sizeof(struct webgpu_record_entry) + key.size;
}

/* NULL: no memory, or no more that the guest may have. */
static struct webgpu_record_entry *
append(struct webgpu_record *self, struct base_str key)
{
    struct webgpu_object *object = &self->object;
    if (!webgpu_host_take(object->context, entry_bytes(key)))
        return NULL;
    struct base_string copy = {0};
    if (!reserve_one(self) || !base_string_copy(&copy, key)) {
        webgpu_host_give(object->context, entry_bytes(key));
        return NULL;
    }
    object->host_bytes += entry_bytes(key);
    self->entries[self->count] = (struct webgpu_record_entry){.key = copy};
    return &self->entries[self->count++];
}

/* "add" has no result, and cannot trap: without memory the entry is missing, and the log says so. */
static void
add(struct webgpu_record *self, struct base_str key, union webgpu_record_value value)
{
    struct webgpu_record_entry *entry = find(self, key);
    if (entry == NULL)
        entry = append(self, key);
    if (entry != NULL)
        entry->value = value;
    else
        base_log(BASE_LOG_ERROR, BASE_LOG_ROOM_WEBGPU, "no memory for an entry of %zu bytes: left out",
                 key.size);
}

static void
remove_key(struct webgpu_record *self, struct base_str key)
{
    struct webgpu_record_entry *entry = find(self, key);
    if (entry == NULL)
        return;
    self->object.host_bytes -= entry_bytes(key);
    webgpu_host_give(self->object.context, entry_bytes(key));
    base_string_finish(&entry->key);
    self->count--;
    memmove(entry, entry + 1, (size_t)(self->entries + self->count - entry) * sizeof *entry);
}

/* `count` elements of `size` bytes for a result; *number is their count. */
static void *
alloc_list(const struct webgpu_record *self, struct base_arena *arena, size_t size, uint32_t *number)
{
    void *list = base_arena_alloc(arena, self->count, size);
    if (self->count > UINT32_MAX)
        arena->failed = true;
    *number = arena->failed ? 0 : (uint32_t)self->count;
    return list;
}

static void
list_keys(const struct webgpu_record *self, struct base_arena *arena, struct webgpu_string_list *result)
{
    result->data = alloc_list(self, arena, sizeof *result->data, &result->count);
    for (uint32_t i = 0; i < result->count; i++)
        result->data[i] = base_string_view(&self->entries[i].key);
}

/* What both have in the same words. */
#define RECORDS(X) \
    X(record_gpu_pipeline_constant_value, "record-gpu-pipeline-constant-value", double, constant, \
      struct webgpu_tuple_string_f64_list) \
    X(record_option_gpu_size64, "record-option-gpu-size64", struct webgpu_option_u64, size, \
      struct webgpu_tuple_string_option_u64_list)

#define X(name, text, type, member, entry_list) \
    static const struct webgpu_class name##_class = {text, sizeof(struct webgpu_##name), record_finish, \
                                                     WEBGPU_POOL_NONE}; \
    struct webgpu_##name *webgpu_##name##_new(struct webgpu_context *context) \
    { \
        return webgpu_object_new(&name##_class, context, NULL, (struct base_str){0}); \
    } \
    void webgpu_##name##_drop(struct webgpu_##name *self) \
    { \
        webgpu_object_unref(&self->record.object); \
    } \
    void webgpu_##name##_add(struct webgpu_##name *self, struct base_str key, type value) \
    { \
        add(&self->record, key, (union webgpu_record_value){.member = value}); \
    } \
    bool webgpu_##name##_has(struct webgpu_##name *self, struct base_str key) \
    { \
        return find(&self->record, key) != NULL; \
    } \
    void webgpu_##name##_remove(struct webgpu_##name *self, struct base_str key) \
    { \
        remove_key(&self->record, key); \
    } \
    void webgpu_##name##_keys(struct webgpu_##name *self, struct base_arena *arena, \
                              struct webgpu_string_list *result) \
    { \
        list_keys(&self->record, arena, result); \
    } \
    void webgpu_##name##_entries(struct webgpu_##name *self, struct base_arena *arena, entry_list *result) \
    { \
        result->data = alloc_list(&self->record, arena, sizeof *result->data, &result->count); \
        for (uint32_t i = 0; i < result->count; i++) { \
            const struct webgpu_record_entry *entry = &self->record.entries[i]; \
            result->data[i].f0 = base_string_view(&entry->key); \
            result->data[i].f1 = entry->value.member; \
        } \
    }
RECORDS(X)
#undef X

void
webgpu_record_gpu_pipeline_constant_value_get(struct webgpu_record_gpu_pipeline_constant_value *self,
                                              struct base_str key, struct webgpu_option_f64 *result)
{
    const struct webgpu_record_entry *entry = find(&self->record, key);
    *result = (struct webgpu_option_f64){.some = entry != NULL};
    if (entry != NULL)
        result->value = entry->value.constant;
}

void
webgpu_record_option_gpu_size64_get(struct webgpu_record_option_gpu_size64 *self, struct base_str key,
                                    struct webgpu_option_option_u64 *result)
{
    const struct webgpu_record_entry *entry = find(&self->record, key);
    *result = (struct webgpu_option_option_u64){.some = entry != NULL};
    if (entry != NULL)
        result->value = entry->value.size;
}

void
webgpu_record_gpu_pipeline_constant_value_values(struct webgpu_record_gpu_pipeline_constant_value *self,
                                                 struct base_arena *arena, struct abi_view *result)
{
    double *values = alloc_list(&self->record, arena, sizeof *values, &result->count);
    for (uint32_t i = 0; i < result->count; i++)
        values[i] = self->record.entries[i].value.constant;
    result->data = values;
}

void
webgpu_record_option_gpu_size64_values(struct webgpu_record_option_gpu_size64 *self, struct base_arena *arena,
                                       struct webgpu_optional_u64_list *result)
{
    result->data = alloc_list(&self->record, arena, sizeof *result->data, &result->count);
    for (uint32_t i = 0; i < result->count; i++)
        result->data[i] = self->record.entries[i].value.size;
}
