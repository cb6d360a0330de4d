/* What Dawn does differently from the standard header. All that is not in these lists is Dawn's own
 * function, called straight.
 *
 * June 2025 is the Dawn that is tested. A newer one (it exports wgpuGetInstanceFeatures and no
 * wgpuGetInstanceCapabilities) is taken to have the standard's values: only the second list serves it,
 * which is untested. */
#ifndef GPU_DAWN_H
#define GPU_DAWN_H

#include <stdbool.h>
#include <stddef.h>

#include "gpu/procs.h"

/* clang-format off */
/* June 2025: other structs, other values, other names. */
#define GPU_DAWN_2025_PROCS(X) \
    X(CreateInstance) /* instance capabilities */ \
    X(GetInstanceLimits) \
    X(InstanceGetWGSLLanguageFeatures) X(InstanceHasWGSLLanguageFeature) /* values */ \
    X(AdapterGetFeatures) X(AdapterHasFeature) X(DeviceGetFeatures) X(DeviceHasFeature) /* values */ \
    X(AdapterGetLimits) X(DeviceGetLimits) /* sType of the chained compatibility limits */ \
    X(ComputePassEncoderSetImmediates) X(RenderPassEncoderSetImmediates) /* names */ \
    X(RenderBundleEncoderSetImmediates) \
    X(DeviceCreateTexture) X(TextureCreateView) X(TextureGetFormat) /* formats */ \
    X(CommandEncoderBeginRenderPass) /* slices of 3D textures */ \
    X(DeviceCreateRenderPipeline) \
    X(DeviceCreateRenderPipelineAsync) X(DeviceCreateRenderBundleEncoder) X(DeviceCreateBindGroupLayout) \
    X(SurfaceConfigure) X(SurfaceGetCapabilities) \
    X(DeviceCreateBindGroup) /* sType of a chained external texture */ \
    X(SurfacePresent) /* returns nothing */ \
    X(TextureGetTextureBindingViewDimension) /* has none */

/* Every Dawn: toggles that only the host can set; callbacks that must not be NULL; large writes; instances that
 * callbacks release. */
#define GPU_DAWN_PROCS(X) \
    X(InstanceRequestAdapter) X(AdapterRequestDevice) \
    X(InstanceWaitAny) X(InstanceProcessEvents) /* callbacks that release the instance */ \
    X(QueueWriteBuffer) X(QueueWriteTexture) \
    X(DeviceDestroy) X(DeviceAddRef) X(DeviceRelease) /* what large writes go through ends with it */
/* clang-format on */

/* Each has the standard function's type. */
#define X(name) __typeof__(wgpu##name) gpu_dawn_##name;
GPU_DAWN_2025_PROCS(X)
GPU_DAWN_PROCS(X)
#undef X

/* Puts the translations over Dawn's functions in `front`; gpu_native is filled. */
void gpu_dawn_install(struct gpu_procs *front, void *handle, char *version, size_t size);

/* Looks up the functions that this Dawn calls by other names. */
void gpu_dawn_find_immediates(void *handle);

/* Looks up wgpuDeviceInjectError, which is no standard function, for: */
void gpu_dawn_find_report(void *handle);
/* An error from outside, to error scopes and callbacks; to the log, where this Dawn has no function for it.
 */
void gpu_dawn_report(WGPUDevice device, WGPUErrorType type, WGPUStringView message);

/* Whether values are translated: June 2025. */
bool gpu_dawn_is_2025(void);

#endif
