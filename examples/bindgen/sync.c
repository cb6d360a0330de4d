/* A compute round trip written against the bindings that `wit-bindgen c --sync all` generates, where each
 * async method blocks and returns its result. It asks for strings and an error too. */
#include "work.h"

static W(own_gpu_device_t) open_device(void)
{
    const W(own_gpu_t) gpu = W(get_gpu)();
    W(own_gpu_adapter_t) adapter;
    require(W(method_gpu_request_adapter)(W(borrow_gpu)(gpu), NULL, &adapter), "an adapter");
    const W(own_gpu_adapter_info_t) info = W(method_gpu_adapter_info)(W(borrow_gpu_adapter)(adapter));
    imports_string_t description;
    W(method_gpu_adapter_info_description)(W(borrow_gpu_adapter_info)(info), &description);
    print_and_free("adapter", &description);
    W(gpu_adapter_info_drop_own)(info);

    W(gpu_device_descriptor_t) descriptor = {.label = {.is_some = true}};
    imports_string_set(&descriptor.label.val, "bindgen");
    W(own_gpu_device_t) device;
    W(request_device_error_t) error;
    require(
        W(method_gpu_adapter_request_device)(W(borrow_gpu_adapter)(adapter), &descriptor, &device, &error),
        "a device");
    W(gpu_adapter_drop_own)(adapter);
    W(gpu_drop_own)(gpu);
    return device;
}

int
main(void)
{
    const W(own_gpu_device_t) device = open_device();
    const struct work work = work_start(W(borrow_gpu_device)(device));
    W(map_async_error_t) error;
    require(W(method_gpu_buffer_map_async)(W(borrow_gpu_buffer)(work.staging), CONSTANT(GPU_MAP_MODE_READ),
                                           NULL, NULL, &error),
            "map the result");
    work_check(&work);
    work_finish(&work);
    W(gpu_device_drop_own)(device);
    return 0;
}
