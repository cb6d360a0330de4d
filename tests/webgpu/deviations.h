/* Rules of the WebGPU specification, and of webgpu.h's documentation, that a native library does not keep:
 * library, where, rule as the test names it, reason. NATIVELY: a guest gets the specification's answer, for
 * src/webgpu or the SDK makes good for it. EVERYWHERE: a guest does not. Where a rule is kept after all, its
 * test fails and the row goes. */
#ifndef DEVIATIONS_H
#define DEVIATIONS_H

#define ENDED "what is done with a pass that has ended makes its encoder invalid"
#define NO_TRANSIENT "it has no such usage"
#define ALIASES \
    "one buffer may be written in two bindings: which write, is not told of layouts that shaders give"
#define STORAGE "the limit is not checked; shaders that declare any are refused unless the user allows them"
#define OVERRIDES "limits are checked before overrides are put in, and what comes of them is not told"

#define DONE_BEFORE "it was done before, and says so"

#define OVERLAPS "mapped ranges may overlap each other"
#define NO_CHAIN "a struct that it does not know is passed over"
#define IN_VAIN "what cannot be done with an error surface is passed over"

#define DEVIATIONS(X) \
    X("dawn", NATIVELY, "a command of a pass: not behind its end, and said at once", ENDED) \
    X("dawn", NATIVELY, "finish: what was done behind a pass' end does not matter", ENDED) \
    X("dawn", NATIVELY, "a command of an open pass: behind its encoder's finish too", "it is an error") \
    X("dawn", NATIVELY, "a command of a render pass: not behind its end, and said at once", ENDED) \
    X("dawn", NATIVELY, "finish: what was done behind a render pass' end does not matter", ENDED) \
    X("dawn", NATIVELY, "getMappedRange: not twice", OVERLAPS) \
    X("dawn", NATIVELY, "getConstMappedRange: not one to write", OVERLAPS) \
    X("dawn", NATIVELY, "getMappedRange: not around another", OVERLAPS) \
    X("dawn", NATIVELY, "getMappedRange: not over the beginning of another", OVERLAPS) \
    X("dawn", NATIVELY, "getMappedRange: not over the end of another", OVERLAPS) \
    X("dawn", NATIVELY, "getMappedRange: not within another", OVERLAPS) \
    X("dawn", NATIVELY, "getMappedRange: not within one to read", OVERLAPS) \
    X("wgpu", NATIVELY, "getMappedRange: not twice", OVERLAPS) \
    X("wgpu", NATIVELY, "getConstMappedRange: not one to write", OVERLAPS) \
    X("wgpu", NATIVELY, "getMappedRange: not around another", OVERLAPS) \
    X("wgpu", NATIVELY, "getMappedRange: not over the beginning of another", OVERLAPS) \
    X("wgpu", NATIVELY, "getMappedRange: not over the end of another", OVERLAPS) \
    X("wgpu", NATIVELY, "getMappedRange: not within another", OVERLAPS) \
    X("wgpu", NATIVELY, "getMappedRange: not within one to read", OVERLAPS) \
    X("dawn", NATIVELY, "configure: a surface that is not an error", IN_VAIN) \
    X("dawn", NATIVELY, "present: a surface without a texture", IN_VAIN) \
    X("dawn", NATIVELY, "requestAdapter: no adapter for an error surface", IN_VAIN) \
    X("wgpu", NATIVELY, "createSurface: without a source it is an error object", "there is no surface then") \
    X("wgpu", NATIVELY, "mappedAtCreation: an invalid buffer is mapped", "it is not") \
    X("wgpu", NATIVELY, "getMappedRange: of an invalid buffer, mapped at creation", "it is not mapped") \
    X("wgpu", NATIVELY, "mappedAtCreation: NULL where there is no memory for it", \
      "there is a buffer, which is not mapped") \
    X("wgpu", NATIVELY, "device: its last reference unmaps its buffers", "they stay mapped") \
    X("dawn", NATIVELY, "chain: a layout's buffer", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a layout's sampler, which is not used", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a layout's texture, which is not used", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a layout's storage texture, which is not used", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a compute pipeline", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: the stage of a compute pipeline", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a sampler", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a texture with a dimension for bindings", "it does not know the struct") \
    X("dawn", NATIVELY, "chain: a view with a swizzle that changes nothing", \
      "its texture is one with a dimension for bindings") \
    X("dawn", NATIVELY, "chain: a constant", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a vertex buffer", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: an attribute", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: samples", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: depths and stencils", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a bundle's encoder", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a bundle", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a compute pass", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a command buffer", NO_CHAIN) \
    X("dawn", NATIVELY, "chain: a request for an adapter", "it gives an adapter all the same") \
    X("dawn", NATIVELY, "createView: a format that all of the texture's usages are for", \
      "a view without usages gets those that its format is for") \
    X("dawn", NATIVELY, "requestDevice: an adapter gives one device", "it gives as many as are wanted") \
    X("dawn", NATIVELY, "createTexture: TRANSIENT_ATTACHMENT with RENDER_ATTACHMENT", NO_TRANSIENT) \
    X("dawn", NATIVELY, "transient: a colour that is cleared and discarded", NO_TRANSIENT) \
    X("dawn", NATIVELY, "transient: a colour that is resolved", NO_TRANSIENT) \
    X("dawn", NATIVELY, "transient: depth that is cleared and discarded", NO_TRANSIENT) \
    X("dawn", NATIVELY, "transient: stencil that is cleared and discarded", NO_TRANSIENT) \
    X("dawn", NATIVELY, "transient: stencil, with no depth that is read only", NO_TRANSIENT) \
    X("dawn", NATIVELY, "transient: depth and stencil that are cleared and discarded", NO_TRANSIENT) \
    X("dawn", NATIVELY, "released instance: an adapter that is asked for is cancelled", DONE_BEFORE) \
    X("wgpu", NATIVELY, "released instance: an adapter that is asked for is cancelled", DONE_BEFORE) \
    X("wgpu", NATIVELY, "released instance: a device that is asked for is cancelled", DONE_BEFORE) \
    X("wgpu", NATIVELY, "released instance: an error scope is cancelled", DONE_BEFORE) \
    X("wgpu", NATIVELY, "released instance: a pipeline is cancelled", DONE_BEFORE) \
    X("wgpu", NATIVELY, "released instance: compilation info is cancelled", DONE_BEFORE) \
    X("wgpu", NATIVELY, "released device: a map is aborted", DONE_BEFORE) \
    X("wgpu", NATIVELY, "a timed wait for more than the limit is refused", "it can wait for any number") \
    X("dawn", NATIVELY, "a timed wait for more than what was enabled is refused", "64 is the least") \
    X("wgpu", NATIVELY, "a timed wait for more than what was enabled is refused", \
      "it can wait for any number") \
    X("wgpu", NATIVELY, "a timed wait for two queues is refused", "it can wait for both") \
    X("wgpu", NATIVELY, "so is one without end", "it can wait for both") \
    X("wgpu", NATIVELY, "requestDevice: an adapter gives one device", "it gives as many as are wanted") \
    X("wgpu", NATIVELY, "requiredLimits: minUniformBufferOffsetAlignment is a power of 2", \
      "it is not checked") \
    X("wgpu", NATIVELY, "requiredLimits: worse than the default is the default", \
      "the device gets what is worse") \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeWorkgroupSizeX", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeWorkgroupSizeY", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeWorkgroupSizeZ", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeInvocationsPerWorkgroup", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup storage: not above maxComputeWorkgroupStorageSize", STORAGE) \
    X("wgpu", EVERYWHERE, "usage scope: a part of a buffer not written twice", ALIASES) \
    X("wgpu", EVERYWHERE, "Unorm8x4BGRA: what a shader gets", "it has no such format: a pipeline is refused")

#endif
