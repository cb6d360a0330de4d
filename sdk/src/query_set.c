/* WGPUQuerySet. Follows WebGPU, "GPUQuerySet". */
#include <wasigpu/imports.h>

#include "chain.h"
#include "device.h"
#include "enum.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

_Static_assert(WGPUQueryType_Occlusion == WASI_WEBGPU_QUERY_TYPE_OCCLUSION + 1, "one order");
_Static_assert(WGPUQueryType_Timestamp == WASI_WEBGPU_QUERY_TYPE_TIMESTAMP + 1, "one order");

/* What it says of itself is the descriptor's, though it may be refused: WebGPU, "QuerySet Creation". */
struct WGPUQuerySetImpl {
    struct sdk_object object;
    WGPUQueryType type;
    uint32_t count;
};

static struct sdk_places places = {.size = sizeof(struct WGPUQuerySetImpl)};

static struct wasi_webgpu_result_query_set_create_query_set_error
create(WGPUDevice device, enum wasi_webgpu_query_type type, uint32_t count, WGPUStringView label)
{
    struct wasi_webgpu_result_query_set_create_query_set_error result = {0};
    wasi_webgpu_device_create_query_set(device->object.handle, type, count, label.length != 0, label.data,
                                        label.length, &result);
    return result;
}

/* An invalid set and a validation error, which names the reason: no set is as large. */
static uint32_t
refuse(WGPUDevice device, WGPUStringView reason)
{
    sdk_log("wgpuDeviceCreateQuerySet", reason);
    return create(device, WASI_WEBGPU_QUERY_TYPE_OCCLUSION, UINT32_MAX, reason).ok;
}

WGPUQuerySet
wgpuDeviceCreateQuerySet(WGPUDevice device, const WGPUQuerySetDescriptor *descriptor)
{
    if (!sdk_is_usable(device, __func__))
        return NULL;
    static const WGPUQuerySetDescriptor invalid = WGPU_QUERY_SET_DESCRIPTOR_INIT; /* no type */
    if (!sdk_is_given(descriptor, __func__))
        descriptor = &invalid;
    uint32_t handle;
    uint8_t type;
    if (!sdk_chain_is_empty(descriptor->nextInChain) ||
        !sdk_enum_required("type", descriptor->type, WGPUQueryType_Timestamp, &type)) {
        handle = refuse(device, sdk_text_of(sdk_reason()));
    } else {
        const struct wasi_webgpu_result_query_set_create_query_set_error result =
            create(device, (enum wasi_webgpu_query_type)type, descriptor->count, sdk_text(descriptor->label));
        handle = result.ok;
        if (result.is_error) {
            const WGPUStringView message = sdk_text_from(result.error.message);
            handle = refuse(device, message);
            sdk_text_free(message);
        }
    }
    WGPUQuerySet self = sdk_object_new(&places, handle, wasi_webgpu_query_set_drop);
    if (self != NULL) {
        self->type = descriptor->type;
        self->count = descriptor->count;
    }
    return self;
}

void
wgpuQuerySetAddRef(WGPUQuerySet self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuQuerySetRelease(WGPUQuerySet self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    wasi_webgpu_query_set_drop(self->object.handle);
    sdk_object_end(&places, self);
}

void
wgpuQuerySetDestroy(WGPUQuerySet self)
{
    if (!sdk_is_usable(self, __func__))
        return;
    wasi_webgpu_query_set_destroy(self->object.handle);
}

uint32_t
wgpuQuerySetGetCount(WGPUQuerySet self)
{
    if (!sdk_is_usable(self, __func__))
        return 0;
    return self->count;
}

WGPUQueryType
wgpuQuerySetGetType(WGPUQuerySet self)
{
    if (!sdk_is_usable(self, __func__))
        return (WGPUQueryType)0;
    return self->type;
}
