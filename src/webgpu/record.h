/* record-gpu-pipeline-constant-value and record-option-gpu-size64: ordered maps from strings. */
#ifndef WEBGPU_RECORD_H
#define WEBGPU_RECORD_H

#include "webgpu/object.h"

union webgpu_record_value {
    double constant;
    struct webgpu_option_u64 size;
};

struct webgpu_record_entry {
    struct base_string key;
    union webgpu_record_value value;
};

struct webgpu_record {
    struct webgpu_object object;
    struct webgpu_record_entry *entries; /* in the order of their first adding */
    size_t count;
    size_t capacity;
};

struct webgpu_record_gpu_pipeline_constant_value {
    struct webgpu_record record;
};

struct webgpu_record_option_gpu_size64 {
    struct webgpu_record record;
};

#endif
