/* WebGPU, "Command Encoding", "Pass Encoding", "Finalization", "Debug Markers", "Command Buffers";
 * "GPUQueue", submit: which state an encoder is in, and what ends it. */
#include "rule.h"

#define SIZE 64

static WGPUBuffer buffer;

static WGPUComputePassEncoder
begin_compute(WGPUCommandEncoder encoder)
{
    return wgpuCommandEncoderBeginComputePass(encoder, NULL);
}

static void
end_compute(WGPUComputePassEncoder pass)
{
    wgpuComputePassEncoderEnd(pass);
    wgpuComputePassEncoderRelease(pass);
}

static void
test_finish(void)
{
    WGPUCommandEncoder encoder = begin_commands();
    commands_valid(encoder, "finish: of nothing");

    encoder = begin_commands();
    end_compute(begin_compute(encoder));
    end_compute(begin_compute(encoder));
    commands_valid(encoder, "finish: behind passes that are ended");

    encoder = begin_commands();
    WGPUComputePassEncoder pass = begin_compute(encoder);
    commands_invalid(encoder, "finish: not with a pass open");
    wgpuComputePassEncoderRelease(pass);

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUCommandBuffer commands = wgpuCommandEncoderFinish(encoder, NULL);
    begin();
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    invalid("finish: once");
    begin();
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, 4);
    invalid("a command: not behind finish, and said at once");
    begin();
    pass = begin_compute(encoder);
    invalid("beginComputePass: not behind finish, and said at once");
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
    submit_judge(commands, true, "finish: what came first is valid still");
}

static void
test_locked(void)
{
    WGPUCommandEncoder encoder = begin_commands();
    WGPUComputePassEncoder pass = begin_compute(encoder);
    wgpuCommandEncoderClearBuffer(encoder, buffer, 0, 4);
    end_compute(pass);
    commands_invalid(encoder, "a command: not while a pass is open");

    encoder = begin_commands();
    pass = begin_compute(encoder);
    WGPUComputePassEncoder second = begin_compute(encoder);
    wgpuComputePassEncoderRelease(second);
    end_compute(pass);
    commands_invalid(encoder, "beginComputePass: not while a pass is open");

    encoder = begin_commands();
    pass = begin_compute(encoder);
    wgpuCommandEncoderPushDebugGroup(encoder, text("group"));
    end_compute(pass);
    commands_invalid(encoder, "pushDebugGroup: not while a pass is open");
}

static void
test_pass_end(void)
{
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    WGPUComputePassEncoder pass = begin_compute(encoder);
    wgpuComputePassEncoderEnd(pass);
    begin();
    wgpuComputePassEncoderEnd(pass);
    invalid("end: once");
    begin();
    wgpuComputePassEncoderInsertDebugMarker(pass, text("late"));
    invalid("a command of a pass: not behind its end, and said at once");
    wgpuComputePassEncoderRelease(pass);
    begin();
    wgpuCommandBufferRelease(finished(encoder));
    valid("finish: what was done behind a pass' end does not matter");

    encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    pass = begin_compute(encoder);
    begin();
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    ends(false);
    begin();
    wgpuComputePassEncoderInsertDebugMarker(pass, text("late"));
    valid("a command of an open pass: behind its encoder's finish too");
    begin();
    wgpuComputePassEncoderEnd(pass);
    invalid("end: not behind its encoder's finish");
    wgpuComputePassEncoderRelease(pass);
    wgpuCommandEncoderRelease(encoder);
}

static void
test_debug_groups(void)
{
    WGPUCommandEncoder encoder = begin_commands();
    wgpuCommandEncoderPushDebugGroup(encoder, text("outer"));
    wgpuCommandEncoderPushDebugGroup(encoder, text(""));
    wgpuCommandEncoderInsertDebugMarker(encoder, text("marker \xc3\xa4"));
    wgpuCommandEncoderPopDebugGroup(encoder);
    wgpuCommandEncoderPopDebugGroup(encoder);
    commands_valid(encoder, "debug groups: nested, with a marker");

    encoder = begin_commands();
    wgpuCommandEncoderPopDebugGroup(encoder);
    commands_invalid(encoder, "popDebugGroup: not without a push");

    encoder = begin_commands();
    wgpuCommandEncoderPushDebugGroup(encoder, text("left open"));
    commands_invalid(encoder, "finish: each debug group is popped");

    struct pass pass = begin_pass();
    wgpuComputePassEncoderPushDebugGroup(pass.pass, text("group"));
    wgpuComputePassEncoderInsertDebugMarker(pass.pass, text("marker"));
    wgpuComputePassEncoderPopDebugGroup(pass.pass);
    pass_valid(pass, "debug groups: of a pass");

    pass = begin_pass();
    wgpuComputePassEncoderPopDebugGroup(pass.pass);
    pass_invalid(pass, "popDebugGroup, of a pass: not without a push");

    pass = begin_pass();
    wgpuComputePassEncoderPushDebugGroup(pass.pass, text("left open"));
    pass_invalid(pass, "end: each debug group of the pass is popped");

    encoder = begin_commands();
    wgpuCommandEncoderPushDebugGroup(encoder, text("of the encoder"));
    WGPUComputePassEncoder inner = begin_compute(encoder);
    wgpuComputePassEncoderPopDebugGroup(inner);
    end_compute(inner);
    wgpuCommandEncoderPopDebugGroup(encoder);
    commands_invalid(encoder, "popDebugGroup, of a pass: not its encoder's group");
}

static void
test_submit(void)
{
    begin();
    wgpuQueueSubmit(gpu.queue, 0, NULL);
    valid("submit: nothing");

    WGPUCommandBuffer commands[3];
    for (size_t i = 0; i < COUNT(commands); i++)
        commands[i] = finished(wgpuDeviceCreateCommandEncoder(gpu.device, NULL));
    begin();
    wgpuQueueSubmit(gpu.queue, 2, commands);
    valid("submit: several");
    begin();
    wgpuQueueSubmit(gpu.queue, 1, commands);
    invalid("submit: each once");
    const WGPUCommandBuffer twice[] = {commands[2], commands[2]};
    begin();
    wgpuQueueSubmit(gpu.queue, 2, twice);
    invalid("submit: each once, in one list too");
    for (size_t i = 0; i < COUNT(commands); i++)
        wgpuCommandBufferRelease(commands[i]);

    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderPopDebugGroup(encoder);
    begin();
    commands[0] = finished(encoder);
    invalid("finish: of what is wrong");
    submit_judge(commands[0], false, "submit: command buffers are valid");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        buffer = buffer_of(SIZE, WGPUBufferUsage_CopyDst);
        test_finish();
        test_locked();
        test_pass_end();
        test_debug_groups();
        test_submit();
        wgpuBufferRelease(buffer);
    }
    return rules_close();
}
