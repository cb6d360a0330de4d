/* The queries of a command buffer's passes. */
#include "webgpu/pass_queries.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

#define TIME_SIZE sizeof(uint64_t)
#define BYTES_MAX (WEBGPU_PASS_QUERIES_MAX * 2 * TIME_SIZE)

static void
forget_error(WGPUPopErrorScopeStatus status, WGPUErrorType type, WGPUStringView message, void *userdata1,
             void *userdata2)
{
    (void)status;
    (void)type;
    (void)message;
    (void)userdata1;
    (void)userdata2;
}

static WGPUBuffer
make_buffer(WGPUDevice device, WGPUBufferUsage usage)
{
    const WGPUBufferDescriptor descriptor = {.usage = usage, .size = BYTES_MAX};
    return wgpuDeviceCreateBuffer(device, &descriptor);
}

static bool
make_native(struct webgpu_pass_queries *queries, WGPUDevice device)
{
    const WGPUQuerySetDescriptor descriptor = {.type = WGPUQueryType_Timestamp,
                                               .count = 2 * WEBGPU_PASS_QUERIES_MAX};
    wgpuDevicePushErrorScope(device, WGPUErrorFilter_OutOfMemory);
    queries->native = wgpuDeviceCreateQuerySet(device, &descriptor);
    queries->resolved = make_buffer(device, WGPUBufferUsage_QueryResolve | WGPUBufferUsage_CopySrc);
    queries->readable = make_buffer(device, WGPUBufferUsage_MapRead | WGPUBufferUsage_CopyDst);
    wgpuDevicePopErrorScope(device, (WGPUPopErrorScopeCallbackInfo){.mode = WGPUCallbackMode_AllowSpontaneous,
                                                                    .callback = forget_error});
    return queries->native != NULL && queries->resolved != NULL && queries->readable != NULL;
}

struct webgpu_pass_queries *
webgpu_pass_queries_new(WGPUDevice device)
{
    struct webgpu_pass_queries *queries = calloc(1, sizeof *queries);
    if (queries == NULL)
        return NULL;
    atomic_init(&queries->refs, 1);
    atomic_init(&queries->state, WEBGPU_PASS_QUERIES_HERE);
    if (make_native(queries, device))
        return queries;
    webgpu_pass_queries_delete(queries, true);
    return NULL;
}

static void
unref(struct webgpu_pass_queries *queries)
{
    if (atomic_fetch_sub_explicit(&queries->refs, 1, memory_order_acq_rel) == 1)
        free(queries);
}

void
webgpu_pass_queries_delete(struct webgpu_pass_queries *queries, bool release)
{
    if (release && queries->native != NULL)
        wgpuQuerySetRelease(queries->native);
    if (release && queries->resolved != NULL)
        wgpuBufferRelease(queries->resolved);
    if (release && queries->readable != NULL)
        wgpuBufferRelease(queries->readable);
    unref(queries);
}

bool
webgpu_pass_queries_add(struct webgpu_pass_queries *queries, const char *kind, struct base_str label,
                        WGPUPassTimestampWrites *writes)
{
    const uint32_t number = queries->count;
    if (number == WEBGPU_PASS_QUERIES_MAX)
        return false;
    const int label_size = label.size < WEBGPU_PASS_NAME_SIZE ? (int)label.size : WEBGPU_PASS_NAME_SIZE;
    snprintf(queries->names[number], WEBGPU_PASS_NAME_SIZE, "%s%s%.*s", kind, label.size == 0 ? "" : " ",
             label_size, label.size == 0 ? "" : label.data);
    *writes = (WGPUPassTimestampWrites){
        .querySet = queries->native,
        .beginningOfPassWriteIndex = 2 * number,
        .endOfPassWriteIndex = 2 * number + 1,
    };
    queries->count++;
    return true;
}

void
webgpu_pass_queries_resolve(const struct webgpu_pass_queries *queries, WGPUCommandEncoder encoder)
{
    wgpuCommandEncoderResolveQuerySet(encoder, queries->native, 0, 2 * queries->count, queries->resolved, 0);
    wgpuCommandEncoderCopyBufferToBuffer(encoder, queries->resolved, 0, queries->readable, 0,
                                         2 * queries->count * TIME_SIZE);
}

/* Any thread. */
static void
on_mapped(WGPUMapAsyncStatus status, WGPUStringView message, void *userdata1, void *userdata2)
{
    struct webgpu_pass_queries *queries = userdata1;
    const bool ok = status == WGPUMapAsyncStatus_Success;
    (void)message;
    (void)userdata2;
    queries->seen_ns = base_clock_now_ns();
    atomic_store_explicit(&queries->state, ok ? WEBGPU_PASS_QUERIES_MAPPED : WEBGPU_PASS_QUERIES_LOST,
                          memory_order_release);
    unref(queries);
}

void
webgpu_pass_queries_map(struct webgpu_pass_queries *queries, uint64_t submitted_ns)
{
    const WGPUBufferMapCallbackInfo info = {
        .mode = WGPUCallbackMode_AllowSpontaneous,
        .callback = on_mapped,
        .userdata1 = queries,
    };
    queries->submitted_ns = submitted_ns;
    atomic_store_explicit(&queries->state, WEBGPU_PASS_QUERIES_IN_FLIGHT, memory_order_relaxed);
    atomic_fetch_add_explicit(&queries->refs, 1, memory_order_relaxed);
    wgpuBufferMapAsync(queries->readable, WGPUMapMode_Read, 0, BYTES_MAX, info);
}

/* What was read before is there again where commands were not executed. */
static bool
is_fresh(const uint64_t *last, const uint64_t *read)
{
    return read[0] != 0 && read[1] >= read[0] && (read[0] != last[0] || read[1] != last[1]);
}

uint32_t
webgpu_pass_queries_read(struct webgpu_pass_queries *queries,
                         struct webgpu_pass_time times[WEBGPU_PASS_QUERIES_MAX])
{
    const uint64_t *read =
        wgpuBufferGetConstMappedRange(queries->readable, 0, queries->count * 2 * TIME_SIZE);
    uint32_t count = 0;
    for (uint32_t i = 0; read != NULL && i < queries->count; i++) {
        uint64_t *last = queries->last[i];
        if (!is_fresh(last, &read[2 * i]))
            continue;
        last[0] = read[2 * i];
        last[1] = read[2 * i + 1];
        times[count++] = (struct webgpu_pass_time){queries->names[i], last[0], last[1]};
    }
    wgpuBufferUnmap(queries->readable);
    queries->count = 0;
    atomic_store_explicit(&queries->state, WEBGPU_PASS_QUERIES_HERE, memory_order_relaxed);
    return count;
}
