/** ComputePassEncoder: dispatches. */
#ifndef WASI_WEBGPU_COMPUTE_PASS_HPP
#define WASI_WEBGPU_COMPUTE_PASS_HPP

#include <webgpu/compute_pipeline.hpp>
#include <webgpu/recorder.hpp>

namespace wasi::webgpu
{

namespace detail
{

struct ComputePassFunctions {
    using Handle = WGPUComputePassEncoder;
    static constexpr auto add_ref = wgpuComputePassEncoderAddRef;
    static constexpr auto release = wgpuComputePassEncoderRelease;
    static constexpr auto close = wgpuComputePassEncoderEnd;
    static constexpr auto set_bind_group = wgpuComputePassEncoderSetBindGroup;
    static constexpr auto set_immediates = wgpuComputePassEncoderSetImmediates;
    static constexpr auto set_label = wgpuComputePassEncoderSetLabel;
    static constexpr auto push_debug_group = wgpuComputePassEncoderPushDebugGroup;
    static constexpr auto pop_debug_group = wgpuComputePassEncoderPopDebugGroup;
    static constexpr auto insert_debug_marker = wgpuComputePassEncoderInsertDebugMarker;
};

} // namespace detail

/** Records dispatches. Moves, but is not copied; ends with its scope at the latest. */
class ComputePassEncoder : public detail::Recorder<detail::ComputePassFunctions>
{
  public:
    void set_pipeline(const ComputePipeline &pipeline)
    {
        if (can_record(pipeline))
            wgpuComputePassEncoderSetPipeline(get(), pipeline.get());
    }

    void dispatch_workgroups(uint32_t x, uint32_t y = 1, uint32_t z = 1)
    {
        if (can_record())
            wgpuComputePassEncoderDispatchWorkgroups(get(), x, y, z);
    }

    /** `buffer` has x, y and z as 32-bit numbers at `offset`. */
    void dispatch_workgroups_indirect(const Buffer &buffer, uint64_t offset = 0)
    {
        if (can_record(buffer))
            wgpuComputePassEncoderDispatchWorkgroupsIndirect(get(), buffer.get(), offset);
    }

    /** The encoder can be used again. Nothing else can be recorded here. */
    void end() { close(); }

  private:
    friend class CommandEncoder;
    using Recorder::Recorder;
};

} // namespace wasi::webgpu

#endif
