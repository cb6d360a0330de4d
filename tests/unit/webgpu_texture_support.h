/* What the tests of textures share: textures, their contents, and which format may be used for what. */
#ifndef WEBGPU_TEXTURE_SUPPORT_H
#define WEBGPU_TEXTURE_SUPPORT_H

#include "webgpu_support.h"

#include "webgpu/device.h"
#include "webgpu_format_table.h"

#define COPIES (WEBGPU_TEXTURE_USAGE_COPY_SRC | WEBGPU_TEXTURE_USAGE_COPY_DST)
#define BINDING WEBGPU_TEXTURE_USAGE_TEXTURE_BINDING

#define SIZE(w, h, d) \
    { \
        .width = (w), .height = {true, (h)}, .depth_or_array_layers = { true, (d) } \
    }
#define SIZE_OF(w, h, d) ((struct webgpu_extent3_d)SIZE(w, h, d))
#define SOME_DIMENSION(d) {true, WEBGPU_TEXTURE_DIMENSION_##d}
#define SOME_VIEW_DIMENSION(d) {true, WEBGPU_TEXTURE_VIEW_DIMENSION_##d}

/* On the guest's device. */
static inline bool
format_exists(enum webgpu_texture_format format)
{
    return (format_capabilities(format).exists & guest.device->features.set) != 0;
}

static inline bool
format_is_deep(enum webgpu_texture_format format)
{
    return (format_capabilities(format).d3 & guest.device->features.set) != 0;
}

static inline struct webgpu_texture *
make_texture(const struct webgpu_texture_descriptor *descriptor)
{
    struct webgpu_texture *texture = webgpu_device_create_texture(guest.device, descriptor, ARENA);
    assert_non_null(texture);
    return texture;
}

/* The kind of error that making it is, -1: none. */
static inline int
try_texture(const struct webgpu_texture_descriptor *descriptor)
{
    push_validation();
    struct webgpu_texture *texture = make_texture(descriptor);
    const int error = pop_scope(NULL);
    webgpu_texture_drop(texture);
    return error;
}

/* The texels of one mip level, from its first on, without gaps: `data` has rows of `bytes_per_row`. */
static inline void
write_texels(struct webgpu_texture *texture, uint32_t mip_level, struct webgpu_extent3_d size,
             const void *data, uint32_t bytes_per_row)
{
    const struct webgpu_texel_copy_texture_info info = {.texture = texture, .mip_level = {true, mip_level}};
    const struct webgpu_texel_copy_buffer_layout layout = {.bytes_per_row = {true, bytes_per_row},
                                                           .rows_per_image = size.height};
    const uint32_t bytes = bytes_per_row * size.height.value * size.depth_or_array_layers.value;
    webgpu_queue_write_texture_with_copy(guest.queue, &info, (struct abi_view){data, bytes}, &layout, &size,
                                         ARENA);
}

/* One workgroup. */
static inline void
run_once(struct webgpu_compute_pipeline *pipeline, struct webgpu_bind_group *group)
{
    struct webgpu_command_encoder *encoder = make_encoder();
    struct webgpu_compute_pass_encoder *pass = begin_pass(encoder);
    webgpu_compute_pass_encoder_set_pipeline(pass, pipeline);
    set_bind_group(pass, group);
    webgpu_compute_pass_encoder_dispatch_workgroups(pass, 1, NONE_U32, NONE_U32);
    webgpu_compute_pass_encoder_end(pass);
    webgpu_compute_pass_encoder_drop(pass);
    submit(encoder);
}

/* A device with all that the adapter has. */
static inline int
setup_all_features(void **state)
{
    if (setup_gpu(state) != 0)
        return -1;
    guest.adapter = any_adapter();
    struct webgpu_supported_features *supported = webgpu_adapter_features(guest.adapter);
    enum webgpu_feature_name names[WEBGPU_FEATURE_COUNT];
    uint32_t count = 0;
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++) {
        if (webgpu_features_contain(supported->set, i))
            names[count++] = i;
    }
    webgpu_supported_features_drop(supported);
    const struct webgpu_device_descriptor descriptor = {.required_features = {true, {names, count}}};
    guest.device = request_device(guest.adapter, &descriptor, NULL, NULL);
    if (guest.device == NULL)
        return -1;
    guest.queue = webgpu_device_queue(guest.device);
    return guest.queue == NULL ? -1 : 0;
}

#endif
