/* The interfaces that core modules may import from: a line a version of wasi:webgpu, the built-ins of the
 * component model, which are no interface of anyone's, and WASI preview1. */
#include "host/interfaces.h"

#include <assert.h>

#include "abi/root.h"
#include "base/count.h"
#include "engine/wasi.h"
#include "generated/webgpu_0_3_0_rc_2.h"
#include "wasigpu/info.h"

static const struct abi_interface *const items[] = {
    &webgpu_0_3_0_rc_2,
    &abi_root,
    &abi_export_root,
};

#define ROOTS 2 /* the last of them */
#define GPUS (BASE_COUNT(items) - ROOTS)

const struct engine_interfaces host_interfaces = {items, BASE_COUNT(items)};
const struct engine_interfaces host_gpu_interfaces = {items, GPUS};
const struct engine_interfaces host_root_interfaces = {items + GPUS, ROOTS};

size_t
wasigpu_interface_count(void)
{
    return GPUS + 1;
}

const char *
wasigpu_interface_name(size_t index)
{
    assert(index <= GPUS);
    return index < GPUS ? items[index]->module : ENGINE_WASI_MODULE;
}
