/** Instance: where everything begins. */
#ifndef WASI_WEBGPU_INSTANCE_HPP
#define WASI_WEBGPU_INSTANCE_HPP

#include <webgpu/handle.hpp>

namespace wasi::webgpu
{

/**
 * The WebGPU implementation. One a program is enough; all objects made from it keep it alive.
 */
class Instance : public detail::Object<WGPUInstance, wgpuInstanceAddRef, wgpuInstanceRelease>
{
  public:
    Instance()
    {
        const WGPUInstanceFeatureName timed_waits = WGPUInstanceFeatureName_TimedWaitAny;
        WGPUInstanceDescriptor descriptor = WGPU_INSTANCE_DESCRIPTOR_INIT;
        descriptor.requiredFeatureCount = 1;
        descriptor.requiredFeatures = &timed_waits;
        set_handle(wgpuCreateInstance(&descriptor));
        if (get() == nullptr)
            set_error("no WebGPU instance with timed waits");
    }

    /** Calls the callbacks of what has happened meanwhile (DeviceOptions::on_lost). Does not block. */
    void process_events() const { wgpuInstanceProcessEvents(get()); }
};

} // namespace wasi::webgpu

#endif
