/* gpu: get-gpu, request-adapter, the preferred canvas format. Follows WebGPU, "GPU" and "Adapter
 * Selection"; which adapter it is, is the user's choice first: src/gpu. */
#include "webgpu/gpu.h"

#include "base/log.h"
#include "generated/webgpu_methods.h"
#include "gpu/adapter.h"
#include "webgpu/adapter.h"
#include "webgpu/enums.h"

static const struct webgpu_class gpu_class = {"gpu", sizeof(struct webgpu_gpu), NULL, WEBGPU_POOL_NONE};

struct webgpu_gpu *
webgpu_get_gpu(struct webgpu_context *context)
{
    return webgpu_object_new(&gpu_class, context, NULL, (struct base_str){0});
}

void
webgpu_gpu_drop(struct webgpu_gpu *self)
{
    webgpu_object_unref(&self->object);
}

/* "feature level string". Compatibility is taken for core, as is allowed: its stricter rules would have
 * to be enforced by whatever library there is. */
static bool
is_feature_level(struct base_str text)
{
    return base_str_equal(text, base_str("core")) || base_str_equal(text, base_str("compatibility"));
}

/* The adapter for `options`; NULL: none, and the log says why. */
static struct webgpu_adapter *
find_adapter(struct webgpu_gpu *self, const struct webgpu_request_adapter_options *options)
{
    WGPURequestAdapterOptions native = {.featureLevel = WGPUFeatureLevel_Core};
    bool fallback_only = false;
    if (options != NULL) {
        if (options->feature_level.some && !is_feature_level(options->feature_level.value))
            return NULL;
        if (options->power_preference.some)
            native.powerPreference = webgpu_native_power_preference(options->power_preference.value);
        fallback_only = options->force_fallback_adapter.some && options->force_fallback_adapter.value;
        native.forceFallbackAdapter = fallback_only;
    }
    if (!webgpu_budget_has_room(self->object.context)) {
        base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "no adapter: " WEBGPU_NO_ROOM);
        return NULL;
    }
    WGPUAdapter found = NULL;
    wasigpu_error_t *error = gpu_instance_request_adapter(self->object.context->gpu, &native, &found);
    if (error != NULL) {
        base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "no adapter: %s", wasigpu_error_message(error));
        wasigpu_error_delete(error);
        return NULL;
    }
    struct webgpu_adapter *adapter = webgpu_adapter_new(self->object.context, found);
    if (adapter != NULL && fallback_only && !adapter->info.is_fallback) {
        base_log(BASE_LOG_INFO, BASE_LOG_ROOM_WEBGPU,
                 "no adapter: a fallback adapter is asked for, and there is none");
        webgpu_object_unref(&adapter->object);
        return NULL;
    }
    return adapter;
}

static void
request_adapter_release(struct abi_pending *op)
{
    const struct webgpu_gpu_request_adapter_result *result = (void *)op->result;
    if (result->value != NULL)
        webgpu_adapter_drop(result->value);
}

void
webgpu_gpu_request_adapter_start(struct webgpu_gpu *self,
                                 const struct webgpu_option_request_adapter_options *options,
                                 struct base_arena *arena, struct abi_pending *op)
{
    (void)arena;
    struct webgpu_gpu_request_adapter_result *result = (void *)op->result;
    op->release = request_adapter_release;
    result->value = find_adapter(self, options->some ? &options->value : NULL);
    abi_pending_finish(op);
}

/* There is no display whose format could be the better one. */
enum webgpu_texture_format
webgpu_gpu_get_preferred_canvas_format(struct webgpu_gpu *self)
{
    (void)self;
    return WEBGPU_TEXTURE_FORMAT_BGRA8UNORM;
}
