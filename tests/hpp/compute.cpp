/* webgpu.hpp: who owns what, and that every failure can be seen. */
#include <webgpu/webgpu.hpp>

#include "hpp/check.hpp"

namespace gpu = wasi::webgpu;

namespace
{

using enum gpu::BufferUsage;

constexpr char twice[] = R"(
override factor: u32 = 2;
@group(0) @binding(0) var<storage, read_write> values: array<u32>;
@compute @workgroup_size(4)
fn main(@builtin(global_invocation_id) id: vec3u) {
    values[id.x] *= factor;
}
)";

/* Made for the tests and gone before main returns: drivers do not outlive that. */
std::optional<gpu::Device> the_only_device;

const gpu::Device &the_device()
{
    if (!the_only_device)
        the_only_device.emplace(gpu::Adapter(gpu::Instance()));
    return *the_only_device;
}

std::vector<uint32_t> read_back(gpu::Buffer &staging, size_t count)
{
    std::vector<uint32_t> values(count);
    CHECK(staging.map(gpu::MapMode::Read));
    CHECK(staging.copy_to(std::as_writable_bytes(std::span(values))));
    staging.unmap();
    return values;
}

} // namespace

TEST(an_adapter_says_what_it_is)
{
    const gpu::Instance instance;
    CHECK(instance && instance.error().empty());
    const gpu::Adapter adapter(instance, {.power_preference = gpu::PowerPreference::LowPower});
    CHECK(adapter);
    const gpu::AdapterInfo info = adapter.info();
    CHECK(!info.device.empty() || !info.description.empty());
    CHECK(adapter.limits().maxComputeInvocationsPerWorkgroup >= 128);
    const gpu::Device device(adapter, {.label = "mine"});
    CHECK(device);
    CHECK(device.limits().maxBufferSize >= 1 << 20);
}

TEST(a_computation)
{
    const gpu::Device &device = the_device();
    const std::vector<uint32_t> values{1, 2, 3, 4};
    const gpu::Buffer buffer(device, 16, Storage | CopyDst | CopySrc, {.label = "values"});
    gpu::Buffer staging(device, 16, MapRead | CopyDst);
    CHECK(buffer && staging && buffer.size() == 16);
    CHECK(device.queue().write_buffer(buffer, 0, values));

    const gpu::ShaderModule module(device, twice);
    CHECK(module && module.error().empty());
    const gpu::BindGroupLayout layout(device, {{.binding = 0, .type = gpu::BufferBindingType::Storage}});
    const gpu::PipelineLayout pipeline_layout(device, {layout});
    const gpu::Constant constants[] = {{"factor", 3}};
    const gpu::ComputePipeline pipeline(device, module, "main",
                                        {.layout = &pipeline_layout, .constants = constants});
    CHECK(layout && pipeline_layout && pipeline);
    const gpu::BindGroup group(device, layout, {{0, buffer}});
    CHECK(group);

    gpu::CommandEncoder commands(device);
    {
        auto pass = commands.begin_compute_pass("triple");
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, group);
        pass.dispatch_workgroups(1);
    } /* the pass ends with its scope */
    commands.copy_buffer_to_buffer(buffer, 0, staging, 0, 16);
    CHECK(device.queue().submit(commands.finish()));
    CHECK(device.queue().wait());
    CHECK((read_back(staging, 4) == std::vector<uint32_t>{3, 6, 9, 12}));
}

TEST(a_group_of_nothing)
{
    const gpu::Device &device = the_device();
    const gpu::BindGroupLayout layout(device, {});
    const gpu::BindGroup group(device, layout, {});
    CHECK(layout && group);
    const gpu::BindGroupLayout labelled(device, {}, "of nothing");
    CHECK((labelled && gpu::BindGroup(device, labelled, {}, "nothing")));
}

/* One braced list for buffers alone, and for all kinds, with the kind's name or without. */
TEST(lists_of_bindings)
{
    const gpu::Device &device = the_device();
    const gpu::Buffer buffer(device, 16, Uniform);
    const gpu::Sampler sampler(device);
    const gpu::BufferLayout uniform{.binding = 0, .type = gpu::BufferBindingType::Uniform};
    const gpu::BindGroupLayout one(device, {uniform});
    const gpu::BindGroupLayout two(device, {uniform, gpu::SamplerLayout{.binding = 1}});
    CHECK((one && two));
    CHECK(gpu::BindGroup(device, one, {{0, buffer}}));
    CHECK(gpu::BindGroup(device, one, {{.binding = 0, .buffer = buffer}}));
    CHECK(gpu::BindGroup(device, one, {gpu::BufferBinding{0, buffer}}));
    CHECK(gpu::BindGroup(device, two, {gpu::BufferBinding{0, buffer}, gpu::SamplerBinding{1, sampler}}));
    const std::vector<gpu::Binding> list{gpu::BufferBinding{0, buffer}};
    CHECK(gpu::BindGroup(device, one, list));
}

TEST(layouts_from_the_shader_and_indirect_dispatch)
{
    const gpu::Device &device = the_device();
    const gpu::ComputePipeline pipeline(device, gpu::ShaderModule(device, twice));
    CHECK(pipeline);
    const gpu::BindGroupLayout layout = pipeline.bind_group_layout(0);
    CHECK(layout);
    const gpu::Buffer buffer(device, 32, Storage | CopyDst | CopySrc);
    const gpu::Buffer counts(device, 12, Indirect | CopyDst);
    gpu::Buffer staging(device, 32, MapRead | CopyDst);
    const gpu::Queue queue = device.queue();
    queue.write_buffer(buffer, 0, std::vector<uint32_t>(8, 5));
    queue.write_buffer(counts, 0, std::vector<uint32_t>{2, 1, 1});
    gpu::CommandEncoder commands(device);
    commands.clear_buffer(buffer, 0, 4);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, gpu::BindGroup(device, layout, {{0, buffer}}));
    pass.dispatch_workgroups_indirect(counts);
    pass.end();
    commands.copy_buffer_to_buffer(buffer, 0, staging, 0, 32);
    const gpu::CommandBuffer finished = commands.finish();
    CHECK(finished);
    CHECK(queue.submit(std::span(&finished, 1)));
    CHECK((read_back(staging, 8) == std::vector<uint32_t>{0, 10, 10, 10, 10, 10, 10, 10}));
}

TEST(mapped_at_creation_and_for_writing)
{
    const gpu::Device &device = the_device();
    const std::vector<uint32_t> values{7, 8};
    gpu::Buffer source(device, 16, MapWrite | CopySrc, {.mapped_at_creation = true});
    CHECK(source);
    CHECK(source.copy_from(std::as_bytes(std::span(values)), 8));
    source.unmap();
    CHECK(!source.copy_from(std::as_bytes(std::span(values)))); /* no longer mapped */
    CHECK(source.map(gpu::MapMode::Write, 0, 8));
    CHECK(source.copy_from(std::as_bytes(std::span(values))));
    source.unmap();
    gpu::Buffer staging(device, 16, MapRead | CopyDst);
    gpu::CommandEncoder commands(device);
    commands.copy_buffer_to_buffer(source, 0, staging, 0, 16);
    CHECK(device.queue().submit(commands.finish()));
    CHECK((read_back(staging, 4) == std::vector<uint32_t>{7, 8, 7, 8}));
}

TEST(copies_share_and_order_does_not_matter)
{
    gpu::Buffer kept;
    CHECK(!kept && kept.error().empty());
    gpu::Queue queue = the_device().queue();
    {
        const gpu::Instance instance;
        const gpu::Adapter adapter(instance);
        const gpu::Device device(adapter);
        const gpu::Buffer first(device, 8, MapRead | CopyDst);
        kept = first;
        CHECK(kept.get() == first.get());
        queue = device.queue();
        gpu::Device moved = device;
        const gpu::Device target = std::move(moved);
        CHECK(target && moved.get() == nullptr);
    }
    /* Device, adapter and instance are gone, as far as this program is concerned. */
    CHECK(queue.write_buffer(kept, 0, std::vector<uint32_t>{1, 2}));
    CHECK(queue.submit(std::span<const gpu::CommandBuffer>()));
    CHECK((read_back(kept, 2) == std::vector<uint32_t>{1, 2}));
}

TEST(invalid_objects_say_so)
{
    const gpu::Device &device = the_device();
    const gpu::Buffer buffer(device, 16, MapRead | Storage);
    CHECK(!buffer && !buffer.error().empty());
    const gpu::BindGroupLayout layout(device, {{.binding = 1000000}});
    CHECK(!layout && !layout.error().empty());
    const gpu::Buffer small(device, 4, Storage);
    const gpu::BindGroupLayout good(device, {{.binding = 0, .min_size = 8}});
    const gpu::BindGroup group(device, good, {{0, small}});
    CHECK(small && good && !group && !group.error().empty());
}

TEST(shaders_that_do_not_compile)
{
    const gpu::Device &device = the_device();
    const gpu::ShaderModule module(device, "fn main() {\n    nonsense();\n}\n");
    CHECK(!module && !module.error().empty());
    bool found = false;
    for (const gpu::CompilationMessage &message : module.compilation_info())
        found = found || (message.type == gpu::MessageType::Error && !message.text.empty());
    CHECK(found);
    const gpu::ComputePipeline pipeline(device, module, "main");
    CHECK(!pipeline && pipeline.error() == module.error());
    CHECK(!pipeline.bind_group_layout(0));
    const gpu::ComputePipeline no_entry(device, gpu::ShaderModule(device, twice), "other");
    CHECK(!no_entry && !no_entry.error().empty());
    CHECK(gpu::ShaderModule(device, twice).compilation_info().empty());
}

TEST(maps_that_fail)
{
    const gpu::Device &device = the_device();
    gpu::Buffer buffer(device, 16, CopyDst);
    CHECK(buffer);
    {
        gpu::ErrorScope scope(device, gpu::ErrorFilter::Validation);
        CHECK(!buffer.map(gpu::MapMode::Read) && !buffer.error().empty());
        CHECK(scope.pop());
    }
    std::vector<uint32_t> values(4);
    CHECK(!buffer.copy_to(std::as_writable_bytes(std::span(values))));
    gpu::Buffer staging(device, 16, MapRead | CopyDst);
    CHECK(staging.map(gpu::MapMode::Read));
    CHECK(!staging.copy_to(std::as_writable_bytes(std::span(values)), 8)); /* past its end */
    staging.unmap();
}

TEST(commands_that_fail)
{
    const gpu::Device &device = the_device();
    gpu::CommandEncoder past_the_end(device);
    const gpu::Buffer a(device, 16, CopySrc);
    const gpu::Buffer b(device, 16, CopyDst);
    past_the_end.copy_buffer_to_buffer(a, 8, b, 0, 16);
    const gpu::CommandBuffer invalid = past_the_end.finish();
    CHECK(!invalid && !invalid.error().empty());
    CHECK(!device.queue().submit(invalid));

    gpu::CommandEncoder missing(device);
    missing.copy_buffer_to_buffer(a, 0, gpu::Buffer(), 0, 16);
    CHECK(!missing.finish() && !gpu::CommandEncoder(missing).finish().error().empty());

    gpu::CommandEncoder too_late(device);
    auto pass = too_late.begin_compute_pass();
    pass.end();
    pass.end(); /* again: nothing */
    pass.dispatch_workgroups(1);
    const gpu::CommandBuffer finished = too_late.finish();
    CHECK(!finished);
    CHECK_HAS(finished.error(), "after the end of its pass");
}

TEST(scopes)
{
    const gpu::Device &device = the_device();
    gpu::ErrorScope outer(device, gpu::ErrorFilter::Validation);
    {
        gpu::ErrorScope inner(device, gpu::ErrorFilter::Validation);
        const gpu::Buffer good(device, 16, Storage);
        CHECK(!inner.pop());
        CHECK(!inner.pop()); /* closed already */
    }
    const gpu::Buffer destroyed(device, 16, CopyDst);
    gpu::Buffer(destroyed).destroy();
    gpu::CommandEncoder commands(device);
    commands.clear_buffer(destroyed);
    device.queue().submit(commands.finish());
    const auto error = outer.pop();
    CHECK(error && error->type == gpu::ErrorType::Validation && !error->message.empty());
}

TEST(unchecked)
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance);
    const gpu::Device device(adapter, {.check = false});
    CHECK(device && !device.checks());
    gpu::ErrorScope scope(device, gpu::ErrorFilter::Validation);
    const gpu::Buffer buffer(device, 16, MapRead | Storage);
    CHECK(buffer); /* as far as is known */
    CHECK(scope.pop());
}

/* All of it on objects that are not there: nothing happens, and all say so. */
TEST(no_device)
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance, {.force_fallback = true});
    const gpu::Device none = gpu::Device(adapter, {.limits = nullptr});
    gpu::Limits limits = the_device().limits();
    limits.maxBufferSize = UINT64_MAX - 1;
    const gpu::Device device(gpu::Adapter(instance), {.limits = &limits});
    CHECK(!device && !device.error().empty());
    const std::string why = device.error();

    gpu::Buffer buffer(device, 16, Storage);
    CHECK(!buffer && buffer.error() == why && buffer.size() == 0);
    CHECK(!buffer.map(gpu::MapMode::Read));
    buffer.unmap();
    buffer.destroy();
    const gpu::ShaderModule module(device, twice);
    CHECK(!module && module.error() == why && module.compilation_info().empty());
    const gpu::ComputePipeline pipeline(device, module);
    CHECK(!pipeline && pipeline.error() == why);
    const gpu::BindGroup group(device, pipeline.bind_group_layout(0), {{0, buffer}});
    CHECK(!group && group.error() == why);
    CHECK(!gpu::QuerySet(device, gpu::QueryType::Timestamp, 2));
    const gpu::Queue queue = device.queue();
    CHECK(!queue && queue.error() == why && !queue.wait());
    CHECK(!queue.write_buffer(buffer, 0, std::vector<uint32_t>{1}));
    gpu::CommandEncoder commands(device);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, group);
    pass.dispatch_workgroups(1);
    pass.end();
    commands.clear_buffer(buffer);
    const gpu::CommandBuffer finished = commands.finish();
    CHECK(!finished && finished.error() == why);
    CHECK(!queue.submit(finished));
    gpu::ErrorScope scope(device, gpu::ErrorFilter::Validation);
    CHECK(scope.pop());
}

TEST(timestamps)
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance);
    if (!adapter.has(gpu::Feature::TimestampQuery)) {
        const gpu::QuerySet refused(the_device(), gpu::QueryType::Timestamp, 2);
        CHECK(!refused && !refused.error().empty());
        return;
    }
    const gpu::Feature features[] = {gpu::Feature::TimestampQuery};
    const gpu::Device device(adapter, {.features = features});
    CHECK(device && device.has(gpu::Feature::TimestampQuery));
    const gpu::QuerySet queries(device, gpu::QueryType::Timestamp, 2);
    CHECK(queries && queries.count() == 2);
    const gpu::Buffer resolved(device, 16, QueryResolve | CopySrc);
    gpu::Buffer staging(device, 16, MapRead | CopyDst);
    gpu::CommandEncoder commands(device);
    commands.begin_compute_pass(gpu::TimestampWrites{queries, 0, 1}).end();
    commands.resolve_query_set(queries, 0, 2, resolved);
    commands.copy_buffer_to_buffer(resolved, 0, staging, 0, 16);
    CHECK(device.queue().submit(commands.finish()));
    CHECK(staging.map(gpu::MapMode::Read));
    uint64_t times[2] = {1, 0};
    CHECK(staging.copy_to(std::as_writable_bytes(std::span(times))));
    CHECK(times[1] >= times[0]);
}

int main()
{
    const int code = RUN_TESTS();
    the_only_device.reset();
    return code;
}
