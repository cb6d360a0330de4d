/* Rules of the WebGPU specification that a native library does not keep: library, where, rule as the test
 * names it, reason. NATIVELY: a guest gets the specification's answer, for src/webgpu makes good for it.
 * EVERYWHERE: a guest does not. Where a rule is kept after all, its test fails and the row goes. */
#ifndef DEVIATIONS_H
#define DEVIATIONS_H

#define ENDED "what is done with a pass that has ended makes its encoder invalid"
#define OVERRIDES \
    "limits are checked before overrides are put in; a number that stands in the code is refused"

#define DEVIATIONS(X) \
    X("dawn", EVERYWHERE, "a command of a pass: not behind its end, and said at once", ENDED) \
    X("dawn", EVERYWHERE, "finish: what was done behind a pass' end does not matter", ENDED) \
    X("dawn", NATIVELY, "createView: a format that all of the texture's usages are for", \
      "a view without usages gets those that its format is for") \
    X("dawn", NATIVELY, "requestDevice: an adapter gives one device", "it gives as many as are wanted") \
    X("dawn", NATIVELY, "createTexture: TRANSIENT_ATTACHMENT with RENDER_ATTACHMENT", \
      "it has no such usage") \
    X("wgpu", NATIVELY, "requestDevice: an adapter gives one device", "it gives as many as are wanted") \
    X("wgpu", NATIVELY, "requiredLimits: minUniformBufferOffsetAlignment is a power of 2", \
      "it is not checked") \
    X("wgpu", NATIVELY, "requiredLimits: worse than the default is the default", \
      "the device gets what is worse") \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeWorkgroupSizeX", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeWorkgroupSizeY", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeWorkgroupSizeZ", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup size: not above maxComputeInvocationsPerWorkgroup", OVERRIDES) \
    X("wgpu", EVERYWHERE, "workgroup storage: not above maxComputeWorkgroupStorageSize", \
      "the limit is not checked") \
    X("wgpu", EVERYWHERE, "buffer: a destroyed one, which only a submit refuses", \
      "a bind group of it is refused, not its submission") \
    X("wgpu", EVERYWHERE, "usage scope: a part of a buffer not written twice", \
      "one buffer may be written in two bindings") \
    X("wgpu", EVERYWHERE, "targets: what is written has an output", \
      "a target that nothing is written to is good") \
    X("wgpu", EVERYWHERE, "Unorm8x4BGRA: what a shader gets", "it has no such format: a pipeline is refused")

#endif
