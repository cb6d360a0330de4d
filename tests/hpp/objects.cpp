/* webgpu.hpp: what objects say about themselves, their labels, and mapped memory. */
#include <algorithm>
#include <cstring>

#include <webgpu/webgpu.hpp>

#include "hpp/check.hpp"

namespace gpu = wasi::webgpu;

namespace
{

using enum gpu::BufferUsage;

/* Made for the tests and gone before main returns: drivers do not outlive that. */
std::optional<gpu::Device> the_only_device;

const gpu::Device &the_device()
{
    if (!the_only_device)
        the_only_device.emplace(gpu::Adapter(gpu::Instance()));
    return *the_only_device;
}

template <typename Item> bool has(const std::vector<Item> &list, Item item)
{
    return std::ranges::find(list, item) != list.end();
}

} // namespace

TEST(instances)
{
    CHECK(gpu::Instance::supports(gpu::InstanceFeature::TimedWaitAny));
    CHECK(has(gpu::Instance::supported_features(), gpu::InstanceFeature::TimedWaitAny));
    CHECK(!gpu::Instance::supports(static_cast<gpu::InstanceFeature>(0x7fff)));
    const gpu::InstanceLimits limits = gpu::Instance::supported_limits();
    CHECK(limits.timedWaitAnyMaxCount >= 64);
    const gpu::Instance instance({.limits = &limits});
    CHECK(instance);
    for (const gpu::WgslFeature feature : instance.wgsl_features())
        CHECK(instance.has(feature));
    CHECK(!instance.has(static_cast<gpu::WgslFeature>(0x7fff)));
    gpu::InstanceLimits too_much = limits;
    too_much.timedWaitAnyMaxCount++;
    CHECK(!gpu::Instance({.limits = &too_much}));
}

/* Such an instance cannot block, and says so. */
TEST(without_timed_waits)
{
    const gpu::Instance instance({.features = {}});
    CHECK(instance);
    const gpu::Adapter adapter(instance);
    CHECK(!adapter && adapter.error() == "waiting for an adapter failed");
    gpu::Adapter found;
    bool done = false;
    gpu::Adapter::request_async(instance, {}, gpu::CallbackMode::AllowProcessEvents,
                                [&](gpu::RequestAdapterStatus, gpu::Adapter made) {
                                    found = std::move(made);
                                    done = true;
                                });
    while (!done)
        instance.process_events();
    CHECK(found);
}

TEST(adapters_and_devices)
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance, {.feature_level = gpu::FeatureLevel::Core});
    const gpu::AdapterInfo info = adapter.info();
    CHECK(info.subgroup_min_size <= info.subgroup_max_size);
    for (const gpu::Feature feature : adapter.features())
        CHECK(adapter.has(feature));
    CHECK(has(adapter.features(), gpu::Feature::CoreFeaturesAndLimits));
    const gpu::Device device(adapter, {.label = "mine", .queue_label = "its queue"});
    CHECK(device.has(gpu::Feature::CoreFeaturesAndLimits));
    CHECK(has(device.features(), gpu::Feature::CoreFeaturesAndLimits));
    CHECK(device.adapter_info().description == info.description);
    CHECK(device.adapter_info().device == info.device);

    const gpu::Adapter none;
    CHECK(none.features().empty() && none.info().vendor.empty());
    CHECK(gpu::Device().features().empty() && gpu::Device().adapter_info().vendor.empty());
}

TEST(textures)
{
    const gpu::Texture texture(the_device(), {8, 4, 2}, gpu::TextureFormat::RGBA8Unorm,
                               gpu::TextureUsage::TextureBinding | gpu::TextureUsage::CopyDst,
                               {.mip_levels = 3, .label = "shades"});
    CHECK(texture && texture.size().width == 8 && texture.size().height == 4);
    CHECK(texture.size().depth_or_layers == 2 && texture.mip_levels() == 3 && texture.samples() == 1);
    CHECK(texture.format() == gpu::TextureFormat::RGBA8Unorm);
    CHECK(texture.dimension() == gpu::TextureDimension::D2);
    CHECK(texture.usage() == (gpu::TextureUsage::TextureBinding | gpu::TextureUsage::CopyDst));
    texture.binding_view_dimension(); /* of compatibility adapters only */
    const gpu::Texture none;
    CHECK(none.samples() == 0 && none.usage() == gpu::TextureUsage::None);
    CHECK(none.binding_view_dimension() == gpu::TextureViewDimension());
    const gpu::Texture no_copy(nullptr, "not there");
    CHECK(!no_copy && no_copy.error() == "not there");
}

TEST(buffers_and_queries)
{
    const gpu::Buffer buffer(the_device(), 16, MapRead | CopyDst);
    CHECK(buffer.usage() == (MapRead | CopyDst) && buffer.map_state() == gpu::MapState::Unmapped);
    CHECK(gpu::Buffer().usage() == None && gpu::Buffer().map_state() == gpu::MapState::Unmapped);
    const gpu::QuerySet queries(the_device(), gpu::QueryType::Occlusion, 3);
    CHECK(queries && queries.type() == gpu::QueryType::Occlusion && queries.count() == 3);
}

TEST(mapped_ranges)
{
    gpu::Buffer source(the_device(), 32, MapWrite | CopySrc, {.mapped_at_creation = true});
    CHECK(source.map_state() == gpu::MapState::Mapped);
    const std::span<std::byte> end = source.mapped_range(16);
    CHECK(end.size() == 16);
    const std::span<std::byte> begin = source.mapped_range(0, 16);
    CHECK(begin.size() == 16);
    std::ranges::fill(begin, std::byte{1});
    std::ranges::fill(end, std::byte{2});
    source.unmap();
    CHECK(source.mapped_range().empty());

    gpu::Buffer staging(the_device(), 32, MapRead | CopyDst);
    gpu::CommandEncoder commands(the_device());
    commands.copy_buffer_to_buffer(source, 0, staging, 0, 32);
    the_device().queue().submit(commands.finish());
    CHECK(staging.map(gpu::MapMode::Read));
    CHECK(staging.mapped_range().empty()); /* it is mapped for reading */
    const std::span<const std::byte> read = staging.const_mapped_range();
    CHECK(read.size() == 32);
    CHECK(std::ranges::count(read.first(16), std::byte{1}) == 16);
    CHECK(std::ranges::count(read.last(16), std::byte{2}) == 16);
    CHECK(staging.const_mapped_range(64).empty());
    CHECK(gpu::Buffer().const_mapped_range().empty() && gpu::Buffer().mapped_range().empty());
}

/* A guest's size_t has 32 bits: what is cut off there must not become another range. */
TEST(ranges_that_no_size_t_holds)
{
    constexpr uint64_t beyond = uint64_t{1} << 32;
    gpu::Buffer buffer(the_device(), 64, MapWrite | CopySrc);
    std::vector<std::byte> bytes(8);
    gpu::ErrorScope scope(the_device(), gpu::ErrorFilter::Validation); /* some get as far as the device */
    CHECK(!buffer.map(gpu::MapMode::Write, beyond, 16) && !buffer.error().empty());
    CHECK(!buffer.map(gpu::MapMode::Write, 0, beyond + 8) && !buffer.error().empty());
    scope.pop();
    CHECK(buffer.map_state() == gpu::MapState::Unmapped);

    CHECK(buffer.map(gpu::MapMode::Write, 0, WGPU_WHOLE_MAP_SIZE));
    CHECK(buffer.mapped_range(beyond, 16).empty() && buffer.const_mapped_range(beyond, 16).empty());
    CHECK(buffer.mapped_range(0, beyond + 8).empty() && buffer.const_mapped_range(0, beyond + 8).empty());
    CHECK(!buffer.copy_to(bytes, beyond) && !buffer.copy_from(bytes, beyond));
    CHECK(buffer.mapped_range(8, WGPU_WHOLE_MAP_SIZE).size() == 56);
    buffer.unmap();
    CHECK(buffer.map(gpu::MapMode::Write));
    CHECK(buffer.const_mapped_range(0, WGPU_WHOLE_MAP_SIZE).size() == 64);
    buffer.unmap();
}

/* The implementation calls an object by its label where it has one, in a message of an error. */
TEST(labels)
{
    const gpu::Device &device = the_device();
    device.set_label("device");
    device.queue().set_label("queue");
    gpu::Buffer buffer(device, 16, CopyDst);
    buffer.set_label("the labelled one");
    const gpu::Texture texture(device, {4}, gpu::TextureFormat::RGBA8Unorm,
                               gpu::TextureUsage::RenderAttachment);
    texture.set_label("texture");
    const gpu::TextureView view(device, texture);
    view.set_label("view");
    gpu::Sampler(device).set_label("sampler");
    gpu::QuerySet(device, gpu::QueryType::Occlusion, 1).set_label("queries");
    const gpu::ShaderModule module(device, R"(
@compute @workgroup_size(1) fn main() {}
@vertex fn put() -> @builtin(position) vec4f { return vec4f(); }
@fragment fn paint() -> @location(0) vec4f { return vec4f(); }
)");
    module.set_label("module");
    const gpu::BindGroupLayout layout(device, std::span<const gpu::BindingLayout>());
    layout.set_label("layout");
    gpu::PipelineLayout(device, {layout}).set_label("pipeline layout");
    gpu::BindGroup(device, layout, std::span<const gpu::Binding>()).set_label("group");
    gpu::ComputePipeline(device, module).set_label("compute pipeline");
    const gpu::ColorTarget targets[] = {{}};
    const gpu::RenderPipeline pipeline(device, {.module = module}, {.module = module, .targets = targets});
    pipeline.set_label("render pipeline");
    const gpu::TextureFormat formats[] = {gpu::TextureFormat::RGBA8Unorm};
    gpu::RenderBundleEncoder bundles(device, {.color_formats = formats});
    bundles.set_label("bundle encoder");
    const gpu::RenderBundle bundle = bundles.finish();
    bundle.set_label("bundle");

    gpu::CommandEncoder commands(device);
    commands.set_label("encoder");
    {
        auto compute = commands.begin_compute_pass();
        compute.set_label("compute pass");
    }
    {
        auto render = commands.begin_render_pass({{.view = view}}, {.max_draw_count = 1});
        render.set_label("render pass");
        render.set_pipeline(pipeline);
        render.draw(3);
    }
    const gpu::CommandBuffer finished = commands.finish();
    finished.set_label("commands");
    CHECK(finished && device.queue().submit(finished));

    gpu::ErrorScope scope(device, gpu::ErrorFilter::Validation);
    CHECK(!buffer.map(gpu::MapMode::Read));
    const auto error = scope.pop();
    CHECK(error && !error->message.empty());
    gpu::Buffer().set_label("nothing happens");
}

/* What is not in wasi:webgpu, or not in every implementation, ends in an error where it is not there. */
TEST(what_few_have)
{
    const gpu::Device &device = the_device();
    gpu::CommandEncoder commands(device);
    commands.write_timestamp(gpu::QuerySet(device, gpu::QueryType::Occlusion, 1), 0);
    CHECK(!commands.finish());
    const uint32_t not_spirv[] = {1, 2, 3, 4, 5};
    const gpu::ShaderModule spirv(device, std::span<const uint32_t>(not_spirv));
    CHECK(!spirv && !spirv.error().empty());
    const gpu::Texture texture(device, {4}, gpu::TextureFormat::RGBA8Unorm,
                               gpu::TextureUsage::TextureBinding);
    const gpu::TextureView swizzled(device, texture,
                                    {.swizzle = gpu::ComponentSwizzle{.r = gpu::Swizzle::G}});
    CHECK(swizzled || !swizzled.error().empty());
    CHECK(gpu::get_proc_address("wgpuCreateInstance") != nullptr);
    CHECK(gpu::get_proc_address("wgpuNoSuchFunction") == nullptr);
}

int main()
{
    const int code = RUN_TESTS();
    the_only_device.reset();
    return code;
}
