/* Loads the null GPU, and looks up its own functions. */
#include "support/null_gpu.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/library.h"

static void
find(void *handle, const char *name, void *function)
{
    void *address = dlsym(handle, name);
    if (address == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        abort();
    }
    memcpy(function, &address, sizeof address);
}

struct support_null_gpu
support_null_gpu_load(const char *path)
{
    wasigpu_error_t *error = gpu_library_load(path);
    void *handle = error == NULL ? dlopen(path, RTLD_NOW | RTLD_NOLOAD) : NULL;
    if (handle == NULL) {
        fprintf(stderr, "%s\n", error != NULL ? wasigpu_error_message(error) : dlerror());
        abort();
    }
    struct support_null_gpu gpu;
    find(handle, "null_gpu_set_pace", &gpu.set_pace);
    find(handle, "null_gpu_fail_next", &gpu.fail_next);
    find(handle, "null_gpu_lose_devices", &gpu.lose_devices);
    find(handle, "null_gpu_live_objects", &gpu.live_objects);
    find(handle, "null_gpu_print_objects", &gpu.print_objects);
    return gpu;
}
