/* Commands of a render bundle: appended one by one, and recorded in a pass as often as it is executed. */
#include "gpu/wgpu/bundle_commands.h"

#include <stdlib.h>
#include <string.h>

#include "gpu/wgpu/objects.h"
#include "gpu/wgpu/wgpu.h"

#define DATA_ALIGNMENT 4

/* Calls one function or the other of what it names, by kind. */
static void
count(const struct gpu_wgpu_bundle_command *command, void (*pipeline)(WGPURenderPipeline),
      void (*group)(WGPUBindGroup), void (*buffer)(WGPUBuffer))
{
    switch (command->kind) {
    case GPU_WGPU_SET_PIPELINE:
        pipeline(command->pipeline);
        break;
    case GPU_WGPU_SET_BIND_GROUP:
        if (command->group != NULL)
            group(command->group);
        break;
    case GPU_WGPU_SET_INDEX_BUFFER:
    case GPU_WGPU_SET_VERTEX_BUFFER:
    case GPU_WGPU_DRAW_INDIRECT:
    case GPU_WGPU_DRAW_INDEXED_INDIRECT:
        if (command->buffer != NULL)
            buffer(command->buffer);
        break;
    default:
        break;
    }
}

static void
ref(const struct gpu_wgpu_bundle_command *command)
{
    count(command, gpu_wgpu_RenderPipelineAddRef, gpu_wgpu_BindGroupAddRef, gpu_wgpu_BufferAddRef);
}

static void
unref(const struct gpu_wgpu_bundle_command *command)
{
    count(command, gpu_wgpu_RenderPipelineRelease, gpu_wgpu_BindGroupRelease, gpu_wgpu_BufferRelease);
}

void
gpu_wgpu_bundle_add(struct gpu_wgpu_bundle_commands *commands, const struct gpu_wgpu_bundle_command *command)
{
    if (commands->count == commands->capacity) {
        const size_t capacity = commands->capacity * 2 + 16;
        struct gpu_wgpu_bundle_command *items = realloc(commands->items, capacity * sizeof *items);
        if (items == NULL) {
            commands->out_of_memory = true;
            return;
        }
        commands->items = items;
        commands->capacity = capacity;
    }
    commands->items[commands->count++] = *command;
    ref(command);
}

void
gpu_wgpu_bundle_add_data(struct gpu_wgpu_bundle_commands *commands, struct gpu_wgpu_bundle_command command,
                         const void *data, size_t size)
{
    const size_t room = (size + DATA_ALIGNMENT - 1) / DATA_ALIGNMENT * DATA_ALIGNMENT;
    if (room > commands->data_capacity - commands->data_size) {
        const size_t capacity = commands->data_capacity * 2 + room;
        uint8_t *grown = realloc(commands->data, capacity);
        if (grown == NULL) {
            commands->out_of_memory = true;
            return;
        }
        commands->data = grown;
        commands->data_capacity = capacity;
    }
    command.offset = commands->data_size;
    command.size = size;
    if (size > 0)
        memcpy(commands->data + commands->data_size, data, size);
    commands->data_size += room;
    gpu_wgpu_bundle_add(commands, &command);
}

/* What the command has of the data; NULL: nothing. */
static const void *
data_of(const struct gpu_wgpu_bundle_commands *commands, const struct gpu_wgpu_bundle_command *command)
{
    return command->size > 0 ? commands->data + command->offset : NULL;
}

static WGPUStringView
label_of(const struct gpu_wgpu_bundle_commands *commands, const struct gpu_wgpu_bundle_command *command)
{
    return (WGPUStringView){data_of(commands, command), command->size};
}

static void
replay(const struct gpu_wgpu_bundle_commands *commands, const struct gpu_wgpu_bundle_command *command,
       WGPURenderPassEncoder pass)
{
    const uint32_t *draw = command->draw;
    switch (command->kind) {
    case GPU_WGPU_SET_PIPELINE:
        gpu_wgpu_RenderPassEncoderSetPipeline(pass, command->pipeline);
        break;
    case GPU_WGPU_SET_BIND_GROUP:
        gpu_wgpu_RenderPassEncoderSetBindGroup(pass, command->number, command->group,
                                               command->size / sizeof(uint32_t), data_of(commands, command));
        break;
    case GPU_WGPU_SET_INDEX_BUFFER:
        gpu_wgpu_RenderPassEncoderSetIndexBuffer(pass, command->buffer, (WGPUIndexFormat)command->number,
                                                 command->offset, command->size);
        break;
    case GPU_WGPU_SET_VERTEX_BUFFER:
        gpu_wgpu_RenderPassEncoderSetVertexBuffer(pass, command->number, command->buffer, command->offset,
                                                  command->size);
        break;
    case GPU_WGPU_SET_IMMEDIATES:
        gpu_wgpu_RenderPassEncoderSetImmediates(pass, command->number, data_of(commands, command),
                                                command->size);
        break;
    case GPU_WGPU_DRAW:
        gpu_wgpu_RenderPassEncoderDraw(pass, draw[0], draw[1], draw[2], draw[3]);
        break;
    case GPU_WGPU_DRAW_INDEXED:
        gpu_wgpu_RenderPassEncoderDrawIndexed(pass, draw[0], draw[1], draw[2], (int32_t)draw[3], draw[4]);
        break;
    case GPU_WGPU_DRAW_INDIRECT:
        gpu_wgpu_RenderPassEncoderDrawIndirect(pass, command->buffer, command->offset);
        break;
    case GPU_WGPU_DRAW_INDEXED_INDIRECT:
        gpu_wgpu_RenderPassEncoderDrawIndexedIndirect(pass, command->buffer, command->offset);
        break;
    case GPU_WGPU_INSERT_DEBUG_MARKER:
        gpu_wgpu_RenderPassEncoderInsertDebugMarker(pass, label_of(commands, command));
        break;
    case GPU_WGPU_PUSH_DEBUG_GROUP:
        gpu_wgpu_RenderPassEncoderPushDebugGroup(pass, label_of(commands, command));
        break;
    case GPU_WGPU_POP_DEBUG_GROUP:
        gpu_wgpu_RenderPassEncoderPopDebugGroup(pass);
        break;
    }
}

void
gpu_wgpu_bundle_replay(const struct gpu_wgpu_bundle_commands *commands, WGPURenderPassEncoder pass)
{
    for (size_t i = 0; i < commands->count; i++)
        replay(commands, &commands->items[i], pass);
}

void
gpu_wgpu_bundle_commands_finish(struct gpu_wgpu_bundle_commands *commands)
{
    for (size_t i = 0; i < commands->count; i++)
        unref(&commands->items[i]);
    free(commands->items);
    free(commands->data);
    *commands = (struct gpu_wgpu_bundle_commands){0};
}
