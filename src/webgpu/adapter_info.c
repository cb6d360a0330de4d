/* gpu-adapter-info. Follows WebGPU, "GPUAdapterInfo". */
#include "generated/webgpu_methods.h"
#include "webgpu/adapter.h"
#include "webgpu/text.h"

#define SUBGROUP_MIN_SIZE 4 /* where the library does not say */
#define SUBGROUP_MAX_SIZE 128

/* "normalized identifier string": lower case letters and digits, in parts with a dash between them. */
static bool
copy_identifier(struct base_string *to, WGPUStringView from)
{
    if (!webgpu_string_copy(to, from))
        return false;
    size_t size = 0;
    bool dash = false;
    for (size_t i = 0; i < to->size; i++) {
        char c = to->data[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
            dash = size != 0;
            continue;
        }
        if (dash)
            to->data[size++] = '-'; /* in the place of what it stands for */
        dash = false;
        to->data[size++] = c;
    }
    to->data[size] = '\0';
    to->size = size;
    return true;
}

/* A fallback adapter is one that is a CPU. */
bool
webgpu_adapter_info_init(struct webgpu_adapter_info *self, struct webgpu_object *owner,
                         const WGPUAdapterInfo *native)
{
    self->owner = owner;
    self->subgroup_min_size = native->subgroupMinSize != 0 ? native->subgroupMinSize : SUBGROUP_MIN_SIZE;
    self->subgroup_max_size = native->subgroupMaxSize != 0 ? native->subgroupMaxSize : SUBGROUP_MAX_SIZE;
    self->is_fallback = native->adapterType == WGPUAdapterType_CPU;
    return copy_identifier(&self->vendor, native->vendor) &&
           copy_identifier(&self->architecture, native->architecture) &&
           copy_identifier(&self->device, native->device) &&
           webgpu_string_copy(&self->description, native->description);
}

void
webgpu_adapter_info_finish(struct webgpu_adapter_info *self)
{
    base_string_finish(&self->vendor);
    base_string_finish(&self->architecture);
    base_string_finish(&self->device);
    base_string_finish(&self->description);
}

void
webgpu_adapter_info_drop(struct webgpu_adapter_info *self)
{
    webgpu_object_unref(self->owner);
}

struct base_str
webgpu_adapter_info_vendor(struct webgpu_adapter_info *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->vendor);
}

struct base_str
webgpu_adapter_info_architecture(struct webgpu_adapter_info *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->architecture);
}

struct base_str
webgpu_adapter_info_device(struct webgpu_adapter_info *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->device);
}

struct base_str
webgpu_adapter_info_description(struct webgpu_adapter_info *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->description);
}

uint32_t
webgpu_adapter_info_subgroup_min_size(struct webgpu_adapter_info *self)
{
    return self->subgroup_min_size;
}

uint32_t
webgpu_adapter_info_subgroup_max_size(struct webgpu_adapter_info *self)
{
    return self->subgroup_max_size;
}

bool
webgpu_adapter_info_is_fallback_adapter(struct webgpu_adapter_info *self)
{
    return self->is_fallback;
}
