/* A WebGPU library without a GPU: webgpu.h's functions over counted objects, loaded like any other.
 *
 * It computes nothing, and nothing it is given is executed; what callers can observe is there: sizes and
 * usages, mapped memory, error scopes, futures, device loss. It is for fuzzing and for counting instructions,
 * and watches its caller: a handle that is NULL, was released, or is of another kind, a string or an array
 * that is not readable, and an enum value that webgpu.h does not know end the process with a line that says
 * so.
 *
 * Built three times. libnull_gpu.so answers as webgpu.h says. libnull_dawn.so passes for a Dawn with the
 * header's values: it has those functions of Dawn's that src/gpu looks for, and no pace delays the end of an
 * error scope. libnull_wgpu.so passes for wgpu-native: it has the functions that wgpu-native adds, and ends
 * the process wherever wgpu-native would. With NULL_GPU_CHECK=1 in
 * the environment each ends the process if objects are alive when it exits; with NULL_GPU_LOSES=1 a submit
 * loses every device; with NULL_GPU_DISPATCH_US=N each dispatch takes so long, behind those before it on its
 * device, and maps and the end of work wait for them. Under callgrind a debug marker of a command encoder
 * ends a part of the counts, by its name.
 *
 * What follows is for a fuzzer, which finds these functions with dlsym. They concern the whole process. */
#ifndef NULL_GPU_H
#define NULL_GPU_H

#include <stddef.h>

#define NULL_GPU_API __attribute__((visibility("default")))

/* When an operation ends, but the request for an adapter or a device: that ends at once. */
enum null_gpu_pace {
    NULL_GPU_AT_ONCE, /* inside the call, where its mode allows */
    NULL_GPU_PUMPED,  /* in the next wait, or when events are processed */
    NULL_GPU_HELD,    /* not before the pace changes or what it works on is gone */
};

/* What goes wrong next, once. */
enum null_gpu_fault {
    NULL_GPU_NO_FAULT,
    NULL_GPU_VALIDATION,    /* the next object is made in error */
    NULL_GPU_OUT_OF_MEMORY, /* the same */
    NULL_GPU_INTERNAL,      /* the same */
    NULL_GPU_NO_OBJECT,     /* the next object is not made: NULL */
    NULL_GPU_REFUSED,       /* the next operation ends in its error */
    NULL_GPU_FAULTS,        /* the number of these */
};

NULL_GPU_API void null_gpu_set_pace(enum null_gpu_pace pace);
NULL_GPU_API void null_gpu_fail_next(enum null_gpu_fault fault);
/* Every device is lost by itself. */
NULL_GPU_API void null_gpu_lose_devices(void);
/* Objects that the caller has not released, and those they keep. */
NULL_GPU_API size_t null_gpu_live_objects(void);
/* Prints how many there are of each kind. */
NULL_GPU_API void null_gpu_print_objects(void);

#endif
