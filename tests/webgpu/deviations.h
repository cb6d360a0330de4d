/* Rules of the WebGPU specification and of webgpu.h that a native library does not keep: library, where, rule
 * as the test names it, reason. NATIVELY: a guest gets the specification's answer, for src/webgpu makes good
 * for it. EVERYWHERE: a guest does not. Where a rule is kept after all, its test fails and the row goes. */
#ifndef DEVIATIONS_H
#define DEVIATIONS_H

#define ENDED "what is done with a pass that has ended makes its encoder invalid"
#define NO_TRANSIENT "it has no such usage"
#define ALIASES \
    "one buffer may be written in two bindings: which write, is not told of layouts that shaders give"
#define STORAGE "the limit is not checked; shaders that declare any are refused unless the user allows them"
#define OVERRIDES "limits are checked before overrides are put in, and what comes of them is not told"

#define DONE_BEFORE "it was done before, and says so"

#define DEVIATIONS(X) \
    X("dawn", NATIVELY, "a command of a pass: not behind its end, and said at once", ENDED) \
    X("dawn", NATIVELY, "finish: what was done behind a pass' end does not matter", ENDED) \
    X("dawn", NATIVELY, "a command of an open pass: behind its encoder's finish too", "it is an error") \
    X("dawn", NATIVELY, "a command of a render pass: not behind its end, and said at once", ENDED) \
    X("dawn", NATIVELY, "finish: what was done behind a render pass' end does not matter", ENDED) \
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
