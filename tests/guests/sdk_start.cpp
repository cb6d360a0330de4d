// A guest's start and end: constructors, main's arguments, atexit, destructors and printf, in that order; and
// that an import which calls cabi_realloc runs no constructors or destructors.
//
// The expected output, line by line, stands in CMakeLists.txt.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "check.hpp"

namespace
{

int constructed = 0;
int destroyed = 0;

struct Static {
    explicit Static(const char *given) : name(given)
    {
        constructed++;
        std::printf("construct %s\n", name);
    }
    ~Static()
    {
        destroyed++;
        std::printf("destroy %s\n", name);
    }
    const char *name;
};

Static first("first");
Static second("second");
std::vector<int> numbers(1000, 7); // its memory comes from the same heap as cabi_realloc's

void
at_exit()
{
    std::printf("atexit\n");
}

// Strings of the adapter's information come through cabi_realloc.
void
ask_for_strings()
{
    WGPUInstance instance = wgpuCreateInstance(nullptr);
    WGPUAdapter adapter = nullptr;
    WGPURequestAdapterCallbackInfo callback = WGPU_REQUEST_ADAPTER_CALLBACK_INFO_INIT;
    callback.mode = WGPUCallbackMode_AllowSpontaneous;
    callback.callback = [](WGPURequestAdapterStatus, WGPUAdapter found, WGPUStringView, void *result,
                           void *) { *static_cast<WGPUAdapter *>(result) = found; };
    callback.userdata1 = &adapter;
    wgpuInstanceRequestAdapter(instance, nullptr, callback);
    check(adapter != nullptr, "an adapter, at once");
    if (adapter == nullptr)
        return;
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    check(wgpuAdapterGetInfo(adapter, &info) == WGPUStatus_Success, "its information");
    check(info.description.length + info.device.length + info.vendor.length > 0, "has text");
    wgpuAdapterInfoFreeMembers(info);
    wgpuAdapterRelease(adapter);
    wgpuInstanceRelease(instance);
}

} // namespace

int
main(int argc, char **argv)
{
    std::printf("main %d %s\n", argc, argc > 1 ? argv[1] : "-");
    std::atexit(at_exit);
    check(constructed == 2 && numbers.size() == 1000 && numbers[999] == 7, "statics are there");
    ask_for_strings();
    check(constructed == 2 && destroyed == 0 && numbers[999] == 7, "realloc has run no constructors");
    static Static late("late");
    std::printf("no newline at the end");
    return check_finish();
}
