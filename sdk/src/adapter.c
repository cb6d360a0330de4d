/* WGPUAdapter: asking the instance for one, and what it can do. Asking it for a device is in
 * device_request.c. Follows WebGPU, "GPU", requestAdapter.
 *
 * There are no surfaces to be compatible with, and no native backends to choose from. */
#include "adapter.h"

#include <stdlib.h>

#include "chain.h"
#include "enum.h"
#include "feature.h"
#include "future.h"
#include "info.h"
#include "instance.h"
#include "limit.h"
#include "reason.h"
#include "refuse.h"
#include "text.h"

struct request {
    struct sdk_future future;
    WGPURequestAdapterCallbackInfo info;
    WGPURequestAdapterStatus status; /* 0: as the host's answer says */
    char reason[SDK_REASON_SIZE];    /* why the host was not asked */
    struct wasi_webgpu_option_adapter found;
};

static struct sdk_places places = {.size = sizeof(struct WGPUAdapterImpl)};

static WGPUAdapter
new_adapter(const struct request *request)
{
    WGPUAdapter self = sdk_object_new(&places, request->found.value, wasi_webgpu_adapter_drop);
    if (self != NULL)
        self->instance = request->future.instance;
    return self;
}

static void
deliver(struct sdk_future *future, bool cancelled)
{
    struct request *self = (struct request *)future;
    WGPUAdapter adapter = self->found.some ? new_adapter(self) : NULL;
    const char *message = self->reason;
    if (cancelled) {
        self->status = WGPURequestAdapterStatus_CallbackCancelled;
        message = "the instance is gone";
    } else if (adapter != NULL) {
        self->status = WGPURequestAdapterStatus_Success;
    } else if (self->status == 0) {
        self->status =
            self->found.some ? WGPURequestAdapterStatus_Error : WGPURequestAdapterStatus_Unavailable;
        message = self->found.some ? SDK_OUT_OF_MEMORY : "no adapter";
    }
    if (adapter != NULL && (cancelled || self->info.callback == NULL)) {
        wgpuAdapterRelease(adapter);
        adapter = NULL;
    }
    if (self->info.callback != NULL)
        self->info.callback(self->status, adapter, sdk_text_of(message), self->info.userdata1,
                            self->info.userdata2);
    free(self);
}

static const char *
feature_level(WGPUFeatureLevel level)
{
    return level == WGPUFeatureLevel_Compatibility ? "compatibility" : "core";
}

_Static_assert(WGPUPowerPreference_LowPower == WASI_WEBGPU_POWER_PREFERENCE_LOW_POWER + 1, "one order");
_Static_assert(WGPUPowerPreference_HighPerformance == WASI_WEBGPU_POWER_PREFERENCE_HIGH_PERFORMANCE + 1,
               "one order");

static uint32_t
refuse(struct request *self, WGPURequestAdapterStatus status)
{
    self->status = status;
    sdk_reason_keep(self->reason);
    return SDK_NOT_CALLED;
}

/* What an async import returns. */
static uint32_t
ask(struct request *self, WGPUInstance instance, const WGPURequestAdapterOptions *options)
{
    struct wasi_webgpu_option_power_preference power;
    if (!sdk_chain_has_only(options->nextInChain, WGPUSType_RequestAdapterWebXROptions) ||
        !sdk_enum("powerPreference", options->powerPreference, 1, WGPUPowerPreference_HighPerformance,
                  &power.some, &power.value))
        return refuse(self, WGPURequestAdapterStatus_Error);
    if (options->featureLevel > WGPUFeatureLevel_Core) {
        sdk_unknown("featureLevel", options->featureLevel);
        return refuse(self, WGPURequestAdapterStatus_Error);
    }
    if (options->backendType != WGPUBackendType_Undefined && options->backendType != WGPUBackendType_WebGPU) {
        sdk_wrong("the only backend of a guest is WebGPU");
        return refuse(self, WGPURequestAdapterStatus_Unavailable);
    }
    if (options->compatibleSurface != NULL) {
        sdk_wrong("there are no surfaces");
        return refuse(self, WGPURequestAdapterStatus_Unavailable);
    }
    const WGPURequestAdapterWebXROptions *xr = (const WGPURequestAdapterWebXROptions *)options->nextInChain;
    const char *level = feature_level(options->featureLevel);
    const struct wasi_webgpu_gpu_request_adapter_params params = {
        .self = instance->object.handle,
        .options = {.some = true,
                    .value =
                        {
                            .feature_level = {options->featureLevel != WGPUFeatureLevel_Undefined,
                                              {level, strlen(level)}},
                            .power_preference = power,
                            .force_fallback_adapter = {true, options->forceFallbackAdapter != 0},
                            .xr_compatible = {xr != NULL, xr != NULL && xr->xrCompatible},
                        }},
    };
    return wasi_webgpu_async_gpu_request_adapter(&params, &self->found);
}

WGPUFuture
wgpuInstanceRequestAdapter(WGPUInstance self, const WGPURequestAdapterOptions *options,
                           WGPURequestAdapterCallbackInfo info)
{
    if (!sdk_can_start(self, info.nextInChain, __func__))
        return (WGPUFuture){0};
    static const WGPURequestAdapterOptions defaults = WGPU_REQUEST_ADAPTER_OPTIONS_INIT;
    struct request *request = sdk_alloc(1, sizeof *request);
    request->future.instance = self->id;
    request->future.mode = info.mode;
    request->future.deliver = deliver;
    request->info = info;
    return sdk_future_start(&request->future, ask(request, self, options != NULL ? options : &defaults));
}

void
wgpuAdapterGetFeatures(WGPUAdapter self, WGPUSupportedFeatures *features)
{
    if (!sdk_feature_list_begin(features, self, __func__))
        return;
    sdk_feature_list(wasi_webgpu_adapter_features(self->object.handle), features);
}

WGPUBool
wgpuAdapterHasFeature(WGPUAdapter self, WGPUFeatureName feature)
{
    if (!sdk_is_usable(self, __func__))
        return false;
    return sdk_feature_has(wasi_webgpu_adapter_features(self->object.handle), feature);
}

WGPUStatus
wgpuAdapterGetLimits(WGPUAdapter self, WGPULimits *limits)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(limits, __func__))
        return WGPUStatus_Error;
    return sdk_limit_read(__func__, wasi_webgpu_adapter_limits(self->object.handle), limits);
}

WGPUStatus
wgpuAdapterGetInfo(WGPUAdapter self, WGPUAdapterInfo *info)
{
    if (!sdk_is_usable(self, __func__) || !sdk_is_given(info, __func__))
        return WGPUStatus_Error;
    return sdk_info_read(__func__, wasi_webgpu_adapter_info(self->object.handle), info);
}

void
wgpuAdapterAddRef(WGPUAdapter self)
{
    sdk_object_ref(self, __func__);
}

void
wgpuAdapterRelease(WGPUAdapter self)
{
    if (!sdk_object_unref(self, __func__))
        return;
    wasi_webgpu_adapter_drop(self->object.handle);
    sdk_object_end(&places, self);
}
