/* webgpu.hpp: surfaces and external textures, which a program without a window can only see fail. */
#include <webgpu/webgpu.hpp>

#include "hpp/check.hpp"

namespace gpu = wasi::webgpu;

TEST(no_surface)
{
    const gpu::InstanceFeature unknown[] = {static_cast<gpu::InstanceFeature>(0x7fff)};
    const gpu::Instance no_instance({.features = unknown});
    WGPUSurfaceSourceXlibWindow source = WGPU_SURFACE_SOURCE_XLIB_WINDOW_INIT;
    const gpu::Surface surface(no_instance, source.chain, "window");
    CHECK(!surface && surface.error() == no_instance.error());
    surface.set_label("window");
    const gpu::Device device{gpu::Adapter(gpu::Instance())};
    CHECK(!surface.configure(device, {.format = gpu::TextureFormat::BGRA8Unorm, .size = {640, 480}}));
    const gpu::SurfaceTexture frame = surface.current_texture();
    CHECK(frame.status == gpu::SurfaceTextureStatus::Error && !frame.texture);
    CHECK(frame.texture.error() == surface.error());
    CHECK(!surface.present());
    surface.unconfigure();
    CHECK(gpu::Surface(surface).error() == surface.error());
}

/* An implementation refuses it, or gives a surface that has nothing. */
TEST(a_surface_on_nothing)
{
    const gpu::Instance instance;
    const gpu::Adapter adapter(instance);
    WGPUChainedStruct no_window = {nullptr, static_cast<WGPUSType>(0x7fff)};
    const gpu::Surface surface(instance, no_window);
    CHECK(surface.capabilities(adapter).formats.empty());
    const gpu::SurfaceTexture frame = surface.current_texture();
    CHECK(frame.status != gpu::SurfaceTextureStatus::SuccessOptimal && !frame.texture);
    CHECK(!frame.texture.error().empty());
    surface.unconfigure();
}

TEST(no_external_texture)
{
    const gpu::Device device{gpu::Adapter(gpu::Instance())};
    const gpu::ExternalTexture none(nullptr);
    CHECK(!none && !none.error().empty());
    none.set_label("video");
    const gpu::BindGroupLayout layout(device, {gpu::ExternalTextureLayout{.binding = 0}});
    CHECK(layout || !layout.error().empty());
    const gpu::BindGroup group(device, layout, {gpu::ExternalTextureBinding{0, none}});
    CHECK(!group && !group.error().empty());
}

int main()
{
    return RUN_TESTS();
}
