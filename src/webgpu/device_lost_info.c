/* gpu-device.lost and gpu-device-lost-info. Follows WebGPU, "GPUDeviceLostInfo".
 *
 * Each call of lost gives a future of its own, that waits for the one loss there is. */
#include <stdlib.h>

#include "abi/supply.h"
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"

struct webgpu_device_lost_info {
    struct webgpu_object object;
    struct webgpu_device_loss *loss; /* what it tells of */
};

static void
info_finish(struct webgpu_object *object)
{
    webgpu_device_loss_unref(((struct webgpu_device_lost_info *)object)->loss);
}

static const struct webgpu_class info_class = {"gpu-device-lost-info", sizeof(struct webgpu_device_lost_info),
                                               info_finish, WEBGPU_POOL_NONE};

struct lost_future {
    struct abi_supply base;
    struct webgpu_device_loss *loss;
};

static uint32_t
future_ready(struct abi_supply *base, bool *ended)
{
    *ended = false; /* it is read once */
    return webgpu_device_is_lost(((const struct lost_future *)base)->loss);
}

static void *
future_take(struct abi_supply *base)
{
    struct webgpu_device_loss *loss = ((const struct lost_future *)base)->loss;
    struct webgpu_device_lost_info *info =
        webgpu_object_new(&info_class, loss->context, NULL, (struct base_str){0});
    if (info != NULL)
        info->loss = webgpu_device_loss_ref(loss);
    return info;
}

static void
future_release(struct abi_supply *base)
{
    webgpu_device_loss_unref(((const struct lost_future *)base)->loss);
    free(base);
}

/* The device may go before the future, so that this waits with the context's source. */
struct abi_supply *
webgpu_device_lost(struct webgpu_device *self)
{
    struct lost_future *future = malloc(sizeof *future);
    if (future == NULL)
        return NULL;
    *future = (struct lost_future){
        .base = {&self->object.context->source.base, future_ready, future_take, future_release},
        .loss = webgpu_device_loss_ref(self->loss),
    };
    return &future->base;
}

void
webgpu_device_lost_info_drop(struct webgpu_device_lost_info *self)
{
    webgpu_object_unref(&self->object);
}

enum webgpu_device_lost_reason
webgpu_device_lost_info_reason(struct webgpu_device_lost_info *self)
{
    return self->loss->reason;
}

struct base_str
webgpu_device_lost_info_message(struct webgpu_device_lost_info *self, struct base_arena *arena)
{
    (void)arena;
    return base_string_view(&self->loss->message);
}
