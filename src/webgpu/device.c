/* gpu-device: what it is, and destroying it. What it creates is in that resource's file, requesting one in
 * device_request.c, error scopes in error_scope.c, uncaptured errors in uncaptured_error.c, its loss in
 * device_loss.c and device_lost_info.c.
 *
 * Follows WebGPU, "GPUDevice". */
#include "webgpu/device.h"

#include "generated/webgpu_methods.h"
#include "webgpu/adapter.h"
#include "webgpu/pass_times.h"
#include "webgpu/text.h"

/* Before it is destroyed or released. One that is abandoned is counted with the instance's. */
static void
abandon_if_busy(struct webgpu_device *self)
{
    self->abandoned = self->queue.native != NULL &&
                      webgpu_context_abandons(self->object.context, self->native, self->queue.native);
    if (self->abandoned)
        self->object.context->budget.devices--;
}

static void
leave_context(struct webgpu_device *self)
{
    struct webgpu_device **place = &self->object.context->devices;
    while (*place != self)
        place = &(*place)->next;
    *place = self->next;
}

static void
device_finish(struct webgpu_object *object)
{
    struct webgpu_device *self = (struct webgpu_device *)object;
    webgpu_device_loss_forget(self->loss);
    if (self->destroys == 0)
        abandon_if_busy(self);
    if (self->destroys == 0 && self->native != NULL)
        webgpu_pass_times_drain(self);
    webgpu_pass_times_delete(self->pass_times, !self->abandoned);
    if (!self->abandoned)
        object->context->budget.devices--;
    leave_context(self);
    webgpu_errands_leave(self);
    if (self->native != NULL && !self->abandoned) {
        wgpuQueueRelease(self->queue.native);
        wgpuDeviceRelease(self->native);
    }
    webgpu_leaving_end(self);
    webgpu_object_set_label(&self->queue.object, (struct base_str){0});
    /* Where the library has not said so: it may be done with the device later, or never. */
    webgpu_device_loss_happens(self->loss, WEBGPU_DEVICE_LOST_REASON_DESTROYED,
                               webgpu_native_string(base_str("no handle is left of it")));
    webgpu_device_loss_unref(self->loss);
    webgpu_object_unref(&self->adapter->object);
}

static const struct webgpu_class device_class = {"gpu-device", sizeof(struct webgpu_device), device_finish,
                                                 WEBGPU_POOL_NONE};

struct webgpu_device *
webgpu_device_new(struct webgpu_adapter *adapter, const struct webgpu_device_descriptor *descriptor)
{
    struct base_str label = {0};
    struct base_str queue_label = {0};
    if (descriptor != NULL) {
        label = webgpu_string_or_empty(descriptor->label);
        if (descriptor->default_queue.some)
            queue_label = webgpu_string_or_empty(descriptor->default_queue.value.label);
    }
    struct webgpu_device_loss *loss = webgpu_device_loss_new(adapter->object.context);
    if (loss == NULL)
        return NULL;
    struct webgpu_device *self = webgpu_object_new(&device_class, adapter->object.context, NULL, label);
    if (self == NULL) {
        webgpu_device_loss_unref(loss);
        return NULL;
    }
    self->object.context->budget.devices++;
    self->next = adapter->object.context->devices;
    adapter->object.context->devices = self;
    self->loss = loss;
    loss->device = self;
    webgpu_object_ref(&adapter->object);
    self->adapter = adapter;
    self->queue.device = self;
    self->queue.object.context = adapter->object.context;
    webgpu_object_set_label(&self->queue.object, queue_label);
    return self;
}

void
webgpu_device_drop(struct webgpu_device *self)
{
    webgpu_object_unref(&self->object);
}

struct webgpu_supported_features *
webgpu_device_features(struct webgpu_device *self)
{
    webgpu_object_ref(&self->object);
    return &self->features;
}

const WGPULimits *
webgpu_device_limit_values(struct webgpu_device *self)
{
    if (!self->limits_known) {
        WGPULimits limits = {0};
        wgpuDeviceGetLimits(self->native, &limits);
        webgpu_supported_limits_init(&self->limits, &self->object, &limits);
        self->limits_known = true;
    }
    return &self->limits.native;
}

struct webgpu_supported_limits *
webgpu_device_limits(struct webgpu_device *self)
{
    webgpu_device_limit_values(self);
    webgpu_object_ref(&self->object);
    return &self->limits;
}

/* The adapter's, which says the same: a new one is not distinguishable. */
struct webgpu_adapter_info *
webgpu_device_adapter_info(struct webgpu_device *self)
{
    return webgpu_adapter_info(self->adapter);
}

/* Unmaps all its buffers: see mapping_now in buffer_mapping.c. */
void
webgpu_device_destroy(struct webgpu_device *self)
{
    if (self->destroys++ == 0) {
        abandon_if_busy(self);
        webgpu_pass_times_drain(self);
    }
    if (!self->abandoned) {
        wgpuDeviceDestroy(self->native);
        webgpu_memory_release_all(self);
        webgpu_leaving_end(self);
        return;
    }
    const WGPUStringView message = webgpu_native_string(base_str("it was destroyed, and its GPU hangs"));
    webgpu_device_on_lost(&self->native, WGPUDeviceLostReason_Destroyed, message,
                          webgpu_device_loss_ref(self->loss), NULL); /* as the library would */
    webgpu_errands_end(self, NULL);
}
