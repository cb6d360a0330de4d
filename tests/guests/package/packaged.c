/* A guest's project of its own, in C: it opens an adapter through the installed webgpu.h. */
#include <stdio.h>

#include <webgpu/webgpu.h>

int main(void);

static void
on_adapter(WGPURequestAdapterStatus status, WGPUAdapter adapter, WGPUStringView message, void *out,
           void *unused)
{
    (void)status, (void)message, (void)unused;
    *(WGPUAdapter *)out = adapter;
}

int
main(void)
{
    WGPUInstance instance = wgpuCreateInstance(NULL);
    WGPUAdapter adapter = NULL;
    WGPURequestAdapterCallbackInfo callback = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_AllowSpontaneous;
    callback.callback = on_adapter;
    callback.userdata1 = &adapter;
    wgpuInstanceRequestAdapter(instance, NULL, callback);
    wgpuInstanceProcessEvents(instance);
    printf("packaged: %s\n", adapter != NULL ? "an adapter is there" : "no adapter");
    if (adapter != NULL)
        wgpuAdapterRelease(adapter);
    wgpuInstanceRelease(instance);
    return adapter != NULL ? 0 : 1;
}
