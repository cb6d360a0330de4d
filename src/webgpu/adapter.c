/* gpu-adapter: features, limits, info. Requesting a device is in device_request.c.
 *
 * Follows WebGPU, "GPUAdapter". */
#include "webgpu/adapter.h"

#include "generated/webgpu_methods.h"

static void
adapter_finish(struct webgpu_object *object)
{
    struct webgpu_adapter *self = (struct webgpu_adapter *)object;
    webgpu_adapter_info_finish(&self->info);
    wgpuAdapterRelease(self->native);
}

static const struct webgpu_class adapter_class = {"gpu-adapter", sizeof(struct webgpu_adapter),
                                                  adapter_finish, WEBGPU_POOL_NONE};

struct webgpu_adapter *
webgpu_adapter_new(struct webgpu_context *context, WGPUAdapter native)
{
    struct webgpu_adapter *self = webgpu_object_new(&adapter_class, context, NULL, (struct base_str){0});
    if (self == NULL) {
        wgpuAdapterRelease(native);
        return NULL;
    }
    self->native = native;
    self->features = (struct webgpu_supported_features){&self->object, webgpu_features_of_adapter(native)};
    WGPULimits limits = {0};
    wgpuAdapterGetLimits(native, &limits);
    webgpu_supported_limits_init(&self->limits, &self->object, &limits);
    WGPUAdapterInfo info = {0};
    wgpuAdapterGetInfo(native, &info);
    const bool known = webgpu_adapter_info_init(&self->info, &self->object, &info);
    wgpuAdapterInfoFreeMembers(info);
    if (self->info.is_fallback)
        webgpu_budget_share_machine(&context->budget);
    if (known)
        return self;
    webgpu_object_unref(&self->object);
    return NULL;
}

void
webgpu_adapter_drop(struct webgpu_adapter *self)
{
    webgpu_object_unref(&self->object);
}

struct webgpu_supported_features *
webgpu_adapter_features(struct webgpu_adapter *self)
{
    webgpu_object_ref(&self->object);
    return &self->features;
}

struct webgpu_supported_limits *
webgpu_adapter_limits(struct webgpu_adapter *self)
{
    webgpu_object_ref(&self->object);
    return &self->limits;
}

struct webgpu_adapter_info *
webgpu_adapter_info(struct webgpu_adapter *self)
{
    webgpu_object_ref(&self->object);
    return &self->info;
}
