/* The user's words, compared without regard to case. */
#include "gpu/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/count.h"
#include "base/error.h"

#define OLD_MAJOR 23 /* the first that is not: 23.1 */
#define OLD_MINOR 1
#define KINDS 4

static const struct {
    const char *word;
    WGPUBackendType type;
    bool here; /* this system has it */
} backends[] = {
    {"vulkan", WGPUBackendType_Vulkan, true}, {"gl", WGPUBackendType_OpenGLES, true},
    {"gles", WGPUBackendType_OpenGLES, true}, {"opengl", WGPUBackendType_OpenGLES, true},
    {"metal", WGPUBackendType_Metal, false},  {"d3d12", WGPUBackendType_D3D12, false},
    {"dx12", WGPUBackendType_D3D12, false},
};

/* Best first. */
static const WGPUAdapterType high_performance[KINDS] = {
    WGPUAdapterType_DiscreteGPU, WGPUAdapterType_IntegratedGPU, WGPUAdapterType_Unknown, WGPUAdapterType_CPU};
static const WGPUAdapterType low_power[KINDS] = {WGPUAdapterType_IntegratedGPU, WGPUAdapterType_Unknown,
                                                 WGPUAdapterType_DiscreteGPU, WGPUAdapterType_CPU};

const char *
gpu_adapter_type_text(WGPUAdapterType type)
{
    switch (type) {
    case WGPUAdapterType_DiscreteGPU:
        return "discrete GPU";
    case WGPUAdapterType_IntegratedGPU:
        return "integrated GPU";
    case WGPUAdapterType_CPU:
        return "CPU";
    default:
        return "unknown type";
    }
}

const char *
gpu_backend_text(WGPUBackendType backend)
{
    switch (backend) {
    case WGPUBackendType_Vulkan:
        return "Vulkan";
    case WGPUBackendType_OpenGL:
        return "OpenGL";
    case WGPUBackendType_OpenGLES:
        return "OpenGL ES";
    case WGPUBackendType_Metal:
        return "Metal";
    case WGPUBackendType_D3D11:
        return "Direct3D 11";
    case WGPUBackendType_D3D12:
        return "Direct3D 12";
    case WGPUBackendType_Null:
        return "null";
    default:
        return "unknown backend";
    }
}

char *
gpu_vendor_text(uint32_t id)
{
    static const struct {
        uint32_t id;
        const char *name;
    } vendors[] = {{0x1002, "AMD"},    {0x106b, "Apple"},    {0x10de, "NVIDIA"}, {0x13b5, "ARM"},
                   {0x1ae0, "Google"}, {0x5143, "Qualcomm"}, {0x8086, "Intel"},  {0x10005, "Mesa"}};
    for (size_t i = 0; i < BASE_COUNT(vendors); i++) {
        if (vendors[i].id == id)
            return strdup(vendors[i].name);
    }
    char text[16];
    snprintf(text, sizeof text, "0x%04x", id);
    return strdup(text);
}

char *
gpu_adapter_list_text(const struct gpu_adapter_list *list)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct gpu_adapter_info *info = &list->items[i];
        fprintf(out, "%s%zu: %s (%s)", i > 0 ? ", " : "", i, info->name, gpu_adapter_type_text(info->type));
    }
    if (list->count == 0)
        fputs("none", out);
    return fclose(out) == 0 ? text : NULL;
}

/* The first adapter of the first type in `order` that there is. */
static bool
first_of(const struct gpu_adapter_list *list, const WGPUAdapterType *order, size_t kinds, size_t *index)
{
    for (size_t kind = 0; kind < kinds; kind++) {
        for (size_t i = 0; i < list->count; i++) {
            if (list->items[i].type == order[kind]) {
                *index = i;
                return true;
            }
        }
    }
    return false;
}

static bool
named(const struct gpu_adapter_list *list, const char *part, size_t *index)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcasestr(list->items[i].name, part) != NULL) {
            *index = i;
            return true;
        }
    }
    return false;
}

static wasigpu_error_t *
no_adapter(const struct gpu_adapter_list *list, const char *what, const char *adapter)
{
    char *text = gpu_adapter_list_text(list);
    wasigpu_error_t *error =
        base_error_new("%s \"%s\"; there are: %s", what, adapter, text != NULL ? text : "?");
    free(text);
    return error;
}

wasigpu_error_t *
gpu_choose_adapter(const struct gpu_adapter_list *list, const char *adapter, size_t *index)
{
    static const WGPUAdapterType cpu = WGPUAdapterType_CPU;
    if (strcasecmp(adapter, "high-performance") == 0 && first_of(list, high_performance, KINDS, index))
        return NULL;
    if (strcasecmp(adapter, "low-power") == 0 && first_of(list, low_power, KINDS, index))
        return NULL;
    if (strcasecmp(adapter, "cpu") == 0)
        return first_of(list, &cpu, 1, index) ? NULL : no_adapter(list, "no adapter of type", adapter);
    if (adapter[0] != '\0' && adapter[strspn(adapter, "0123456789")] == '\0') {
        char *end;
        *index = strtoul(adapter, &end, 10);
        return *index < list->count ? NULL : no_adapter(list, "no adapter with the index", adapter);
    }
    if (adapter[0] != '\0' && named(list, adapter, index))
        return NULL;
    return no_adapter(list, "no adapter named", adapter);
}

/* NULL: unknown. */
static const WGPUBackendType *
find_backend(const char *word, size_t size, bool only_here)
{
    for (size_t i = 0; i < BASE_COUNT(backends); i++) {
        if (strlen(backends[i].word) == size && strncasecmp(backends[i].word, word, size) == 0)
            return backends[i].here || !only_here ? &backends[i].type : NULL;
    }
    return NULL;
}

wasigpu_error_t *
gpu_choose_backend(const char *backend, const char *environment, WGPUBackendType *type)
{
    const WGPUBackendType *found = NULL;
    *type = WGPUBackendType_Vulkan;
    if (backend != NULL) {
        found = find_backend(backend, strlen(backend), false);
        if (found == NULL)
            return base_error_new("unknown backend \"%s\": vulkan, gl, metal or d3d12", backend);
        *type = *found;
        return NULL;
    }
    const char *word = environment != NULL ? environment : "";
    while (found == NULL && *word != '\0') {
        word += strspn(word, ", ");
        const size_t size = strcspn(word, ", ");
        found = find_backend(word, size, true);
        word += size;
    }
    if (found != NULL)
        *type = *found;
    return NULL;
}

bool
gpu_is_old_lavapipe(const char *name, const char *driver)
{
    unsigned major;
    unsigned minor;
    const char *version = strstr(driver, "Mesa ");
    if (strstr(name, "llvmpipe") == NULL || version == NULL ||
        sscanf(version, "Mesa %u.%u", &major, &minor) != 2)
        return false;
    return major < OLD_MAJOR || (major == OLD_MAJOR && minor < OLD_MINOR);
}
