/* The enum values in which Dawn of June 2025 differs from the standard header, both ways. A newer Dawn
 * has the standard's values and does without this file.
 *
 * A value that is the same on both sides, or known to neither, passes unchanged: Dawn reports what it
 * does not know. One that only the standard has becomes GPU_DAWN_ABSENT, which Dawn refuses. */
#ifndef GPU_DAWN_ENUMS_H
#define GPU_DAWN_ENUMS_H

#include <stdbool.h>
#include <webgpu/webgpu.h>

#define GPU_DAWN_ABSENT 0x7FFFFFFE

WGPUTextureFormat gpu_dawn_format(WGPUTextureFormat standard);
WGPUTextureFormat gpu_standard_format(WGPUTextureFormat dawn);

WGPUFeatureName gpu_dawn_feature(WGPUFeatureName standard);
WGPUFeatureName gpu_standard_feature(WGPUFeatureName dawn);

WGPUSType gpu_dawn_stype(WGPUSType standard);

/* Whether a WGSL language feature means the same on both sides. */
bool gpu_dawn_has_wgsl_feature(WGPUWGSLLanguageFeatureName feature);

#endif
