/* A guest whose shader never ends, and which, once the GPU has it, says "submitted" and
 *   wait     waits for it: it has to be ended from outside
 *   again    submits more and more behind it, then waits: the same
 *   long     exits like `exit`, with work that comes to an end, in some seconds on a CPU adapter
 *   trap     traps
 *   exit     calls exit(5) and drops nothing
 *   return   drops all it has, for which the SDK destroys the device, and returns 6
 *
 * tests/cli/test_endless.py and host_hangs.c run it. */
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <webgpu/webgpu.hpp>

namespace gpu = wasi::webgpu;

static constexpr char program[] = R"(
@group(0) @binding(0) var<storage, read_write> values: array<atomic<u32>>;

@compute @workgroup_size(1)
fn spin() {
    loop {
        if (atomicLoad(&values[0]) == 1u) {
            break;
        }
        atomicAdd(&values[1], 1u);
    }
}
)";

static constexpr char long_program[] = R"(
@group(0) @binding(0) var<storage, read_write> values: array<atomic<u32>>;

@compute @workgroup_size(1)
fn spin() {
    var x = 1u;
    for (var i = 0u; i < 1500000000u; i++) {
        x = x * 1664525u + 1013904223u;
    }
    atomicStore(&values[1], x);
}
)";

int
main(int argc, char **argv)
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance);
    const gpu::Device device(adapter);
    const std::string_view what = argc == 2 ? argv[1] : "";
    const gpu::ComputePipeline spin(device,
                                    gpu::ShaderModule(device, what == "long" ? long_program : program));
    if (what.empty() || !spin) {
        std::fprintf(stderr, "usage: endless.wasm wait|again|long|trap|exit|return; %s\n",
                     spin.error().c_str());
        return 2;
    }
    using enum gpu::BufferUsage;
    const gpu::Buffer values(device, 64, Storage | CopySrc);
    gpu::Buffer staging(device, 64, MapRead | CopyDst);
    gpu::CommandEncoder commands(device);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(spin);
    pass.set_bind_group(0, gpu::BindGroup(device, spin.bind_group_layout(0), {{0, values}}));
    pass.dispatch_workgroups(1);
    pass.end();
    commands.copy_buffer_to_buffer(values, 0, staging, 0, 64);
    device.queue().submit(commands.finish());
    std::puts("submitted");
    std::fflush(stdout);
    for (int i = 0; what == "again" && i < 1000; i++) {
        gpu::CommandEncoder more(device);
        more.copy_buffer_to_buffer(values, 0, staging, 0, 64);
        device.queue().submit(more.finish());
    }
    if (what == "wait" || what == "again")
        return staging.map(gpu::MapMode::Read) ? 0 : 1;
    if (what == "trap")
        __builtin_trap();
    if (what == "exit" || what == "long")
        std::exit(5);
    return 6;
}
