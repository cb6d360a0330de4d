// A guest's project of its own: it opens a device through the installed webgpu.hpp.
#include <cstdio>

#include <webgpu/webgpu.hpp>

int
main()
{
    const wasi::webgpu::Instance instance;
    const wasi::webgpu::Adapter adapter(instance);
    const wasi::webgpu::Device device(adapter);
    if (!device) {
        std::printf("packaged: %s\n", device.error().c_str());
        return 1;
    }
    std::printf("packaged: a device is there\n");
    return 0;
}
