/* The tables of src/webgpu: enums, flags, features, limits. No GPU is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/count.h"
#include "generated/webgpu_methods.h"
#include "webgpu/enums.h"
#include "webgpu/supported_features.h"
#include "webgpu/supported_limits.h"
#include "webgpu/text.h"

/* Every case has a number of its own, and none is webgpu.h's "undefined" or "not used". */
static void
test_enums(void **state)
{
    (void)state;
#define X(name, type, last) \
    for (unsigned i = 0; i <= (unsigned)(last); i++) { \
        assert_true(webgpu_native_##name(i) != 0); \
        for (unsigned j = 0; j < i; j++) \
            assert_int_not_equal(webgpu_native_##name(i), webgpu_native_##name(j)); \
    }
    WEBGPU_ENUMS(X)
#undef X
    assert_int_not_equal(webgpu_native_buffer_binding_type(0), WGPUBufferBindingType_Undefined);
    assert_int_equal(webgpu_native_texture_format(WEBGPU_TEXTURE_FORMAT_R32FLOAT),
                     WGPUTextureFormat_R32Float);
    assert_int_equal(webgpu_native_texture_format(WEBGPU_TEXTURE_FORMAT_RGB9E5UFLOAT),
                     WGPUTextureFormat_RGB9E5Ufloat);
    assert_int_equal(webgpu_native_texture_aspect(WEBGPU_TEXTURE_ASPECT_STENCIL_ONLY),
                     WGPUTextureAspect_StencilOnly);
    assert_int_equal(webgpu_native_compare_function(WEBGPU_COMPARE_FUNCTION_NOT_EQUAL),
                     WGPUCompareFunction_NotEqual);
    assert_int_equal(webgpu_error_kind_of(WGPUErrorType_OutOfMemory), WEBGPU_ERROR_KIND_OUT_OF_MEMORY_ERROR);
    assert_int_equal(webgpu_error_kind_of(WGPUErrorType_Unknown), WEBGPU_ERROR_KIND_INTERNAL_ERROR);
}

/* Flags are passed as they are. */
static void
test_flags(void **state)
{
    (void)state;
    const struct {
        uint64_t wit;
        uint64_t native;
    } rows[] = {
        {WEBGPU_BUFFER_USAGE_MAP_READ, WGPUBufferUsage_MapRead},
        {WEBGPU_BUFFER_USAGE_MAP_WRITE, WGPUBufferUsage_MapWrite},
        {WEBGPU_BUFFER_USAGE_COPY_SRC, WGPUBufferUsage_CopySrc},
        {WEBGPU_BUFFER_USAGE_COPY_DST, WGPUBufferUsage_CopyDst},
        {WEBGPU_BUFFER_USAGE_INDEX, WGPUBufferUsage_Index},
        {WEBGPU_BUFFER_USAGE_VERTEX, WGPUBufferUsage_Vertex},
        {WEBGPU_BUFFER_USAGE_UNIFORM, WGPUBufferUsage_Uniform},
        {WEBGPU_BUFFER_USAGE_STORAGE, WGPUBufferUsage_Storage},
        {WEBGPU_BUFFER_USAGE_INDIRECT, WGPUBufferUsage_Indirect},
        {WEBGPU_BUFFER_USAGE_QUERY_RESOLVE, WGPUBufferUsage_QueryResolve},
        {WEBGPU_MAP_MODE_READ, WGPUMapMode_Read},
        {WEBGPU_MAP_MODE_WRITE, WGPUMapMode_Write},
        {WEBGPU_SHADER_STAGE_VERTEX, WGPUShaderStage_Vertex},
        {WEBGPU_SHADER_STAGE_FRAGMENT, WGPUShaderStage_Fragment},
        {WEBGPU_SHADER_STAGE_COMPUTE, WGPUShaderStage_Compute},
        {WEBGPU_TEXTURE_USAGE_COPY_SRC, WGPUTextureUsage_CopySrc},
        {WEBGPU_TEXTURE_USAGE_COPY_DST, WGPUTextureUsage_CopyDst},
        {WEBGPU_TEXTURE_USAGE_TEXTURE_BINDING, WGPUTextureUsage_TextureBinding},
        {WEBGPU_TEXTURE_USAGE_STORAGE_BINDING, WGPUTextureUsage_StorageBinding},
        {WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT, WGPUTextureUsage_RenderAttachment},
        {WEBGPU_TEXTURE_USAGE_TRANSIENT_ATTACHMENT, WGPUTextureUsage_TransientAttachment},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++)
        assert_int_equal(rows[i].wit, rows[i].native);
}

/* WebGPU, "Feature Dependencies". */
static void
test_features(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < WEBGPU_FEATURE_COUNT; i++) {
        assert_int_not_equal(webgpu_native_feature_name(i), 0);
        for (uint32_t j = 0; j < i; j++) {
            assert_int_not_equal(webgpu_native_feature_name(i), webgpu_native_feature_name(j));
            assert_string_not_equal(webgpu_feature_text(i), webgpu_feature_text(j));
        }
        struct webgpu_supported_features only = {.set = UINT32_C(1) << i};
        for (uint32_t j = 0; j < WEBGPU_FEATURE_COUNT; j++)
            assert_true(webgpu_supported_features_has(&only, base_str(webgpu_feature_text(j))) == (i == j));
    }
    struct webgpu_supported_features all = {.set = UINT32_MAX};
    assert_true(webgpu_supported_features_has(&all, base_str("texture-compression-bc-sliced-3d")));
    assert_false(webgpu_supported_features_has(&all, base_str("texture-compression-bc-sliced3d")));
    assert_false(webgpu_supported_features_has(&all, base_str("shader-f1")));
    assert_false(webgpu_supported_features_has(&all, base_str("")));

    const uint32_t tier2 = webgpu_features_complete(UINT32_C(1) << WEBGPU_FEATURE_NAME_TEXTURE_FORMATS_TIER2);
    assert_true(webgpu_features_contain(tier2, WEBGPU_FEATURE_NAME_TEXTURE_FORMATS_TIER1));
    assert_true(webgpu_features_contain(tier2, WEBGPU_FEATURE_NAME_RG11B10UFLOAT_RENDERABLE));
    assert_true(webgpu_features_contain(tier2, WEBGPU_FEATURE_NAME_CORE_FEATURES_AND_LIMITS));
    assert_false(webgpu_features_contain(tier2, WEBGPU_FEATURE_NAME_SUBGROUPS));
}

/* GPUAdapter, requestDevice(), and "Limits": an adapter with twice the defaults, or better alignments. */
static const struct {
    const char *what, *name;
    uint64_t value;
    bool ok;
    uint64_t asked; /* what the library is asked for; 0: nothing */
} rows[] = {
    {"the best there is", "maxBindGroups", 8, true, 8},
    {"better than the best", "maxBindGroups", 9, false, 0},
    {"the default", "maxBindGroups", 4, true, 0},
    {"worse than the default", "maxBindGroups", 1, true, 0},
    {"more than 32 bits", "maxBindGroups", UINT64_C(1) << 32, false, 0},
    {"64 bits", "maxBufferSize", UINT64_C(536870912), true, 536870912},
    {"the greatest number", "maxBufferSize", UINT64_MAX, false, 0},
    {"the least alignment", "minStorageBufferOffsetAlignment", 64, true, 64},
    {"better than that", "minStorageBufferOffsetAlignment", 32, false, 0},
    {"a coarser alignment than the default", "minStorageBufferOffsetAlignment", 512, true, 0},
    {"no power of two", "minStorageBufferOffsetAlignment", 96, false, 0},
    {"an alignment of nothing", "minStorageBufferOffsetAlignment", 0, false, 0},
    {"an alignment of 2^32", "minStorageBufferOffsetAlignment", UINT64_C(1) << 32, false, 0},
    {"of one stage", "maxStorageBuffersInVertexStage", 12, true, 12},
    {"of one stage, worse than the default", "maxStorageBuffersInVertexStage", 5, true, 0},
    {"of one stage, too many", "maxStorageBuffersInFragmentStage", 17, false, 0},
    {"no limit", "maxBindgroups", 1, false, 0},
    {"no name", "", 1, false, 0},
};

static uint64_t
asked_for(const WGPULimits *request, const char *name)
{
    const uint32_t none = WGPU_LIMIT_U32_UNDEFINED;
    if (strcmp(name, "maxBindGroups") == 0)
        return request->maxBindGroups == none ? 0 : request->maxBindGroups;
    if (strcmp(name, "minStorageBufferOffsetAlignment") == 0)
        return request->minStorageBufferOffsetAlignment == none ? 0
                                                                : request->minStorageBufferOffsetAlignment;
    if (strcmp(name, "maxBufferSize") == 0)
        return request->maxBufferSize == WGPU_LIMIT_U64_UNDEFINED ? 0 : request->maxBufferSize;
    return request->maxStorageBuffersPerShaderStage == none ? 0 : request->maxStorageBuffersPerShaderStage;
}

static void
test_limits(void **state)
{
    (void)state;
    WGPULimits native = {0};
    native.maxBindGroups = 8;
    native.maxBufferSize = 536870912;
    native.minStorageBufferOffsetAlignment = 64;
    native.maxStorageBuffersPerShaderStage = 16;
    native.minUniformBufferOffsetAlignment = 4;
    struct webgpu_supported_limits limits;
    webgpu_supported_limits_init(&limits, NULL, &native);
    assert_int_equal(webgpu_supported_limits_max_bind_groups(&limits), 8);
    assert_true(webgpu_supported_limits_max_buffer_size(&limits) == 536870912);
    assert_int_equal(webgpu_supported_limits_max_storage_buffers_in_vertex_stage(&limits), 16);
    assert_int_equal(webgpu_supported_limits_min_uniform_buffer_offset_alignment(&limits), 32);

    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        WGPULimits request = WGPU_LIMITS_INIT;
        struct base_str message = {0};
        const bool ok = webgpu_supported_limits_request(&limits, base_str(rows[i].name), rows[i].value,
                                                        &request, &message);
        const uint64_t asked = asked_for(&request, rows[i].name);
        if (ok != rows[i].ok || asked != rows[i].asked || (message.size == 0) != ok)
            fail_msg("%s: %d, %lu, \"%.*s\"", rows[i].what, ok, (unsigned long)asked, (int)message.size,
                     message.size == 0 ? "" : message.data);
        webgpu_heap_text_free(message);
    }

    /* By two names: the better of both. */
    WGPULimits request = WGPU_LIMITS_INIT;
    struct base_str message;
    assert_true(webgpu_supported_limits_request(&limits, base_str("maxStorageBuffersInVertexStage"), 12,
                                                &request, &message));
    assert_true(webgpu_supported_limits_request(&limits, base_str("maxStorageBuffersPerShaderStage"), 10,
                                                &request, &message));
    assert_int_equal(request.maxStorageBuffersPerShaderStage, 12);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enums),
        cmocka_unit_test(test_flags),
        cmocka_unit_test(test_features),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
