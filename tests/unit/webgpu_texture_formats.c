/* Which format may be what: every format with every dimension and usage, on a device without features and on
 * one with all that there are. WebGPU, "Texture Format Capabilities", and "Texture Creation". */
#include "webgpu_texture_support.h"

/* What is asked of each format. */
static const struct use {
    const char *what;
    uint32_t usage, samples;
    enum webgpu_texture_dimension dimension;
} uses[] = {
    {"copies and binding", COPIES | BINDING, 1, WEBGPU_TEXTURE_DIMENSION_D2},
    {"copies and binding", COPIES | BINDING, 1, WEBGPU_TEXTURE_DIMENSION_D1},
    {"copies and binding", COPIES | BINDING, 1, WEBGPU_TEXTURE_DIMENSION_D3},
    {"render attachment", WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT, 1, WEBGPU_TEXTURE_DIMENSION_D2},
    {"render attachment", WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT, 1, WEBGPU_TEXTURE_DIMENSION_D1},
    {"render attachment", WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT, 1, WEBGPU_TEXTURE_DIMENSION_D3},
    {"multisampled", WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT | BINDING, 4, WEBGPU_TEXTURE_DIMENSION_D2},
    {"multisampled", WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT | BINDING, 4, WEBGPU_TEXTURE_DIMENSION_D3},
    {"multisampled, no attachment", COPIES | BINDING, 4, WEBGPU_TEXTURE_DIMENSION_D2},
    {"storage", WEBGPU_TEXTURE_USAGE_STORAGE_BINDING, 1, WEBGPU_TEXTURE_DIMENSION_D1},
    {"storage", WEBGPU_TEXTURE_USAGE_STORAGE_BINDING, 1, WEBGPU_TEXTURE_DIMENSION_D2},
    {"storage", WEBGPU_TEXTURE_USAGE_STORAGE_BINDING, 1, WEBGPU_TEXTURE_DIMENSION_D3},
    {"multisampled storage", WEBGPU_TEXTURE_USAGE_STORAGE_BINDING | WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT, 4,
     WEBGPU_TEXTURE_DIMENSION_D2},
};

static bool
is_valid(const struct use *use, const struct capabilities *can, uint32_t features)
{
    if ((can->exists & features) == 0)
        return false;
    if (use->dimension == WEBGPU_TEXTURE_DIMENSION_D1 && (can->d1 & features) == 0)
        return false;
    if (use->dimension == WEBGPU_TEXTURE_DIMENSION_D3 && (can->d3 & features) == 0)
        return false;
    if ((use->usage & WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT) != 0 &&
        ((can->renders & features) == 0 || use->dimension == WEBGPU_TEXTURE_DIMENSION_D1))
        return false;
    if ((use->usage & WEBGPU_TEXTURE_USAGE_STORAGE_BINDING) != 0 && (can->stores & features) == 0)
        return false;
    return use->samples == 1 ||
           ((can->multisamples & features) != 0 && use->dimension == WEBGPU_TEXTURE_DIMENSION_D2 &&
            (use->usage & WEBGPU_TEXTURE_USAGE_RENDER_ATTACHMENT) != 0 &&
            (use->usage & WEBGPU_TEXTURE_USAGE_STORAGE_BINDING) == 0);
}

static void
test_every_use(void **state)
{
    (void)state;
    const uint32_t features = guest.device->features.set;
    unsigned wrong = 0;
    for (enum webgpu_texture_format format = 0; format < WEBGPU_TEXTURE_FORMAT_COUNT; format++) {
        const struct capabilities can = format_capabilities(format);
        const struct gpu_texel_block block = webgpu_texel_block(format);
        for (size_t i = 0; i < BASE_COUNT(uses); i++) {
            const uint32_t height = uses[i].dimension == WEBGPU_TEXTURE_DIMENSION_D1 ? 1 : block.height * 2;
            const struct webgpu_texture_descriptor descriptor = {
                .size = SIZE(block.width * 2, height, 1),
                .sample_count = {true, uses[i].samples},
                .dimension = {true, uses[i].dimension},
                .format = format,
                .usage = uses[i].usage,
            };
            const int want =
                is_valid(&uses[i], &can, features) ? -1 : (int)WEBGPU_ERROR_KIND_VALIDATION_ERROR;
            const int got = try_texture(&descriptor);
            if (got != want) {
                print_error("%s, %s, dimension %u: %d instead of %d\n", format_name(format), uses[i].what,
                            uses[i].dimension + 1, got, want);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_use, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_every_use, setup_all_features, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
