/* wgpuGetProcAddress: every function of webgpu.h, by name. Only guests that call it carry the list. */
#include <stdbool.h>

#include "text.h"
#include "webgpu_functions.h"

struct function {
    const char *name;
    WGPUProc proc;
};

#define X(Name) {"wgpu" #Name, (WGPUProc)(wgpu##Name)},
static const struct function functions[] = {WEBGPU_FUNCTIONS(X)};
#undef X

static bool
is_named(const struct function *function, WGPUStringView name)
{
    return strlen(function->name) == name.length && memcmp(function->name, name.data, name.length) == 0;
}

WGPUProc
wgpuGetProcAddress(WGPUStringView name)
{
    name = sdk_text(name);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (is_named(&functions[i], name))
            return functions[i].proc;
    }
    return NULL;
}
