/* WGPUCommandBuffer: made by finishing an encoder, used up by submitting it. */
#include <stdlib.h>

#include <wasigpu/imports.h>

#include "object.h"
#include "text.h"

void
wgpuCommandBufferSetLabel(WGPUCommandBuffer self, WGPUStringView label)
{
    label = sdk_text(label);
    wasi_webgpu_command_buffer_set_label(self->object.handle, label.data, label.length);
}

void
wgpuCommandBufferAddRef(WGPUCommandBuffer self)
{
    sdk_object_ref(&self->object);
}

void
wgpuCommandBufferRelease(WGPUCommandBuffer self)
{
    if (!sdk_object_unref(&self->object))
        return;
    wasi_webgpu_command_buffer_drop(self->object.handle);
    free(self);
}
