/* wgpuGetProcAddress, for every function that the SDK has: so this links all of them. */
#include "check.h"

int
main(void)
{
    check(wgpuGetProcAddress(text("wgpuCreateInstance")) == (WGPUProc)wgpuCreateInstance,
          "the first function");
    check(wgpuGetProcAddress(text("wgpuTextureViewRelease")) == (WGPUProc)wgpuTextureViewRelease, "the last");
    check(wgpuGetProcAddress((WGPUStringView){"wgpuQueueSubmits", 15}) == (WGPUProc)wgpuQueueSubmit,
          "a name that does not end with its text");
    check(wgpuGetProcAddress(text("wgpuQueueSubmi")) == NULL, "a part of a name");
    check(wgpuGetProcAddress(text("wgpuSurfacePresent")) == NULL, "one of surfaces, which guests have not");
    check(wgpuGetProcAddress((WGPUStringView){NULL, WGPU_STRLEN}) == NULL, "no name");
    return check_finish();
}
