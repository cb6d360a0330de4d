/* Resources that are a native object with a label: they share their drop, label and set-label.
 *
 * The first member of each is `object`, and its `native` is of the type WGPU<Name>. */
#ifndef WEBGPU_PLAIN_H
#define WEBGPU_PLAIN_H

#include "webgpu/object.h"

/* Of these the struct is no more than that. */
#define WEBGPU_PLAIN(X) \
    X(bind_group, BindGroup, "gpu-bind-group", WEBGPU_POOL_NONE) \
    X(command_buffer, CommandBuffer, "gpu-command-buffer", WEBGPU_POOL_COMMAND_BUFFER) \
    X(command_encoder, CommandEncoder, "gpu-command-encoder", WEBGPU_POOL_COMMAND_ENCODER) \
    X(compute_pass_encoder, ComputePassEncoder, "gpu-compute-pass-encoder", \
      WEBGPU_POOL_COMPUTE_PASS_ENCODER) \
    X(compute_pipeline, ComputePipeline, "gpu-compute-pipeline", WEBGPU_POOL_NONE) \
    X(pipeline_layout, PipelineLayout, "gpu-pipeline-layout", WEBGPU_POOL_NONE) \
    X(render_bundle, RenderBundle, "gpu-render-bundle", WEBGPU_POOL_NONE) \
    X(render_bundle_encoder, RenderBundleEncoder, "gpu-render-bundle-encoder", WEBGPU_POOL_NONE) \
    X(render_pass_encoder, RenderPassEncoder, "gpu-render-pass-encoder", WEBGPU_POOL_RENDER_PASS_ENCODER) \
    X(render_pipeline, RenderPipeline, "gpu-render-pipeline", WEBGPU_POOL_NONE) \
    X(sampler, Sampler, "gpu-sampler", WEBGPU_POOL_NONE)

#define X(name, Name, text, pool) \
    struct webgpu_##name { \
        struct webgpu_object object; \
        WGPU##Name native; \
    };
WEBGPU_PLAIN(X)
#undef X

struct webgpu_bind_group_layout {
    struct webgpu_object object;
    WGPUBindGroupLayout native;
    unsigned counts; /* gpu_maps_counts, when it was given mappings for groups that are made ahead */
};

struct webgpu_query_set {
    struct webgpu_object object;
    WGPUQuerySet native;
    enum webgpu_query_type type;
    uint32_t count;
};

struct webgpu_texture_view {
    struct webgpu_object object;
    WGPUTextureView native;
    enum webgpu_texture_format format;
    bool transient; /* usage includes TRANSIENT_ATTACHMENT, which its native one does not know */
};

/* These are made and dropped alike, and nothing but their native object needs to be released. */
#define WEBGPU_MADE_ALIKE(X) \
    WEBGPU_PLAIN(X) \
    X(bind_group_layout, BindGroupLayout, "gpu-bind-group-layout", WEBGPU_POOL_NONE) \
    X(query_set, QuerySet, "gpu-query-set", WEBGPU_POOL_NONE) \
    X(texture, Texture, "gpu-texture", WEBGPU_POOL_NONE) \
    X(texture_view, TextureView, "gpu-texture-view", WEBGPU_POOL_NONE)

/* webgpu_<name>_new: a new one, which takes `native` over, on failure too, unless in a callback. NULL: out of
 * memory, which a `native` of NULL means as well.
 *
 * webgpu_admits_<name>: asked before the native one is made, for libraries keep what that takes although it
 * is released at once. False: the guest may have no more, and webgpu_refused_<name> is what it gets, which is
 * invalid; NULL: out of memory. */
#define X(name, Name, text, pool) \
    struct webgpu_##name *webgpu_##name##_new(struct webgpu_device *device, WGPU##Name native, \
                                              struct base_str label); \
    bool webgpu_admits_##name(struct webgpu_device *device); \
    struct webgpu_##name *webgpu_refused_##name(struct webgpu_device *device, struct base_str label);
WEBGPU_MADE_ALIKE(X)
#undef X

#endif
