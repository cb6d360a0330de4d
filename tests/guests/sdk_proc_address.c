/* wgpuGetProcAddress, for every function of webgpu.h: so this links all of them. Each is what the header says
 * that a pointer to it is, or this does not compile. */
#include <stdio.h>

#include "check.h"
#include "webgpu_functions.h"

/* A pointer of the header's own type for each. */
#define X(Name) static const WGPUProc##Name pointer_##Name = wgpu##Name;
WEBGPU_FUNCTIONS(X)
#undef X

#define COUNT_ONE(Name) +1
_Static_assert((0 WEBGPU_FUNCTIONS(COUNT_ONE)) >= 202, "fewer functions than webgpu.h ever had");

static bool
finds(const char *name, WGPUProc function)
{
    const bool found = wgpuGetProcAddress(text(name)) == function;
    if (!found)
        printf("       %s is not found\n", name);
    return found;
}

static void
test_all(void)
{
    bool all = true;
#define X(Name) all = finds("wgpu" #Name, (WGPUProc)pointer_##Name) && all;
    WEBGPU_FUNCTIONS(X)
#undef X
    check(all, "every function of the header by its name");
}

int
main(void)
{
    test_all();
    check(wgpuGetProcAddress((WGPUStringView){"wgpuQueueSubmits", 15}) == (WGPUProc)wgpuQueueSubmit,
          "a name that does not end with its text");
    check(wgpuGetProcAddress(text("wgpuQueueSubmi")) == NULL, "a part of a name");
    check(wgpuGetProcAddress(text("wgpuQueueSubmits")) == NULL, "a name and more");
    check(wgpuGetProcAddress((WGPUStringView){"wgpuQueueSubmit", 16}) == NULL, "with its end");
    check(wgpuGetProcAddress(text("queueSubmit")) == NULL, "no function's name");
    check(wgpuGetProcAddress((WGPUStringView){NULL, WGPU_STRLEN}) == NULL, "no name");
    check(wgpuGetProcAddress((WGPUStringView){NULL, 0}) == NULL, "an empty name");
    return check_finish();
}
