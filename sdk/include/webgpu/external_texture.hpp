/** ExternalTexture: an image of something else on this machine, such as a video. */
#ifndef WASI_WEBGPU_EXTERNAL_TEXTURE_HPP
#define WASI_WEBGPU_EXTERNAL_TEXTURE_HPP

#include <webgpu/handle.hpp>

namespace wasi::webgpu
{

/**
 * What a shader knows as texture_external. webgpu.h does not say how one is made: implementations have
 * functions of their own for it. Guests have none.
 */
class ExternalTexture : public detail::LabeledObject<WGPUExternalTexture, wgpuExternalTextureAddRef,
                                                     wgpuExternalTextureRelease, wgpuExternalTextureSetLabel>
{
  public:
    /** Takes over what the implementation has given. NULL: false. */
    explicit ExternalTexture(WGPUExternalTexture taken_over)
    {
        set_handle(taken_over);
        if (taken_over == nullptr)
            set_error("no external texture");
    }
};

} // namespace wasi::webgpu

#endif
