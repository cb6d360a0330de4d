/* Doubles numbers on the GPU and prints it. */
#include <array>
#include <cstdio>

#include <webgpu/webgpu.hpp>

namespace gpu = wasi::webgpu;

static constexpr char program[] = R"(
@group(0) @binding(0) var<storage, read_write> values: array<f32>;

@compute @workgroup_size(64)
fn twice(@builtin(global_invocation_id) id: vec3u) {
    if (id.x < arrayLength(&values)) {
        values[id.x] *= 2.0;
    }
}
)";

static int fail(const char *what, const std::string &why)
{
    std::fprintf(stderr, "hello_compute: %s: %s\n", what, why.c_str());
    return 1;
}

int main()
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance);
    if (!adapter)
        return fail("no adapter", adapter.error());
    const gpu::Device device(adapter);
    if (!device)
        return fail("no device", device.error());
    const gpu::ComputePipeline twice(device, gpu::ShaderModule(device, program));
    if (!twice)
        return fail("no pipeline", twice.error());

    std::array<float, 8> values{1, 2, 3, 4, 5, 6, 7, 8};
    const uint64_t size = sizeof values;
    using enum gpu::BufferUsage;
    const gpu::Buffer buffer(device, size, Storage | CopyDst | CopySrc);
    gpu::Buffer staging(device, size, MapRead | CopyDst);
    device.queue().write_buffer(buffer, 0, values);

    gpu::CommandEncoder commands(device);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(twice);
    pass.set_bind_group(0, gpu::BindGroup(device, twice.bind_group_layout(0), {{0, buffer}}));
    pass.dispatch_workgroups(1);
    pass.end();
    commands.copy_buffer_to_buffer(buffer, 0, staging, 0, size);
    const gpu::CommandBuffer finished = commands.finish();
    if (!finished)
        return fail("no commands", finished.error());
    device.queue().submit(finished);

    if (!staging.map(gpu::MapMode::Read) || !staging.copy_to(std::as_writable_bytes(std::span(values))))
        return fail("no result", staging.error());
    for (const float value : values)
        std::printf("%g ", static_cast<double>(value));
    std::printf("\n");
    return 0;
}
