/* Asks the Vulkan loader, with an instance of its own that lives as long as the call: Vulkan, "Devices and
 * Queues", vkGetPhysicalDeviceProperties2. */
#include "gpu/vulkan.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define VK_NO_PROTOTYPES
#include <vulkan/vulkan_core.h>

#include "base/error.h"

#define LOADER "libvulkan.so.1"

struct loader {
    VkInstance instance;
    PFN_vkDestroyInstance destroy;
    PFN_vkEnumeratePhysicalDevices enumerate;
    PFN_vkGetPhysicalDeviceProperties2 properties;
};

/* Stays open: the native library uses it next. NULL: there is none. */
static PFN_vkGetInstanceProcAddr
find_loader(void)
{
    void *handle = dlopen(LOADER, RTLD_NOW | RTLD_LOCAL);
    void *address = handle != NULL ? dlsym(handle, "vkGetInstanceProcAddr") : NULL;
    PFN_vkGetInstanceProcAddr get;
    memcpy(&get, &address, sizeof get);
    return get;
}

/* False: there is no driver. */
static bool
start(PFN_vkGetInstanceProcAddr get, struct loader *loader)
{
    const PFN_vkCreateInstance create = (PFN_vkCreateInstance)get(NULL, "vkCreateInstance");
    const VkApplicationInfo application = {.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO,
                                           .apiVersion = VK_API_VERSION_1_1};
    const VkInstanceCreateInfo info = {.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO,
                                       .pApplicationInfo = &application};
    if (create == NULL || create(&info, NULL, &loader->instance) != VK_SUCCESS)
        return false;
    loader->destroy = (PFN_vkDestroyInstance)get(loader->instance, "vkDestroyInstance");
    loader->enumerate = (PFN_vkEnumeratePhysicalDevices)get(loader->instance, "vkEnumeratePhysicalDevices");
    loader->properties =
        (PFN_vkGetPhysicalDeviceProperties2)get(loader->instance, "vkGetPhysicalDeviceProperties2");
    return true;
}

static WGPUAdapterType
adapter_type(VkPhysicalDeviceType type)
{
    switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU:
        return WGPUAdapterType_DiscreteGPU;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU:
        return WGPUAdapterType_IntegratedGPU;
    case VK_PHYSICAL_DEVICE_TYPE_CPU:
        return WGPUAdapterType_CPU;
    default:
        return WGPUAdapterType_Unknown;
    }
}

/* False: out of memory. */
static bool
describe(const struct loader *loader, VkPhysicalDevice device, struct gpu_adapter_info *info)
{
    VkPhysicalDeviceDriverProperties driver = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES};
    VkPhysicalDeviceProperties2 all = {.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2,
                                       .pNext = &driver};
    loader->properties(device, &all);
    const VkPhysicalDeviceProperties *properties = &all.properties;
    *info = (struct gpu_adapter_info){
        .name = strdup(properties->deviceName),
        .vendor = gpu_vendor_text(properties->vendorID),
        .type = adapter_type(properties->deviceType),
        .backend = WGPUBackendType_Vulkan,
        .vendor_id = properties->vendorID,
        .device_id = properties->deviceID,
    };
    char text[VK_MAX_DRIVER_NAME_SIZE + VK_MAX_DRIVER_INFO_SIZE + 3];
    snprintf(text, sizeof text, "%s%s%s", driver.driverName, driver.driverInfo[0] != '\0' ? ", " : "",
             driver.driverInfo);
    info->driver = strdup(text);
    return info->name != NULL && info->vendor != NULL && info->driver != NULL;
}

static wasigpu_error_t *
list_devices(const struct loader *loader, struct gpu_adapter_list *list)
{
    uint32_t count = 0;
    if (loader->enumerate(loader->instance, &count, NULL) != VK_SUCCESS || count == 0)
        return NULL;
    VkPhysicalDevice *devices = calloc(count, sizeof *devices);
    list->items = calloc(count, sizeof *list->items);
    if (devices == NULL || list->items == NULL) {
        free(devices);
        return base_error_new("out of memory");
    }
    const VkResult result = loader->enumerate(loader->instance, &count, devices);
    wasigpu_error_t *error = NULL;
    for (uint32_t i = 0; error == NULL && result >= VK_SUCCESS && i < count; i++) {
        if (!describe(loader, devices[i], &list->items[list->count++]))
            error = base_error_new("out of memory");
    }
    free(devices);
    return error;
}

wasigpu_error_t *
gpu_vulkan_list(struct gpu_adapter_list *list)
{
    *list = (struct gpu_adapter_list){0};
    const PFN_vkGetInstanceProcAddr get = find_loader();
    if (get == NULL)
        return base_error_new("no Vulkan loader (%s): install the package libvulkan1", LOADER);
    struct loader loader;
    if (!start(get, &loader))
        return NULL;
    wasigpu_error_t *error = list_devices(&loader, list);
    loader.destroy(loader.instance, NULL);
    if (error != NULL)
        gpu_adapter_list_finish(list);
    return error;
}
