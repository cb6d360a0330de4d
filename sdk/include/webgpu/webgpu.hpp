/**
 * \file
 * WebGPU for C++20: classes that own their handles, over any standard `webgpu.h`, native or a guest's.
 *
 *     namespace gpu = wasi::webgpu;
 *
 *     gpu::Instance instance;
 *     gpu::Adapter adapter(instance);
 *     gpu::Device device(adapter);
 *     if (!device) {
 *         std::fprintf(stderr, "%s\n", device.error().c_str());
 *         return 1;
 *     }
 *     gpu::Buffer buffer(device, 4096, gpu::BufferUsage::Storage | gpu::BufferUsage::CopyDst);
 *     device.queue().write_buffer(buffer, 0, values);
 *
 * **Ownership.** An object holds one reference, a copy another, and the last one gives it back. Objects keep
 * alive what they need: the order in which they end does not matter. Encoders move, but are not copied.
 * Let no object be static: native drivers do not last until statics end.
 *
 * **Failure.** There are no exceptions. Constructors and blocking calls leave an object whose `operator bool`
 * is false and whose `error()` says why. What is made from such an object fails in turn with the same text,
 * so it is enough to look at the last; calling it does no harm. Errors that come later, such as those of
 * `Queue::submit`, go to an ErrorScope, or to DeviceOptions::on_error.
 *
 * **Waiting.** Where WebGPU is asynchronous, these calls block: a command may, and it is what a compute
 * program wants. Each waits for its own operation only, and does not spin.
 *
 * **Threads.** As webgpu.h says of the implementation; a guest has one.
 *
 * Left out: surfaces. The handles (`get()`) and webgpu.h's own functions mix freely with these classes.
 */
#ifndef WASI_WEBGPU_HPP
#define WASI_WEBGPU_HPP

#include <webgpu/adapter.hpp>
#include <webgpu/binding.hpp>
#include <webgpu/buffer.hpp>
#include <webgpu/command.hpp>
#include <webgpu/compute_pass.hpp>
#include <webgpu/compute_pipeline.hpp>
#include <webgpu/device.hpp>
#include <webgpu/error_scope.hpp>
#include <webgpu/handle.hpp>
#include <webgpu/instance.hpp>
#include <webgpu/pipeline.hpp>
#include <webgpu/query_set.hpp>
#include <webgpu/queue.hpp>
#include <webgpu/recorder.hpp>
#include <webgpu/render_bundle.hpp>
#include <webgpu/render_commands.hpp>
#include <webgpu/render_pass.hpp>
#include <webgpu/render_pipeline.hpp>
#include <webgpu/render_state.hpp>
#include <webgpu/sampler.hpp>
#include <webgpu/shader.hpp>
#include <webgpu/texture.hpp>

#endif
