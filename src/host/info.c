/* What there is: the native library, and its adapters, each of which is asked for in turn.
 *
 * An adapter's features and limits are those that a guest sees, so they come from src/webgpu. */
#include "wasigpu/info.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "gpu/library.h"
#include "host/host.h"
#include "webgpu/supported_features.h"
#include "webgpu/supported_limits.h"

struct host_info {
    wasigpu_info_t info; /* first: that is what the embedder has */
    struct base_arena arena;
};

static const char *
copy(struct host_info *self, const char *text)
{
    const size_t size = strlen(text) + 1;
    char *own = base_arena_alloc(&self->arena, size, 1);
    return own == NULL ? "" : memcpy(own, text, size);
}

/* Takes `error` over. */
static const char *
copy_message(struct host_info *self, wasigpu_error_t *error)
{
    const char *text = copy(self, wasigpu_error_message(error));
    wasigpu_error_delete(error);
    return text;
}

static void
list_features(struct host_info *self, WGPUAdapter native, wasigpu_adapter_t *adapter)
{
    const char **features = base_arena_alloc(&self->arena, WEBGPU_FEATURE_COUNT, sizeof *features);
    if (features == NULL)
        return;
    const uint32_t set = webgpu_features_of_adapter(native);
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++)
        if (webgpu_features_contain(set, (enum webgpu_feature_name)i))
            features[adapter->feature_count++] = webgpu_feature_text((enum webgpu_feature_name)i);
    adapter->features = features;
}

static void
list_limits(struct host_info *self, WGPUAdapter native, wasigpu_adapter_t *adapter)
{
    WGPULimits reported = WGPU_LIMITS_INIT;
    wgpuAdapterGetLimits(native, &reported);
    struct webgpu_supported_limits supported;
    webgpu_supported_limits_init(&supported, NULL, &reported);
    const wasigpu_limit_t all[] = {
#define X(type, getter, name, class, value) {#name, supported.native.name},
        WEBGPU_LIMITS(X)
#undef X
    };
    wasigpu_limit_t *limits = base_arena_alloc(&self->arena, sizeof all / sizeof all[0], sizeof all[0]);
    if (limits == NULL)
        return;
    memcpy(limits, all, sizeof all);
    adapter->limits = limits;
    adapter->limit_count = sizeof all / sizeof all[0];
}

/* Asks for the adapter at `index` as a guest would get it. */
static wasigpu_error_t *
ask(struct host_info *self, const wasigpu_host_t *host, size_t index, wasigpu_adapter_t *adapter)
{
    char number[24];
    snprintf(number, sizeof number, "%zu", index);
    const struct gpu_choice choice = {.adapter = number, .backend = host->backend};
    struct gpu_instance *gpu = NULL;
    wasigpu_error_t *error = gpu_instance_new(&choice, &gpu);
    if (error != NULL)
        return error;
    WGPUAdapter native = NULL;
    error = gpu_instance_request_adapter(gpu, NULL, &native);
    if (error == NULL) {
        list_features(self, native, adapter);
        list_limits(self, native, adapter);
        wgpuAdapterRelease(native);
    }
    gpu_instance_delete(gpu);
    return error;
}

static void
fill_adapters(struct host_info *self, const wasigpu_host_t *host, const struct gpu_adapter_list *list)
{
    wasigpu_adapter_t *adapters = base_arena_alloc(&self->arena, list->count, sizeof *adapters);
    if (adapters == NULL)
        return;
    for (size_t i = 0; i < list->count; i++) {
        const struct gpu_adapter_info *item = &list->items[i];
        adapters[i] = (wasigpu_adapter_t){
            .name = copy(self, item->name),
            .vendor = copy(self, item->vendor),
            .driver = copy(self, item->driver),
            .type = gpu_adapter_type_text(item->type),
            .backend = gpu_backend_text(item->backend),
        };
        wasigpu_error_t *error = ask(self, host, i, &adapters[i]);
        if (error != NULL)
            adapters[i].problem = copy_message(self, error);
    }
    self->info.adapters = adapters;
    self->info.adapter_count = list->count;
}

/* Why there is none: what a guest's request would come to. */
static const char *
no_adapter(struct host_info *self, struct gpu_instance *gpu)
{
    WGPUAdapter native = NULL;
    wasigpu_error_t *error = gpu_instance_request_adapter(gpu, NULL, &native);
    if (error != NULL)
        return copy_message(self, error);
    wgpuAdapterRelease(native);
    return "the library does not list its adapters";
}

static void
list_adapters(struct host_info *self, const wasigpu_host_t *host, struct gpu_instance *gpu)
{
    struct gpu_adapter_list list = {0};
    wasigpu_error_t *error = gpu_instance_list_adapters(gpu, &list);
    if (error != NULL)
        self->info.no_adapter = copy_message(self, error);
    else if (list.count == 0)
        self->info.no_adapter = no_adapter(self, gpu);
    else
        fill_adapters(self, host, &list);
    gpu_adapter_list_finish(&list);
}

wasigpu_error_t *
wasigpu_info_new(wasigpu_host_t *host, wasigpu_info_t **info)
{
    struct gpu_instance *gpu;
    wasigpu_error_t *error = host_take_gpu(host, &gpu);
    if (error != NULL)
        return error;
    struct host_info *self = calloc(1, sizeof *self);
    if (self == NULL) {
        gpu_instance_delete(gpu);
        return base_error_new("out of memory");
    }
    self->info.library = gpu_library_name();
    self->info.library_version = copy(self, gpu_library_version());
    self->info.library_path = copy(self, gpu_library_path());
    list_adapters(self, host, gpu);
    gpu_instance_delete(gpu);
    if (self->arena.failed) {
        wasigpu_info_delete(&self->info);
        return base_error_new("out of memory");
    }
    *info = &self->info;
    return NULL;
}

void
wasigpu_info_delete(wasigpu_info_t *info)
{
    if (info == NULL)
        return;
    struct host_info *self = (struct host_info *)info;
    base_arena_finish(&self->arena);
    free(self);
}
