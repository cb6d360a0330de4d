/* gpu-texture-view: creation. Follows WebGPU, "Texture View Creation"; the defaults are the library's to
 * resolve, and most of what is valid, its to check. What not every library knows of usages is checked here.
 */
#include "base/count.h"
#include "generated/webgpu_methods.h"
#include "webgpu/device.h"
#include "webgpu/enums.h"
#include "webgpu/hold.h"
#include "webgpu/plain.h"
#include "webgpu/text.h"
#include "webgpu/texture.h"

static WGPUComponentSwizzle
component(char letter)
{
    switch (letter) {
    case '0':
        return WGPUComponentSwizzle_Zero;
    case '1':
        return WGPUComponentSwizzle_One;
    case 'r':
        return WGPUComponentSwizzle_R;
    case 'g':
        return WGPUComponentSwizzle_G;
    case 'b':
        return WGPUComponentSwizzle_B;
    case 'a':
        return WGPUComponentSwizzle_A;
    default:
        return WGPUComponentSwizzle_Force32;
    }
}

/* createView throws a TypeError for what is no swizzle. create-view has no error: what comes nearest is the
 * device's, for a value that no library knows. */
static WGPUTextureComponentSwizzle
read_swizzle(struct base_str text)
{
    WGPUComponentSwizzle read[4];
    for (size_t i = 0; i < BASE_COUNT(read); i++)
        read[i] = text.size == BASE_COUNT(read) ? component(text.data[i]) : WGPUComponentSwizzle_Force32;
    return (WGPUTextureComponentSwizzle){read[0], read[1], read[2], read[3]};
}

/* All usages by default. A transient attachment, whose native texture is a plain one, has no view with less;
 * what can be stored can be viewed in its own format only, for others differ in being sRGB, which cannot. */
static bool
add_usage(const struct webgpu_texture *texture, const struct webgpu_texture_view_descriptor *from,
          WGPUTextureViewDescriptor *to)
{
    const uint32_t asked = from->usage.some ? from->usage.value : 0;
    const uint32_t usage = asked == 0 ? texture->usage : asked;
    if ((texture->usage & WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT) != 0)
        return usage == texture->usage;
    to->usage = asked;
    if ((usage & ~texture->usage) != 0)
        return false;
    return (usage & WEBGPU_TEXTURE_USAGE_STORAGE_BINDING) == 0 || !from->format.some ||
           from->format.value == texture->format;
}

static void
describe(const struct webgpu_texture *texture, const struct webgpu_texture_view_descriptor *from,
         WGPUTextureViewDescriptor *to)
{
    if (from->format.some)
        to->format = webgpu_native_texture_format(from->format.value);
    if (from->dimension.some)
        to->dimension = webgpu_native_texture_view_dimension(from->dimension.value);
    if (from->aspect.some)
        to->aspect = webgpu_native_texture_aspect(from->aspect.value);
    to->baseMipLevel = webgpu_u32_or(from->base_mip_level, 0);
    to->mipLevelCount = webgpu_u32_or_undefined(from->mip_level_count);
    to->baseArrayLayer = webgpu_u32_or(from->base_array_layer, 0);
    to->arrayLayerCount = webgpu_u32_or_undefined(from->array_layer_count);
    if (!add_usage(texture, from, to))
        to->baseMipLevel = UINT32_MAX; /* which no texture has: the library refuses it */
}

struct webgpu_texture_view *
webgpu_texture_create_view(struct webgpu_texture *self,
                           const struct webgpu_option_texture_view_descriptor *descriptor,
                           struct base_arena *arena)
{
    (void)arena;
    struct base_str label = {0};
    enum webgpu_texture_format format = self->format;
    WGPUTextureViewDescriptor native = WGPU_TEXTURE_VIEW_DESCRIPTOR_INIT;
    WGPUTextureComponentSwizzleDescriptor swizzle = WGPU_TEXTURE_COMPONENT_SWIZZLE_DESCRIPTOR_INIT;
    if (descriptor->some) {
        const struct webgpu_texture_view_descriptor *from = &descriptor->value;
        label = webgpu_string_or_empty(from->label);
        describe(self, from, &native);
        if (from->format.some)
            format = from->format.value;
        if (from->swizzle.some && !base_str_equal(from->swizzle.value, base_str("rgba"))) {
            swizzle.swizzle = read_swizzle(from->swizzle.value);
            native.nextInChain = &swizzle.chain;
        }
    }
    native.label = webgpu_native_label(label);
    struct webgpu_device *device = self->object.device;
    struct webgpu_texture_view *view =
        webgpu_admits_texture_view(device)
            ? webgpu_texture_view_new(device, wgpuTextureCreateView(self->native, &native), label)
            : webgpu_refused_texture_view(device, label);
    if (view == NULL)
        return NULL;
    view->format = format;
    view->transient = (self->usage & WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT) != 0;
    if (webgpu_hold(&view->object, &self->object))
        return view;
    webgpu_object_unref(&view->object);
    return NULL;
}
