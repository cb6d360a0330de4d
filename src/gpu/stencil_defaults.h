/* Values of a stencil face's state that webgpu.h lets stand open, and neither library reads so everywhere. */
#ifndef GPU_STENCIL_DEFAULTS_H
#define GPU_STENCIL_DEFAULTS_H

#include <webgpu/webgpu.h>

static inline void
gpu_stencil_fill_defaults(WGPUStencilFaceState *face)
{
    if (face->compare == WGPUCompareFunction_Undefined)
        face->compare = WGPUCompareFunction_Always;
    if (face->failOp == WGPUStencilOperation_Undefined)
        face->failOp = WGPUStencilOperation_Keep;
    if (face->depthFailOp == WGPUStencilOperation_Undefined)
        face->depthFailOp = WGPUStencilOperation_Keep;
    if (face->passOp == WGPUStencilOperation_Undefined)
        face->passOp = WGPUStencilOperation_Keep;
}

#endif
