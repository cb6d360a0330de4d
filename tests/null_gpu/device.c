/* Devices: requested, lost, and what goes wrong on them. webgpu.h, "Device Release", "Device Lost Callback";
 * WebGPU, "Error Scopes", of which each device has one stack here. */
#include "device.h"

#include <pthread.h>
#include <stdlib.h>

#include "event.h"
#include "fault.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct null_device *devices;

struct null_device *
null_device(WGPUDevice handle)
{
    return (struct null_device *)NULL_CHECK(handle);
}

struct null_device *
null_device_of(struct null_object *object)
{
    while (object->kind != NULL_KIND_Device)
        object = object->parent;
    return (struct null_device *)object;
}

struct null_object *
null_instance_of(struct null_device *device)
{
    return device->adapter->object.parent;
}

void
null_device_error(struct null_device *device, WGPUErrorType type, const char *message)
{
    static const WGPUErrorType types[] = {
        [WGPUErrorFilter_Validation] = WGPUErrorType_Validation,
        [WGPUErrorFilter_OutOfMemory] = WGPUErrorType_OutOfMemory,
        [WGPUErrorFilter_Internal] = WGPUErrorType_Internal,
    };
    if (device->lost)
        return;
    for (size_t i = device->scope_count; i-- > 0;) {
        struct null_scope *scope = &device->scopes[i];
        if (types[scope->filter] != type)
            continue;
        if (scope->type == WGPUErrorType_NoError) {
            scope->type = type;
            scope->message = message;
        }
        return;
    }
    if (device->uncaptured.callback == NULL) {
        null_wgpu_aborts("an uncaptured error has no callback");
        return;
    }
    const WGPUDevice handle = (WGPUDevice)device;
    device->uncaptured.callback(&handle, type, null_text(message), device->uncaptured.userdata1,
                                device->uncaptured.userdata2);
}

void *
null_device_make(enum null_kind kind, size_t size, struct null_object *parent)
{
    static const struct {
        enum null_gpu_fault fault;
        WGPUErrorType type;
        const char *message;
    } rows[] = {
        {NULL_GPU_VALIDATION, WGPUErrorType_Validation, "invalid, as was asked for"},
        {NULL_GPU_OUT_OF_MEMORY, WGPUErrorType_OutOfMemory, "out of memory, as was asked for"},
        {NULL_GPU_INTERNAL, WGPUErrorType_Internal, "an internal error, as was asked for"},
    };
    if (!null_is_wgpu() && null_fault_take(NULL_GPU_NO_OBJECT))
        return NULL;
    struct null_object *object = null_object_new(kind, size, parent);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (!null_fault_take(rows[i].fault))
            continue;
        object->invalid = true;
        null_device_error(null_device_of(parent), rows[i].type, rows[i].message);
    }
    return object;
}

static void
deliver_loss(struct null_event *event)
{
    const WGPUDeviceLostCallbackInfo *info = &event->callback.lost;
    const WGPUDevice none = NULL;
    WGPUDeviceLostReason reason = event->status;
    struct null_device *device = (struct null_device *)event->owner;
    if (device->loss != NULL) { /* the instance ends before the device is lost */
        device->loss = NULL;
        reason = WGPUDeviceLostReason_CallbackCancelled;
    }
    if (info->callback != NULL)
        info->callback(&none, reason, null_text(event->message), info->userdata1, info->userdata2);
}

static void
lose(struct null_device *self, WGPUDeviceLostReason reason, const char *message)
{
    if (self->lost)
        return;
    self->lost = true;
    struct null_event *loss = self->loss;
    self->loss = NULL;
    null_event_end_owner(&self->object, message);
    if (loss != NULL &&
        null_is_wgpu()) /* a submit that comes before the host knows would abort, whatever that does */
        null_event_answer(loss, reason, message);
    else if (loss != NULL)
        null_event_finish(loss, reason, message);
}

static void
unlink_device(struct null_device *self)
{
    pthread_mutex_lock(&lock);
    struct null_device **place = &devices;
    while (*place != self)
        place = &(*place)->next;
    *place = self->next;
    pthread_mutex_unlock(&lock);
}

static void
device_end(struct null_object *object)
{
    struct null_device *self = (struct null_device *)object;
    unlink_device(self);
    lose(self, WGPUDeviceLostReason_Destroyed, "the device was released");
}

static void
device_finish(struct null_object *object)
{
    struct null_device *self = (struct null_device *)object;
    free(self->scopes);
}

void
null_gpu_lose_devices(void)
{
    for (struct null_device *device = devices; device != NULL; device = device->next)
        lose(device, WGPUDeviceLostReason_Unknown, "lost, as was asked for");
}

static void
deliver_device(struct null_event *event)
{
    const WGPURequestDeviceCallbackInfo *info = &event->callback.device;
    info->callback(event->status, event->result, null_text(event->message), info->userdata1, info->userdata2);
}

static struct null_device *
new_device(struct null_adapter *adapter, const WGPUDeviceDescriptor *descriptor)
{
    struct null_device *self = null_object_new(NULL_KIND_Device, sizeof *self, &adapter->object);
    self->object.end = device_end;
    self->object.finish = device_finish;
    self->adapter = adapter;
    self->limits = null_limits;
    self->features = 1u << WGPUFeatureName_CoreFeaturesAndLimits;
    WGPUDeviceLostCallbackInfo lost = {.mode = WGPUCallbackMode_AllowSpontaneous};
    if (descriptor != NULL) {
        null_check_string(descriptor->label);
        null_check_string(descriptor->defaultQueue.label);
        for (size_t i = 0; i < descriptor->requiredFeatureCount; i++) {
            const unsigned feature = descriptor->requiredFeatures[i];
            null_check_value("a required feature", feature, 1, NULL_FEATURES_MAX);
            self->features |= 1u << feature;
        }
        if (descriptor->requiredLimits != NULL)
            null_check_bytes(descriptor->requiredLimits, sizeof *descriptor->requiredLimits);
        self->uncaptured = descriptor->uncapturedErrorCallbackInfo;
        if (descriptor->deviceLostCallbackInfo.callback != NULL)
            lost = descriptor->deviceLostCallbackInfo;
    }
    self->loss = null_event_new(adapter->object.parent, &self->object, lost.mode, 0, deliver_loss);
    self->loss->callback.lost = lost;
    self->loss_id = self->loss->id;
    pthread_mutex_lock(&lock);
    self->next = devices;
    devices = self;
    pthread_mutex_unlock(&lock);
    return self;
}

WGPUFuture
wgpuAdapterRequestDevice(WGPUAdapter handle, const WGPUDeviceDescriptor *descriptor,
                         WGPURequestDeviceCallbackInfo callback)
{
    NULL_ENTER();
    struct null_object *adapter = NULL_CHECK(handle);
    struct null_event *event = null_event_new(adapter->parent, adapter, callback.mode, 0, deliver_device);
    event->callback.device = callback;
    struct null_device *device = new_device((struct null_adapter *)adapter, descriptor);
    if (null_fault_take(NULL_GPU_REFUSED)) {
        lose(device, WGPUDeviceLostReason_FailedCreation, "refused, as was asked for");
        null_object_release(&device->object);
        return null_event_answer(event, WGPURequestDeviceStatus_Error, "refused, as was asked for");
    }
    event->result = device;
    return null_event_answer(event, WGPURequestDeviceStatus_Success, NULL);
}

void
wgpuDeviceDestroy(WGPUDevice handle)
{
    NULL_ENTER();
    lose(null_device(handle), WGPUDeviceLostReason_Destroyed, "the device was destroyed");
}

WGPUFuture
wgpuDeviceGetLostFuture(WGPUDevice handle)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    return (WGPUFuture){null_device(handle)->loss_id};
}

WGPUStatus
wgpuDeviceGetAdapterInfo(WGPUDevice handle, WGPUAdapterInfo *info)
{
    NULL_ENTER();
    null_wgpu_aborts("it is not implemented");
    null_device(handle);
    return wgpuAdapterGetInfo((WGPUAdapter)null_device(handle)->adapter, info);
}

WGPUStatus
wgpuDeviceGetLimits(WGPUDevice handle, WGPULimits *limits)
{
    NULL_ENTER();
    return null_copy_limits(&null_device(handle)->limits, limits);
}

void
wgpuDeviceGetFeatures(WGPUDevice handle, WGPUSupportedFeatures *features)
{
    NULL_ENTER();
    null_list_features(null_device(handle)->features, features);
}

WGPUBool
wgpuDeviceHasFeature(WGPUDevice handle, WGPUFeatureName feature)
{
    NULL_ENTER();
    return feature <= NULL_FEATURES_MAX && (null_device(handle)->features >> feature & 1) != 0;
}

static void
queue_end(struct null_object *object)
{
    struct null_device *self = (struct null_device *)object->parent;
    if (self->queue == object)
        self->queue = NULL;
}

/* Each is an object of its own, so that it is told which reference to a queue is not given back; Dawn has one
 * for a device. */
WGPUQueue
wgpuDeviceGetQueue(WGPUDevice handle)
{
    NULL_ENTER();
    struct null_device *self = null_device(handle);
    if (null_is_dawn() && self->queue != NULL) {
        null_object_add_ref(self->queue);
        return (WGPUQueue)self->queue;
    }
    self->queue = null_object_new(NULL_KIND_Queue, sizeof(struct null_object), &self->object);
    self->queue->end = queue_end;
    return (WGPUQueue)self->queue;
}

void
wgpuDevicePushErrorScope(WGPUDevice handle, WGPUErrorFilter filter)
{
    NULL_ENTER();
    struct null_device *self = null_device(handle);
    null_check_value("the filter", filter, WGPUErrorFilter_Validation, WGPUErrorFilter_Internal);
    if (self->scope_count == self->scope_capacity) {
        self->scope_capacity = self->scope_capacity * 2 + 4;
        self->scopes = realloc(self->scopes, self->scope_capacity * sizeof *self->scopes);
        if (self->scopes == NULL)
            null_die("out of memory");
    }
    self->scopes[self->scope_count++] = (struct null_scope){filter, WGPUErrorType_NoError, NULL};
}

static void
deliver_scope(struct null_event *event)
{
    const WGPUPopErrorScopeCallbackInfo *info = &event->callback.scope;
    info->callback(event->status, event->error, null_text(event->message), info->userdata1, info->userdata2);
}

WGPUFuture
wgpuDevicePopErrorScope(WGPUDevice handle, WGPUPopErrorScopeCallbackInfo callback)
{
    NULL_ENTER();
    struct null_device *self = null_device(handle);
    struct null_event *event = null_event_new(null_instance_of(self), &self->object, callback.mode,
                                              WGPUPopErrorScopeStatus_Success, deliver_scope);
    event->callback.scope = callback;
    event->error = WGPUErrorType_NoError;
    if (self->scope_count == 0)
        null_wgpu_aborts("there is no error scope");
    if (self->scope_count == 0)
        return null_event_finish(event, WGPUPopErrorScopeStatus_Error, "there is no error scope");
    const struct null_scope *scope = &self->scopes[--self->scope_count];
    if (!self->lost)
        event->error = scope->type;
    if (null_is_dawn())
        return null_event_answer(event, WGPUPopErrorScopeStatus_Success, scope->message);
    return null_event_finish(event, WGPUPopErrorScopeStatus_Success, scope->message);
}
