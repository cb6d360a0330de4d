/* gpu-query-set. Follows WebGPU, "QuerySet Creation" and "Query Set Destruction". */
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"

/* True with a result of NULL: out of memory. */
bool
webgpu_device_create_query_set(struct webgpu_device *device,
                               const struct webgpu_query_set_descriptor *descriptor, struct base_arena *arena,
                               struct webgpu_query_set **result, struct webgpu_create_query_set_error *error)
{
    (void)arena;
    if (descriptor->type == WEBGPU_QUERY_TYPE_TIMESTAMP &&
        !webgpu_features_contain(device->features.set, WEBGPU_FEATURE_NAME_TIMESTAMP_QUERY)) {
        error->kind = WEBGPU_CREATE_QUERY_SET_ERROR_KIND_TYPE_ERROR;
        error->message = base_str("the device lacks the feature timestamp-query");
        return false;
    }
    const struct base_str label = webgpu_string_or_empty(descriptor->label);
    const WGPUQuerySetDescriptor native = {
        .label = webgpu_native_label(label),
        .type = webgpu_native_query_type(descriptor->type),
        .count = descriptor->count,
    };
    struct webgpu_query_set *self =
        webgpu_admits_query_set(device)
            ? webgpu_query_set_new(device, wgpuDeviceCreateQuerySet(device->native, &native), label)
            : webgpu_refused_query_set(device, label);
    if (self != NULL) {
        self->type = descriptor->type;
        self->count = descriptor->count;
    }
    *result = self;
    return true;
}

void
webgpu_query_set_destroy(struct webgpu_query_set *self)
{
    wgpuQuerySetDestroy(self->native);
}

enum webgpu_query_type
webgpu_query_set_type(struct webgpu_query_set *self)
{
    return self->type;
}

uint32_t
webgpu_query_set_count(struct webgpu_query_set *self)
{
    return self->count;
}
