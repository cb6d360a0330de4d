/* gpu-device.on-uncaptured-error, and gpu-uncaptured-error-event. Follows WebGPU, "Telemetry".
 *
 * Each call gives a stream of its own, and each stream every error from then on. What is not read in time is
 * counted: behind QUEUED_MAX errors, or those that there is memory for, comes one that says how many there
 * were. One error has its place in any case: it may be the one that says that there is no memory. While a
 * device has no stream, its errors go to the log; so does the first of those that are in a stream when it
 * ends. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/supply.h"
#include "base/log.h"
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/error.h"
#include "webgpu/text.h"

#define QUEUED_MAX 1024u
#define QUEUED_FIRST 8u /* a ring's capacity at first, which doubles up to the maximum */
#define SHORT_SIZE 256u /* as much of a message as is kept where there is no room */

struct webgpu_error_stream {
    struct abi_supply base;
    struct webgpu_device_loss *loss;
    struct webgpu_error_stream *next; /* of the same device */

    /* Under the loss's lock: */
    struct webgpu_error **queued; /* a ring, with references */
    uint32_t capacity;
    uint32_t first;
    uint32_t count;
    uint64_t dropped; /* behind those */
};

static uint32_t
stream_ready(struct abi_supply *base, bool *ended)
{
    struct webgpu_error_stream *self = (struct webgpu_error_stream *)base;
    *ended = webgpu_device_is_lost(self->loss); /* a lost device has no errors, so this comes first */
    pthread_mutex_lock(&self->loss->lock);
    const uint32_t ready = self->count + (self->dropped != 0);
    pthread_mutex_unlock(&self->loss->lock);
    return ready;
}

static struct webgpu_error *
dropped_error(struct webgpu_context *context, uint64_t dropped)
{
    char text[80];
    const int size = snprintf(text, sizeof text, "%" PRIu64 " more %s dropped: there was no place left",
                              dropped, dropped == 1 ? "error" : "errors");
    return webgpu_error_new(context, WGPUErrorType_Internal, (WGPUStringView){text, (size_t)size});
}

static void *
stream_take(struct abi_supply *base)
{
    struct webgpu_error_stream *self = (struct webgpu_error_stream *)base;
    struct webgpu_error *error = NULL;
    uint64_t dropped = 0;
    pthread_mutex_lock(&self->loss->lock);
    if (self->count != 0) {
        error = self->queued[self->first];
        self->first = (self->first + 1) % self->capacity;
        self->count--;
    } else {
        dropped = self->dropped;
        self->dropped = 0;
    }
    pthread_mutex_unlock(&self->loss->lock);
    return error != NULL ? error : dropped_error(self->loss->context, dropped);
}

static void
log_unread(const struct webgpu_error_stream *self)
{
    const uint64_t unread = self->count + self->dropped;
    const struct base_str text = webgpu_error_message(self->queued[self->first], NULL);
    base_log(BASE_LOG_WARN, BASE_LOG_ROOM_WEBGPU, "the guest has not read %" PRIu64 " %s; the first is: %.*s",
             unread, unread == 1 ? "error" : "errors", (int)text.size, text.size == 0 ? "" : text.data);
}

static void
stream_release(struct abi_supply *base)
{
    struct webgpu_error_stream *self = (struct webgpu_error_stream *)base;
    pthread_mutex_lock(&self->loss->lock);
    struct webgpu_error_stream **place = &self->loss->streams;
    while (*place != self)
        place = &(*place)->next;
    *place = self->next;
    const bool log = self->count != 0 && !self->loss->unread_logged;
    self->loss->unread_logged |= log;
    pthread_mutex_unlock(&self->loss->lock);
    if (log)
        log_unread(self);
    for (uint32_t i = 0; i < self->count; i++)
        webgpu_error_drop(self->queued[(self->first + i) % self->capacity]);
    webgpu_host_give(self->loss->context, self->capacity * sizeof self->queued[0]);
    free(self->queued);
    webgpu_device_loss_unref(self->loss);
    free(self);
}

/* The device may go before the stream, so that this waits with the context's source. */
struct abi_supply *
webgpu_device_on_uncaptured_error(struct webgpu_device *self)
{
    struct webgpu_error_stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL)
        return NULL;
    stream->base =
        (struct abi_supply){&self->object.context->source.base, stream_ready, stream_take, stream_release};
    stream->loss = webgpu_device_loss_ref(self->loss);
    pthread_mutex_lock(&self->loss->lock);
    stream->next = self->loss->streams;
    self->loss->streams = stream;
    pthread_mutex_unlock(&self->loss->lock);
    return &stream->base;
}

/* The first places are had in any case. */
static bool
pay(struct webgpu_error_stream *self, uint64_t bytes)
{
    if (self->capacity != 0)
        return webgpu_host_take(self->loss->context, bytes);
    webgpu_host_charge(self->loss->context, bytes);
    return true;
}

/* A place for one more in the ring; false: it has as many as it may, or there is no memory. */
static bool
make_room(struct webgpu_error_stream *self)
{
    if (self->count < self->capacity)
        return true;
    const uint32_t capacity = self->capacity == 0 ? QUEUED_FIRST : self->capacity * 2;
    const uint64_t more = (capacity - self->capacity) * sizeof self->queued[0];
    if (capacity > QUEUED_MAX || !pay(self, more))
        return false;
    struct webgpu_error **queued = calloc(capacity, sizeof *queued);
    if (queued == NULL) {
        webgpu_host_give(self->loss->context, more);
        return false;
    }
    for (uint32_t i = 0; i < self->capacity; i++) /* it is full */
        queued[i] = self->queued[(self->first + i) % self->capacity];
    free(self->queued);
    self->queued = queued;
    self->capacity = capacity;
    self->first = 0;
    return true;
}

/* Once one was dropped all are, until the guest has been told. `room`: for more than the one that it reads
 * next. */
static bool
takes(const struct webgpu_error_stream *self, bool room)
{
    return self->dropped == 0 && (self->count == 0 || room);
}

static bool
any_takes(const struct webgpu_error_stream *first, bool room)
{
    for (const struct webgpu_error_stream *stream = first; stream != NULL; stream = stream->next)
        if (takes(stream, room))
            return true;
    return false;
}

static void
push(struct webgpu_error_stream *self, struct webgpu_error *error, bool room)
{
    if (error == NULL || !takes(self, room) || !make_room(self)) {
        self->dropped++;
        return;
    }
    webgpu_error_ref(error);
    self->queued[(self->first + self->count++) % self->capacity] = error;
}

static WGPUStringView
shorten(WGPUStringView message)
{
    if (message.data != NULL)
        message.length = strnlen(message.data, message.length < SHORT_SIZE ? message.length : SHORT_SIZE);
    return message;
}

/* To all streams; false: there is none. */
static bool
tell(struct webgpu_device_loss *loss, WGPUErrorType type, WGPUStringView message)
{
    webgpu_callback_enter();
    pthread_mutex_lock(&loss->lock);
    const bool any = loss->streams != NULL;
    const bool room = any && webgpu_host_has_room(loss->context);
    struct webgpu_error *error = NULL;
    if (any_takes(loss->streams, room))
        error = webgpu_error_new(loss->context, type, room ? message : shorten(message));
    for (struct webgpu_error_stream *stream = loss->streams; stream != NULL; stream = stream->next)
        push(stream, error, room);
    pthread_mutex_unlock(&loss->lock);
    if (error != NULL)
        webgpu_error_drop(error); /* the maker's reference */
    webgpu_callback_leave();
    return any;
}

void
webgpu_device_on_error(WGPUDevice const *native, WGPUErrorType type, WGPUStringView message, void *userdata1,
                       void *userdata2)
{
    (void)native;
    (void)userdata2;
    if (webgpu_device_is_lost(userdata1)) /* it has no errors any more */
        return;
    static const char *const kinds[] = {
        [WGPUErrorType_Validation] = "validation error",
        [WGPUErrorType_OutOfMemory] = "out of memory",
        [WGPUErrorType_Internal] = "internal error",
    };
    const bool known = type >= WGPUErrorType_Validation && type <= WGPUErrorType_Internal;
    const enum base_log_level level = tell(userdata1, type, message) ? BASE_LOG_DEBUG : BASE_LOG_WARN;
    const struct base_str text = webgpu_heap_copy(message);
    base_log(level, BASE_LOG_ROOM_WEBGPU, "%s: %.*s", known ? kinds[type] : "error", (int)text.size,
             text.size == 0 ? "" : text.data);
    webgpu_heap_text_free(text);
}

/* Nothing in wasi:webgpu gives a guest an event, for errors come by a stream: each call of these ends as a
 * trap on its way here. */

void
webgpu_uncaptured_error_event_drop(struct webgpu_uncaptured_error_event *self)
{
    (void)self;
    assert(false); /* there is none */
}

struct webgpu_error *
webgpu_uncaptured_error_event_error(struct webgpu_uncaptured_error_event *self)
{
    (void)self;
    assert(false); /* there is none */
    return NULL;
}
