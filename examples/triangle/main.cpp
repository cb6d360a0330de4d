/* Draws a triangle to a texture and writes it as a PNG file: triangle [--size WxH] [-o FILE] */
#include <cstdio>
#include <string_view>

#include <webgpu/webgpu.hpp>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

namespace gpu = wasi::webgpu;

static constexpr char program[] = R"(
struct Corner {
    @builtin(position) position: vec4f,
    @location(0) color: vec3f,
}

@vertex
fn put(@location(0) place: vec2f, @location(1) color: vec3f) -> Corner {
    return Corner(vec4f(place, 0.0, 1.0), color);
}

@fragment
fn paint(at: Corner) -> @location(0) vec4f {
    return vec4f(at.color, 1.0);
}
)";

struct Vertex {
    float x, y;
    float r, g, b;
};

static constexpr Vertex corners[] = {{0, 0.8f, 1, 0, 0}, {-0.8f, -0.8f, 0, 1, 0}, {0.8f, -0.8f, 0, 0, 1}};

struct Options {
    uint32_t width = 256;
    uint32_t height = 256;
    const char *file = "triangle.png";
};

static bool read_options(int argc, char **argv, Options &options)
{
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        char rest;
        if (i + 1 < argc && name == "-o")
            options.file = argv[i + 1];
        else if (i + 1 == argc || name != "--size" ||
                 std::sscanf(argv[i + 1], "%ux%u%c", &options.width, &options.height, &rest) != 2)
            return false;
    }
    return true;
}

static int fail(const char *what, const std::string &why)
{
    std::fprintf(stderr, "triangle: %s: %s\n", what, why.c_str());
    return 1;
}

static gpu::RenderPipeline make_pipeline(const gpu::Device &device)
{
    const gpu::ShaderModule module(device, program);
    const gpu::VertexAttribute attributes[] = {
        {.format = gpu::VertexFormat::Float32x2, .offset = offsetof(Vertex, x), .location = 0},
        {.format = gpu::VertexFormat::Float32x3, .offset = offsetof(Vertex, r), .location = 1},
    };
    const gpu::VertexBufferLayout buffers[] = {{.stride = sizeof(Vertex), .attributes = attributes}};
    const gpu::ColorTarget targets[] = {{.format = gpu::TextureFormat::RGBA8Unorm}};
    return {device, {.module = module, .buffers = buffers}, {.module = module, .targets = targets}};
}

int main(int argc, char **argv)
{
    Options options;
    if (!read_options(argc, argv, options))
        return fail("usage", "triangle [--size WxH] [-o FILE]");
    const auto [width, height, file] = options;
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance);
    if (!adapter)
        return fail("no adapter", adapter.error());
    std::printf("drawing on %s\n", adapter.info().description.c_str());
    const gpu::Device device(adapter);
    if (!device)
        return fail("no device", device.error());
    const gpu::RenderPipeline pipeline = make_pipeline(device);
    if (!pipeline)
        return fail("no pipeline", pipeline.error());

    using enum gpu::TextureUsage;
    const gpu::Texture texture(device, {width, height}, gpu::TextureFormat::RGBA8Unorm,
                               RenderAttachment | CopySrc);
    if (!texture)
        return fail("no texture", texture.error());
    const gpu::Buffer vertices(device, sizeof corners, gpu::BufferUsage::Vertex | gpu::BufferUsage::CopyDst);
    const uint32_t row = (width * 4 + 255) / 256 * 256; /* bytes, as copies want them */
    gpu::Buffer staging(device, uint64_t(row) * height,
                        gpu::BufferUsage::MapRead | gpu::BufferUsage::CopyDst);
    device.queue().write_buffer(vertices, 0, corners);

    gpu::CommandEncoder commands(device);
    const gpu::TextureView view(device, texture);
    auto pass = commands.begin_render_pass({{.view = view, .clear_value = {0.1, 0.1, 0.1, 1}}});
    pass.set_pipeline(pipeline);
    pass.set_vertex_buffer(0, vertices);
    pass.draw(3);
    pass.end();
    commands.copy_texture_to_buffer({texture}, staging, {.bytes_per_row = row}, {width, height});
    const gpu::CommandBuffer finished = commands.finish();
    if (!finished)
        return fail("no commands", finished.error());
    device.queue().submit(finished);

    std::vector<std::byte> pixels(size_t(row) * height);
    if (!staging.map(gpu::MapMode::Read) || !staging.copy_to(pixels))
        return fail("no result", staging.error());
    if (stbi_write_png(file, int(width), int(height), 4, pixels.data(), int(row)) == 0)
        return fail("cannot write", file);
    std::printf("wrote %s, %u by %u texels\n", file, width, height);
    return 0;
}
