/* What the guests on `wit-bindgen c` share: it is compiled against the bindings of each. */
#ifndef WORK_H
#define WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "imports.h"

#define COUNT 256

/* The generator's names are long: W(own_gpu_buffer_t) is wasi_webgpu_webgpu_own_gpu_buffer_t. */
#define W(name) wasi_webgpu_webgpu_##name
#define CONSTANT(name) WASI_WEBGPU_WEBGPU_##name

/* A failure ends the guest with 1. */
void require(bool passed, const char *what);
void print_and_free(const char *what, imports_string_t *text);

struct work {
    W(own_gpu_queue_t) queue;
    W(own_gpu_buffer_t) data;
    W(own_gpu_buffer_t) staging;
};

/* Writes the numbers, and submits commands that double them and copy them to `staging`. */
struct work work_start(W(borrow_gpu_device_t) device);
/* `staging` is mapped: looks at all of it, and unmaps it. */
void work_check(const struct work *work);
void work_finish(const struct work *work);

#endif
