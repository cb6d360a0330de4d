/* For the asan build: libraries stay loaded to the end, so that what leaked in a driver has a name by then.
 *
 * Without this, a stack through a library that was closed reads "unknown module", and no suppression can tell
 * the driver's leaks from ours. */
#include <dlfcn.h>

__attribute__((visibility("default"))) int
dlclose(void *handle)
{
    (void)handle;
    return 0;
}
