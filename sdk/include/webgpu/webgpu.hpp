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
 * **Waiting.** Where WebGPU is asynchronous, constructors and plain calls block: a command may, and it is
 * what a compute program wants. Each waits for its own operation only, and does not spin. Beside each is a
 * call that does not block: Adapter::request_async, Device::request_async, ComputePipeline::create_async,
 * RenderPipeline::create_async, Buffer::map_async, Queue::on_submitted_work_done, ErrorScope::pop_async and
 * ShaderModule::compilation_info_async. It takes a CallbackMode and a callback, and gives a Future:
 *
 *     gpu::Future future = staging.map_async(gpu::MapMode::Read, 0, gpu::whole_size,
 *                                            gpu::CallbackMode::WaitAnyOnly,
 *                                            [&](gpu::MapStatus status, std::string_view message) { ... });
 *     instance.wait(future, std::chrono::milliseconds(100));
 *
 * **Callbacks** are called exactly once, from Instance::wait_any, Instance::process_events or, where their
 * mode says so, at any time; where an object is not there, at once, and the Future is none. They may be
 * lambdas that capture, and may move what they capture: that lives until the call has returned. In the call
 * they may begin other operations and let go of any object, the one that they belong to included. An
 * operation keeps nothing alive: when the Instance and all that was made from it are gone, its callback is
 * called with CallbackCancelled, so what it captures by reference must live as long as these. A callback that
 * owns one of them keeps all of them until it was called. DeviceOptions has the two that are called for a
 * device: on_error, as often as there are errors, and on_lost, once.
 *
 * **Threads.** As webgpu.h says of the implementation; a guest has one.
 *
 * The whole of webgpu.h is here. Its functions are the methods of these classes, its descriptors their
 * arguments and options; AddRef, Release and FreeMembers are called for you. The handles (`get()`) and
 * webgpu.h's own functions mix freely with these classes: chained structs that only one implementation has
 * are passed that way.
 */
#ifndef WASI_WEBGPU_HPP
#define WASI_WEBGPU_HPP

#include <webgpu/adapter.hpp>
#include <webgpu/bind_group.hpp>
#include <webgpu/bind_group_layout.hpp>
#include <webgpu/buffer.hpp>
#include <webgpu/command.hpp>
#include <webgpu/compute_pass.hpp>
#include <webgpu/compute_pipeline.hpp>
#include <webgpu/device.hpp>
#include <webgpu/error_scope.hpp>
#include <webgpu/external_texture.hpp>
#include <webgpu/future.hpp>
#include <webgpu/handle.hpp>
#include <webgpu/instance.hpp>
#include <webgpu/pipeline.hpp>
#include <webgpu/query_set.hpp>
#include <webgpu/queue.hpp>
#include <webgpu/recorder.hpp>
#include <webgpu/render_bundle.hpp>
#include <webgpu/render_commands.hpp>
#include <webgpu/render_description.hpp>
#include <webgpu/render_pass.hpp>
#include <webgpu/render_pipeline.hpp>
#include <webgpu/render_state.hpp>
#include <webgpu/sampler.hpp>
#include <webgpu/shader.hpp>
#include <webgpu/surface.hpp>
#include <webgpu/texture.hpp>
#include <webgpu/texture_format.hpp>
#include <webgpu/texture_view.hpp>

#endif
