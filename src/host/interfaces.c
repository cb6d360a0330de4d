/* The interfaces that core modules may import from: a line a version of wasi:webgpu, and WASI preview1. */
#include "host/interfaces.h"

#include <assert.h>

#include "base/count.h"
#include "engine/wasi.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "wasigpu/info.h"

static const struct abi_interface *const items[] = {
    &webgpu_0_3_0_rc_2,
};

const struct engine_interfaces host_interfaces = {items, BASE_COUNT(items)};

size_t
wasigpu_interface_count(void)
{
    return BASE_COUNT(items) + 1;
}

const char *
wasigpu_interface_name(size_t index)
{
    assert(index <= BASE_COUNT(items));
    return index < BASE_COUNT(items) ? items[index]->module : ENGINE_WASI_MODULE;
}
