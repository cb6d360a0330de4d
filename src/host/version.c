/* The versions that this library was built as and for. */
#include "wasigpu/version.h"

#include <wasmtime.h>

const char *
wasigpu_version(void)
{
    return WASIGPU_VERSION;
}

const char *
wasigpu_version_wasmtime(void)
{
    return WASMTIME_VERSION;
}
