/* What naga finds wrong with a module: the message, and where it is. */
#ifndef GPU_WGPU_DIAGNOSIS_H
#define GPU_WGPU_DIAGNOSIS_H

#include <stdint.h>
#include <webgpu/webgpu.h>

/* As WGPUCompilationMessage has it, in bytes. Zeroed: the module is valid. */
struct gpu_wgpu_diagnosis {
    char *message; /* with an owner, which frees it */
    uint64_t line; /* 0: unknown, as the following are then */
    uint64_t column;
    uint64_t offset;
    uint64_t length; /* 0: unknown, or a point */
};

/* From the error that wgpu-native has of `code`: a report for people, with the lines in question. What is not
 * understood of it stays unknown, and the report is the message where that is not to be found in it. */
struct gpu_wgpu_diagnosis gpu_wgpu_diagnose(const char *report, WGPUStringView code);

#endif
