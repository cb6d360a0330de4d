/* A device over the imports, for guests that use no webgpu.h. */
#ifndef BENCH_DEVICE_GUEST_H
#define BENCH_DEVICE_GUEST_H

#include <wasigpu/imports.h>

/* Ends the program, with a line on standard error, where there is none. */
wasi_webgpu_device_t bench_open_device(void);

#endif
