/* What the tests of webgpu.h share: checks that are counted and printed, and a device to work with.
 *
 * The tests run as guests and natively: nothing here knows which. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include <webgpu/webgpu.h>

/* Prints "ok" or "FAILED" and `what`. Returns `passed`. */
bool check(bool passed, const char *what);

/* The same for two numbers, which a failure prints. */
bool check_equal(uint64_t actual, uint64_t expected, const char *what);

/* Prints the sum; the program's exit code: 0 if all checks passed, and there was at least one. */
int check_finish(void);

struct gpu {
    WGPUInstance instance; /* with timed waits */
    WGPUAdapter adapter;
    WGPUDevice device;
    WGPUQueue queue;
};

/* A device with `feature` (0: none more). False: it is checked and printed what is missing. */
bool gpu_open(struct gpu *gpu, WGPUFeatureName feature);

/* The same with those of the features that the adapter has. */
bool gpu_open_with(struct gpu *gpu, size_t count, const WGPUFeatureName *features);

/* The same without a device and a queue. */
bool gpu_open_adapter(struct gpu *gpu);

/* gpu_open in the instance of another one, on an adapter of its own. */
bool gpu_open_beside(struct gpu *gpu, const struct gpu *other);

/* Asks the adapter, and waits. NULL: there is none, and the reason is printed. */
WGPUDevice gpu_request_device(const struct gpu *gpu, const WGPUDeviceDescriptor *descriptor);

/* The rest of gpu_open, on an open adapter. */
bool gpu_open_device(struct gpu *gpu, WGPUDeviceDescriptor descriptor);
void gpu_close(struct gpu *gpu);

/* Waits for one future, however long; it is checked that it completes. */
void gpu_wait(const struct gpu *gpu, WGPUFuture future);

/* Processes events until `*count`, which callbacks raise, is at least `wanted`; gives up after a minute. */
void gpu_process_until(const struct gpu *gpu, const int *count, int wanted);

/* Waits until all that was submitted is done. */
void gpu_finish(const struct gpu *gpu);

/* Maps all of `buffer` and waits. */
WGPUMapAsyncStatus gpu_map(const struct gpu *gpu, WGPUBuffer buffer, WGPUMapMode mode);

WGPUBuffer gpu_buffer(const struct gpu *gpu, uint64_t size, WGPUBufferUsage usage);

/* Copies `size` bytes of `source`, through a buffer of its own, to `data`. */
bool gpu_read(const struct gpu *gpu, WGPUBuffer source, void *data, uint64_t size);

/* Pushes an error scope for validation errors, which one of the next two pops. */
void gpu_watch(const struct gpu *gpu);

/* The scope must have caught an error with a message. */
void gpu_expect_error(const struct gpu *gpu, const char *what);

/* It must have caught nothing. */
void gpu_expect_none(const struct gpu *gpu, const char *what);

/* Pops an error scope; `message` gets the beginning of the error's text. NoError: none, or no scope. */
WGPUErrorType gpu_pop_error(const struct gpu *gpu, char *message, uint64_t message_size);

/* Submits what `encoder` has recorded, and releases it. */
void gpu_submit(const struct gpu *gpu, WGPUCommandEncoder encoder);

/* A bind group layout of one entry. */
WGPUBindGroupLayout gpu_layout(const struct gpu *gpu, const WGPUBindGroupLayoutEntry *entry);

/* A shader module of WGSL. */
WGPUShaderModule gpu_shader(const struct gpu *gpu, const char *code);

static inline WGPUStringView
text(const char *chars)
{
    const WGPUStringView view = {chars, WGPU_STRLEN};
    return view;
}

#endif
