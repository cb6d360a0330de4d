/* What the tests of imports.h share: checks, and a device with work that takes its time. */
#ifndef RAW_H
#define RAW_H

#include <stdbool.h>
#include <stdint.h>

#include <wasigpu/async.h>
#include <wasigpu/imports.h>

/* Prints "ok" or "FAILED" and `what`; a failure ends the guest with 1. */
void require(bool passed, const char *what);

/* What a call has stored: both belong to the guest. */
void print_text(const char *what, struct wasi_webgpu_string text);

uint64_t now_ns(void);

struct device {
    wasi_webgpu_device_t self;
    wasi_webgpu_queue_t queue;
};

/* Opened by sync imports, each on an adapter of its own. */
wasi_webgpu_adapter_t open_adapter(void);
struct device open_device(void);
void close_device(struct device device);

wasi_webgpu_buffer_t new_buffer(struct device device, uint64_t size, uint32_t usage);
wasi_webgpu_shader_module_t new_shader(struct device device, const char *code);

/* A buffer to map, which gets `value` when the device has counted to `rounds`: 60 million are some tenths of
 * a second on a CPU adapter. */
wasi_webgpu_buffer_t start_work(struct device device, uint32_t rounds, uint32_t value);

/* Of a mapped one: its first number. Unmaps it. */
uint32_t read_and_unmap(wasi_webgpu_buffer_t buffer);

/* The async form of map-async of all of it, for reading. */
uint32_t map_async(wasi_webgpu_buffer_t buffer, struct wasi_webgpu_result_void_map_async_error *result);

#endif
