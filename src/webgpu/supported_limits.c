/* gpu-supported-limits: getters, and what a device may be asked for. Follows WebGPU, "Limits". */
#include "webgpu/supported_limits.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/count.h"
#include "generated/webgpu_methods.h"
#include "webgpu/text.h"

#define NAME_MAX_SIZE 80 /* of a name in a message */
#define ALIGNMENT_MIN 32 /* "Adapter Capability Guarantees" */

enum limit_class { MAXIMUM, ALIGNMENT };

#define ROW(type, wit, name, class, initial) \
    {#name, offsetof(WGPULimits, name), sizeof(type), class, initial},
#define STAGE_ROW(wit, name, same, initial) \
    {#name, offsetof(WGPULimits, same), sizeof(uint32_t), MAXIMUM, initial},

static const struct {
    const char *name;
    size_t offset; /* in WGPULimits */
    size_t size;
    enum limit_class class;
    uint64_t initial;
} limits[] = {WEBGPU_LIMITS(ROW) WEBGPU_STAGE_LIMITS(STAGE_ROW)};

static uint64_t
load(const WGPULimits *from, size_t i)
{
    const char *at = (const char *)from + limits[i].offset;
    if (limits[i].size == sizeof(uint64_t)) {
        uint64_t wide;
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    uint32_t narrow;
    memcpy(&narrow, at, sizeof narrow);
    return narrow;
}

static void
store(WGPULimits *to, size_t i, uint64_t value)
{
    const uint32_t narrow = (uint32_t)value;
    char *at = (char *)to + limits[i].offset;
    if (limits[i].size == sizeof value)
        memcpy(at, &value, sizeof value);
    else
        memcpy(at, &narrow, sizeof narrow);
}

void
webgpu_supported_limits_init(struct webgpu_supported_limits *self, struct webgpu_object *owner,
                             const WGPULimits *native)
{
    self->owner = owner;
    self->native = *native;
    self->native.nextInChain = NULL;
    for (size_t i = 0; i < BASE_COUNT(limits); i++) {
        if (limits[i].class == ALIGNMENT && load(&self->native, i) < ALIGNMENT_MIN)
            store(&self->native, i, ALIGNMENT_MIN);
    }
}

static bool
better(enum limit_class class, uint64_t a, uint64_t b)
{
    return class == ALIGNMENT ? a < b : a > b;
}

bool
webgpu_supported_limits_request(const struct webgpu_supported_limits *self, struct base_str name,
                                uint64_t value, WGPULimits *request, struct base_str *message)
{
    size_t i = 0;
    while (i < BASE_COUNT(limits) && !base_str_equal(base_str(limits[i].name), name))
        i++;
    if (i == BASE_COUNT(limits)) {
        const struct base_str start = {name.data, name.size < NAME_MAX_SIZE ? name.size : NAME_MAX_SIZE};
        *message = webgpu_heap_text("\"%.*s\" is not a limit", (int)base_utf8_prefix(start), name.data);
        return false;
    }
    if (limits[i].class == ALIGNMENT && (value == 0 || (value & (value - 1)) != 0 || value > UINT32_MAX)) {
        *message =
            webgpu_heap_text("%s of %" PRIu64 " is not a power of two below 2^32", limits[i].name, value);
        return false;
    }
    const uint64_t best = load(&self->native, i);
    if (better(limits[i].class, value, best)) {
        *message = webgpu_heap_text("%s of %" PRIu64 " is better than the adapter's %" PRIu64, limits[i].name,
                                    value, best);
        return false;
    }
    if (!better(limits[i].class, value, limits[i].initial))
        return true; /* then it is the default, as that of one not named */
    const bool wide = limits[i].size == sizeof(uint64_t);
    const uint64_t undefined = wide ? WGPU_LIMIT_U64_UNDEFINED : WGPU_LIMIT_U32_UNDEFINED;
    const uint64_t before = load(request, i); /* by another name */
    if (before == undefined || better(limits[i].class, value, before))
        store(request, i, value == undefined ? value - 1 : value);
    return true;
}

void
webgpu_supported_limits_drop(struct webgpu_supported_limits *self)
{
    webgpu_object_unref(self->owner);
}

#define X(type, wit, name, class, initial) \
    type webgpu_supported_limits_##wit(struct webgpu_supported_limits *self) \
    { \
        return self->native.name; \
    }
WEBGPU_LIMITS(X)
#undef X

#define X(wit, name, same, initial) \
    uint32_t webgpu_supported_limits_##wit(struct webgpu_supported_limits *self) \
    { \
        return self->native.same; \
    }
WEBGPU_STAGE_LIMITS(X)
#undef X
