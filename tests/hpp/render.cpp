/* webgpu.hpp: textures, samplers and rendering; that all of it draws, and that every failure can be seen. */
#include <webgpu/webgpu.hpp>

#include "hpp/check.hpp"

namespace gpu = wasi::webgpu;

namespace
{

using enum gpu::TextureUsage;
using gpu::BufferUsage;
using gpu::TextureFormat;

constexpr uint32_t size = 16;
constexpr uint32_t row = 256;

/* Covers everything, at a depth that is a constant, with the color of a vertex buffer. */
constexpr char colors_of_a_buffer[] = R"(
override depth: f32 = 0.5;
struct Corner { @builtin(position) at: vec4f, @location(0) color: vec4f }
@vertex fn put(@builtin(vertex_index) v: u32, @location(3) color: vec4f) -> Corner {
    return Corner(vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, depth, 1.0), color);
}
@fragment fn paint(corner: Corner) -> @location(0) vec4f { return corner.color; }
)";

constexpr char colors_of_a_texture[] = R"(
@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var by: sampler;
@group(0) @binding(2) var<uniform> factor: vec4f;
@vertex fn put(@builtin(vertex_index) v: u32) -> @builtin(position) vec4f {
    return vec4f(f32(v % 2) * 4.0 - 1.0, f32(v / 2) * 4.0 - 1.0, 0.0, 1.0);
}
@fragment fn paint(@builtin(position) at: vec4f) -> @location(0) vec4f {
    return textureSample(picture, by, at.xy / 16.0) * factor;
}
)";

std::optional<gpu::Device> the_only_device;

const gpu::Device &the_device()
{
    if (!the_only_device)
        the_only_device.emplace(gpu::Adapter(gpu::Instance()));
    return *the_only_device;
}

gpu::Texture canvas(TextureFormat format = TextureFormat::RGBA8Unorm, uint32_t samples = 1)
{
    return {the_device(),
            {size, size},
            format,
            samples == 1 ? RenderAttachment | CopySrc : RenderAttachment,
            {.samples = samples}};
}

gpu::TextureView view_of(const gpu::Texture &texture)
{
    return {the_device(), texture};
}

gpu::Buffer color_buffer(const std::vector<float> &colors)
{
    gpu::Buffer buffer(the_device(), colors.size() * sizeof(float),
                       BufferUsage::Vertex | BufferUsage::CopyDst);
    the_device().queue().write_buffer(buffer, 0, colors);
    return buffer;
}

/* Of one color an instance. */
gpu::RenderPipeline color_pipeline(const gpu::RenderPipelineOptions &options = {}, double depth = 0.5,
                                   std::optional<gpu::Blend> blend = {})
{
    const gpu::ShaderModule module(the_device(), colors_of_a_buffer);
    const gpu::VertexAttribute attributes[] = {{.format = gpu::VertexFormat::Float32x4, .location = 3}};
    const gpu::VertexBufferLayout buffers[] = {
        {.stride = 16, .attributes = attributes, .step_mode = gpu::VertexStepMode::Instance}};
    const gpu::ColorTarget targets[] = {{.blend = blend}};
    const gpu::Constant constants[] = {{"depth", depth}};
    return {the_device(),
            {.module = module, .entry_point = "put", .buffers = buffers, .constants = constants},
            {.module = module, .entry_point = "paint", .targets = targets},
            options};
}

/* The texel at (x, y) as a number, red lowest, after what was recorded. */
uint32_t texel_after(gpu::CommandEncoder &commands, const gpu::Texture &texture, uint32_t x = 8,
                     uint32_t y = 8)
{
    gpu::Buffer staging(the_device(), uint64_t(row) * size, BufferUsage::MapRead | BufferUsage::CopyDst);
    commands.copy_texture_to_buffer({texture}, staging, {.bytes_per_row = row}, {size, size});
    const gpu::CommandBuffer finished = commands.finish();
    CHECK(finished);
    CHECK(the_device().queue().submit(finished));
    CHECK(staging.map(gpu::MapMode::Read));
    std::vector<uint32_t> texels(row / 4 * size);
    CHECK(staging.copy_to(std::as_writable_bytes(std::span(texels))));
    return texels[y * row / 4 + x];
}

} // namespace

TEST(textures_say_what_they_are)
{
    const TextureFormat srgb[] = {TextureFormat::RGBA8UnormSrgb};
    const gpu::Texture texture(the_device(), {20, 10, 3}, TextureFormat::RGBA8Unorm, TextureBinding | CopyDst,
                               {.mip_levels = 2, .view_formats = srgb, .label = "layers"});
    CHECK(texture && texture.mip_levels() == 2);
    CHECK(texture.size().width == 20 && texture.size().height == 10 && texture.size().depth_or_layers == 3);
    const gpu::TextureView part(the_device(), texture,
                                {.format = TextureFormat::RGBA8UnormSrgb,
                                 .dimension = gpu::TextureViewDimension::D2,
                                 .base_mip_level = 1,
                                 .mip_levels = 1,
                                 .base_layer = 2,
                                 .layers = 1});
    CHECK(part);
    const gpu::TextureView beyond(the_device(), texture, {.base_layer = 3});
    CHECK(!beyond && !beyond.error().empty());
    const gpu::Texture solid(the_device(), {4, 4, 4}, TextureFormat::R8Unorm, TextureBinding,
                             {.dimension = gpu::TextureDimension::D3});
    CHECK(solid);
    gpu::Texture(solid).destroy();
}

TEST(a_pass_clears_and_draws)
{
    const gpu::Texture texture = canvas();
    const gpu::TextureView view = view_of(texture);
    const gpu::RenderPipeline pipeline = color_pipeline();
    CHECK(pipeline);
    gpu::CommandEncoder cleared(the_device());
    cleared.begin_render_pass({{.view = view, .clear_value = {1, 0, 0, 1}}}, {.label = "red"}).end();
    CHECK(texel_after(cleared, texture) == 0xff0000ff);

    gpu::CommandEncoder commands(the_device());
    {
        auto pass = commands.begin_render_pass({{.view = view, .load = gpu::LoadOp::Load}});
        pass.push_debug_group("a part");
        pass.set_pipeline(pipeline);
        pass.set_vertex_buffer(0, color_buffer({0, 1, 0, 1, 0, 0, 1, 1}));
        pass.set_scissor_rect(0, 0, 4, 4);
        pass.draw(3);
        pass.set_viewport(8, 8, 8, 8);
        pass.set_scissor_rect(0, 0, size, size);
        pass.draw(3, 1, 0, 1);
        pass.insert_debug_marker("drawn");
        pass.pop_debug_group();
    } /* the pass ends with its scope */
    gpu::CommandEncoder none(the_device());
    CHECK(the_device().queue().submit(commands.finish()));
    CHECK(texel_after(none, texture, 3, 3) == 0xff00ff00);
    gpu::CommandEncoder second(the_device());
    CHECK(texel_after(second, texture, 15, 15) == 0xffff0000);
    gpu::CommandEncoder third(the_device());
    CHECK(texel_after(third, texture, 15, 3) == 0xff0000ff);
}

TEST(indexed_and_indirect_draws)
{
    const gpu::Texture texture = canvas();
    const gpu::TextureView view = view_of(texture);
    const std::vector<uint16_t> indices{9, 9, 0, 1, 2, 9};
    const std::vector<uint32_t> arguments{3, 1, 0, 0, 3, 1, 2, 0, 0};
    const gpu::Buffer index(the_device(), 12, BufferUsage::Index | BufferUsage::CopyDst);
    const gpu::Buffer indirect(the_device(), 36, BufferUsage::Indirect | BufferUsage::CopyDst);
    the_device().queue().write_buffer(index, 0, indices);
    the_device().queue().write_buffer(indirect, 0, arguments);
    const gpu::Blend sum = {{.destination = gpu::BlendFactor::One}, {.destination = gpu::BlendFactor::One}};
    gpu::CommandEncoder commands(the_device());
    auto pass = commands.begin_render_pass({{.view = view}});
    pass.set_pipeline(color_pipeline({}, 0.5, sum));
    pass.set_vertex_buffer(0, color_buffer({0.2f, 0, 0, 0.2f}));
    pass.set_index_buffer(index, gpu::IndexFormat::Uint16);
    pass.draw_indexed(3, 1, 2);
    pass.draw_indirect(indirect);
    pass.draw_indexed_indirect(indirect, 16);
    pass.end();
    CHECK(texel_after(commands, texture) == 0x99000099);
}

TEST(textures_in_shaders)
{
    const gpu::Device &device = the_device();
    const std::vector<uint32_t> picture(16, 0xff8040ff);
    const gpu::Texture source(device, {4, 4}, TextureFormat::RGBA8Unorm, TextureBinding | CopyDst | CopySrc);
    CHECK(device.queue().write_texture({source}, std::as_bytes(std::span(picture)), {.bytes_per_row = 16},
                                       {4, 4}));
    const gpu::Texture copied(device, {4, 4}, TextureFormat::RGBA8Unorm, TextureBinding | CopyDst);
    const gpu::Sampler sampler(device, {.mag_filter = gpu::FilterMode::Linear});
    const gpu::Buffer factor(device, 16, BufferUsage::Uniform | BufferUsage::CopyDst);
    device.queue().write_buffer(factor, 0, std::vector<float>{1, 0, 1, 1});
    const gpu::BindGroupLayout layout(
        device, {gpu::TextureLayout{.binding = 0}, gpu::SamplerLayout{.binding = 1},
                 gpu::BufferLayout{.binding = 2,
                                   .type = gpu::BufferBindingType::Uniform,
                                   .visibility = gpu::ShaderStage::Vertex | gpu::ShaderStage::Fragment}});
    const gpu::PipelineLayout pipeline_layout(device, {layout});
    const gpu::ShaderModule module(device, colors_of_a_texture);
    const gpu::ColorTarget targets[] = {{}};
    const gpu::RenderPipeline pipeline(device, {.module = module}, {.module = module, .targets = targets},
                                       {.layout = &pipeline_layout});
    const gpu::TextureView view(device, copied);
    const gpu::BindGroup group(
        device, layout,
        {gpu::TextureBinding{0, view}, gpu::SamplerBinding{1, sampler}, gpu::BufferBinding{2, factor}});
    CHECK(sampler && layout && pipeline && group);
    CHECK(gpu::RenderPipeline(device, {.module = module}, {.module = module, .targets = targets})
              .bind_group_layout(0));

    const gpu::Texture texture = canvas();
    const gpu::TextureView target = view_of(texture);
    gpu::CommandEncoder commands(device);
    commands.copy_texture_to_texture({source}, {copied}, {4, 4});
    auto pass = commands.begin_render_pass({{.view = target}});
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, group);
    pass.draw(3);
    pass.end();
    CHECK(texel_after(commands, texture) == 0xff8000ff);

    const gpu::BindGroupLayout stored(device, {gpu::StorageTextureLayout{.binding = 0}});
    CHECK(stored);
    const gpu::BindGroup wrong(device, stored, {gpu::SamplerBinding{0, sampler}});
    CHECK(!wrong && !wrong.error().empty());
    CHECK(!gpu::Sampler(device, {.max_anisotropy = 0}));
}

TEST(depths_and_samples)
{
    const gpu::Texture depth(the_device(), {size, size}, TextureFormat::Depth24PlusStencil8, RenderAttachment,
                             {.samples = 4});
    const gpu::Texture smooth = canvas(TextureFormat::RGBA8Unorm, 4);
    const gpu::Texture texture = canvas();
    const gpu::TextureView depth_view = view_of(depth);
    const gpu::TextureView smooth_view = view_of(smooth);
    const gpu::TextureView view = view_of(texture);
    const gpu::DepthStencil state = {.format = TextureFormat::Depth24PlusStencil8,
                                     .front = {.compare = gpu::CompareFunction::Equal},
                                     .back = {.compare = gpu::CompareFunction::Equal}};
    const gpu::RenderPipelineOptions options = {.depth_stencil = state, .samples = 4};
    const gpu::RenderPipeline near = color_pipeline(options, 0.25);
    const gpu::RenderPipeline far = color_pipeline(options, 0.75);
    CHECK(near && far);
    const gpu::DepthStencilAttachment attachment = {depth_view, gpu::DepthOperations{.clear_value = 0.5f},
                                                    gpu::StencilOperations{.clear_value = 7}};
    gpu::CommandEncoder commands(the_device());
    auto pass = commands.begin_render_pass({{.view = smooth_view, .resolve_to = &view}},
                                           {.depth_stencil = &attachment});
    pass.set_vertex_buffer(0, color_buffer({1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1}));
    pass.set_stencil_reference(7);
    pass.set_pipeline(near);
    pass.draw(3, 1, 0, 1);
    pass.set_pipeline(far);
    pass.draw(3, 1, 0, 0);
    pass.set_stencil_reference(6);
    pass.set_pipeline(near);
    pass.draw(3, 1, 0, 2);
    pass.end();
    CHECK(texel_after(commands, texture) == 0xff00ff00);

    const gpu::ShaderModule module(the_device(),
                                   "@vertex fn put() -> @builtin(position) vec4f { return vec4f(); }");
    const gpu::RenderPipeline depth_only(the_device(), {.module = module},
                                         {.depth_stencil = gpu::DepthStencil()});
    CHECK(depth_only);
}

TEST(bundles_and_queries)
{
    const gpu::Texture texture = canvas();
    const gpu::TextureView view = view_of(texture);
    const gpu::QuerySet queries(the_device(), gpu::QueryType::Occlusion, 2);
    const TextureFormat formats[] = {TextureFormat::RGBA8Unorm};
    gpu::RenderBundleEncoder encoder(the_device(), {.color_formats = formats, .label = "blue"});
    encoder.set_pipeline(color_pipeline());
    encoder.set_vertex_buffer(0, color_buffer({0, 0, 1, 1}));
    encoder.draw(3);
    const gpu::RenderBundle bundle = encoder.finish();
    CHECK(bundle && bundle.error().empty());
    encoder.draw(3);
    CHECK_HAS(encoder.finish().error(), "after the end");

    const gpu::Buffer resolved(the_device(), 16, BufferUsage::QueryResolve | BufferUsage::CopySrc);
    gpu::Buffer staging(the_device(), 16, BufferUsage::MapRead | BufferUsage::CopyDst);
    gpu::CommandEncoder commands(the_device());
    auto pass = commands.begin_render_pass({{.view = view}}, {.occlusion_queries = &queries});
    pass.begin_occlusion_query(1);
    pass.execute_bundle(bundle);
    pass.end_occlusion_query();
    pass.end();
    commands.resolve_query_set(queries, 0, 2, resolved);
    commands.copy_buffer_to_buffer(resolved, 0, staging, 0, 16);
    CHECK(texel_after(commands, texture) == 0xffff0000);
    uint64_t samples[2] = {7, 0};
    CHECK(staging.map(gpu::MapMode::Read));
    CHECK(staging.copy_to(std::as_writable_bytes(std::span(samples))));
    CHECK(samples[0] == 0 && samples[1] != 0);
}

TEST(blend_constants)
{
    const gpu::Texture texture = canvas();
    const gpu::TextureView view = view_of(texture);
    const gpu::Blend by_constant = {{gpu::BlendFactor::Constant}, {}};
    gpu::CommandEncoder commands(the_device());
    auto pass = commands.begin_render_pass({{.view = view}});
    pass.set_pipeline(color_pipeline({}, 0.5, by_constant));
    pass.set_vertex_buffer(0, color_buffer({1, 1, 1, 1}));
    pass.set_blend_constant({0.2, 0.4, 0.6, 1});
    pass.draw(3);
    auto moved = std::move(pass);
    pass.draw(3); /* nothing: it has moved */
    moved.end();
    CHECK(texel_after(commands, texture) == 0xff996633);
}

TEST(invalid_objects_say_so)
{
    const gpu::Texture none(the_device(), {0, 4}, TextureFormat::RGBA8Unorm, RenderAttachment);
    CHECK(!none && !none.error().empty());
    const gpu::ShaderModule bad(the_device(), "nonsense");
    const gpu::ColorTarget targets[] = {{}};
    const gpu::RenderPipeline pipeline(the_device(), {.module = bad}, {.module = bad, .targets = targets});
    CHECK(!pipeline && pipeline.error() == bad.error() && !pipeline.bind_group_layout(0));
    const gpu::RenderPipeline strip = color_pipeline({.strip_index_format = gpu::IndexFormat::Uint16});
    CHECK(!strip && !strip.error().empty());
    const gpu::RenderBundle bundle = gpu::RenderBundleEncoder(the_device(), {}).finish();
    CHECK(!bundle && !bundle.error().empty());

    gpu::CommandEncoder commands(the_device());
    const gpu::TextureView missing;
    auto pass = commands.begin_render_pass({{.view = missing}});
    pass.draw(3);
    pass.end();
    CHECK(!commands.finish() && commands.finish().error() == "made from an object that is not there");
    gpu::CommandEncoder copies(the_device());
    copies.copy_texture_to_texture({gpu::Texture()}, {gpu::Texture()}, {1});
    CHECK(!copies.finish());
    CHECK(!the_device().queue().write_texture({gpu::Texture()}, {}, {}, {1}));
}

/* All of it on objects that are not there: nothing happens, and all say so. */
TEST(no_device)
{
    gpu::Limits limits = the_device().limits();
    limits.maxBufferSize = UINT64_MAX - 1;
    const gpu::Device device(gpu::Adapter(gpu::Instance()), {.limits = &limits});
    CHECK(!device && !device.error().empty());
    const std::string why = device.error();
    gpu::Texture texture(device, {4, 4}, TextureFormat::RGBA8Unorm, CopyDst);
    CHECK(!texture && texture.error() == why && texture.size().width == 0 && texture.mip_levels() == 0);
    texture.destroy();
    const gpu::TextureView view(device, texture);
    CHECK(!view && view.error() == why);
    CHECK(gpu::Sampler(device).error() == why);
    const gpu::ShaderModule module(device, colors_of_a_texture);
    const gpu::RenderPipeline pipeline(device, {.module = module}, {.module = module});
    CHECK(!pipeline && pipeline.error() == why);
    gpu::RenderBundleEncoder encoder(device, {});
    encoder.set_pipeline(pipeline);
    encoder.draw(3);
    CHECK(encoder.finish().error() == why);
    gpu::CommandEncoder commands(device);
    auto pass = commands.begin_render_pass({{.view = view}});
    pass.set_pipeline(pipeline);
    pass.draw(3);
    pass.end();
    commands.copy_texture_to_texture({texture}, {texture}, {1});
    CHECK(commands.finish().error() == why);
}

int main()
{
    const int code = RUN_TESTS();
    the_only_device.reset();
    return code;
}
