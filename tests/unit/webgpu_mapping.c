/* Buffers: creation, mapping, mapped ranges. WebGPU, "Buffer Creation", "Buffer Mapping". */
#include "webgpu_support.h"

#define READ (WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_COPY_DST)
#define WRITE (WEBGPU_BUFFER_USAGE_MAP_WRITE | WEBGPU_BUFFER_USAGE_COPY_SRC)

static const struct abi_view nothing = {"", 0};

/* False: *kind is the error's. */
static bool
get_range(struct webgpu_buffer *buffer, struct webgpu_option_u64 offset, struct webgpu_option_u64 size,
          struct abi_view *view, enum webgpu_get_mapped_range_error_kind *kind)
{
    struct webgpu_get_mapped_range_error error = {.kind = WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_TYPE_ERROR};
    struct abi_view ignored;
    const bool ok = webgpu_buffer_get_mapped_range_get_with_copy(buffer, offset, size, ARENA,
                                                                 view == NULL ? &ignored : view, &error);
    if (kind != NULL)
        *kind = error.kind;
    if (!ok)
        assert_true(error.message.size > 0);
    return ok;
}

static bool
set_range(struct webgpu_buffer *buffer, struct abi_view data, struct webgpu_option_u64 offset,
          struct webgpu_option_u64 size, enum webgpu_get_mapped_range_error_kind *kind)
{
    struct webgpu_get_mapped_range_error error = {.kind = WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_TYPE_ERROR};
    const bool ok = webgpu_buffer_get_mapped_range_set_with_copy(buffer, data, offset, size, ARENA, &error);
    if (kind != NULL)
        *kind = error.kind;
    return ok;
}

static void
unmap(struct webgpu_buffer *buffer)
{
    struct webgpu_unmap_error error;
    assert_true(webgpu_buffer_unmap(buffer, ARENA, &error));
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
}

static void
test_created_mapped(void **state)
{
    (void)state;
    push_validation();
    struct webgpu_buffer *buffer = make_buffer(64, WEBGPU_BUFFER_USAGE_COPY_SRC, true);
    assert_int_equal(webgpu_buffer_size(buffer), 64);
    assert_int_equal(webgpu_buffer_usage(buffer), WEBGPU_BUFFER_USAGE_COPY_SRC);
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_MAPPED);
    struct abi_view view;
    assert_true(get_range(buffer, NONE_U64, NONE_U64, &view, NULL));
    assert_int_equal(view.count, 64);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(((const unsigned char *)view.data)[i], 0);

    /* What was written is read back; ranges may overlap, since they are copies. */
    const struct abi_view data = {"abcdefghijkl", 12};
    assert_true(set_range(buffer, data, SOME_U64(8), SOME_U64(16), NULL));
    assert_true(set_range(buffer, data, SOME_U64(16), NONE_U64, NULL));
    assert_true(set_range(buffer, nothing, SOME_U64(64), NONE_U64, NULL));
    assert_true(get_range(buffer, SOME_U64(8), SOME_U64(20), &view, NULL));
    assert_int_equal(view.count, 20);
    assert_memory_equal(view.data, "abcdefghabcdefghijkl", 20);
    unmap(buffer);
    unmap(buffer);
    uint32_t back[16];
    read_back(buffer, back, sizeof back);
    assert_memory_equal((char *)back + 8, "abcdefghabcdefghijkl", 20);
    webgpu_buffer_drop(buffer);
    assert_no_error();
}

static const struct {
    const char *what;
    uint64_t offset, size;
    bool ok;
} ranges[] = {
    {"the mapping", 16, 32, true},
    {"its start", 16, 4, true},
    {"its end", 40, 8, true},
    {"nothing at its end", 48, 0, true},
    {"before it", 8, 8, false},
    {"from before it", 8, 16, false},
    {"one past its end", 40, 12, false},
    {"nothing past its end", 56, 0, false},
    {"offset of 4", 20, 4, false},
    {"size of 6", 16, 6, false},
    {"a sum that wraps", 16, UINT64_MAX - 11, false},
    {"the greatest size", 16, UINT64_MAX, false},
    {"the greatest offset", UINT64_MAX - 7, 8, false},
};

static void
test_ranges(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(64, READ, false);
    enum webgpu_get_mapped_range_error_kind kind;
    assert_false(get_range(buffer, NONE_U64, NONE_U64, NULL, &kind));
    assert_int_equal(kind, WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_OPERATION_ERROR);
    assert_false(set_range(buffer, nothing, NONE_U64, NONE_U64, &kind));
    assert_int_equal(kind, WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_OPERATION_ERROR);

    assert_true(map_buffer(buffer, WEBGPU_MAP_MODE_READ, SOME_U64(16), SOME_U64(32), NULL));
    for (size_t i = 0; i < BASE_COUNT(ranges); i++) {
        const struct webgpu_option_u64 offset = SOME_U64(ranges[i].offset);
        const struct webgpu_option_u64 size = SOME_U64(ranges[i].size);
        struct abi_view view;
        kind = WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_OPERATION_ERROR;
        const bool got = get_range(buffer, offset, size, &view, &kind);
        if (got != ranges[i].ok || (got && view.count != ranges[i].size) ||
            (!got && kind != WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_OPERATION_ERROR))
            fail_msg("get: %s", ranges[i].what);
        if (set_range(buffer, nothing, offset, size, NULL) != ranges[i].ok)
            fail_msg("set: %s", ranges[i].what);
    }
    assert_false(
        get_range(buffer, SOME_U64(16), NONE_U64, NULL, &kind)); /* the rest of the buffer, not of it */
    const struct abi_view data = {"abcdefgh", 8};
    assert_false(set_range(buffer, data, SOME_U64(16), SOME_U64(4), &kind));
    assert_int_equal(kind, WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_RANGE_ERROR);

    /* Mapped for reading: what is written is discarded. */
    assert_int_equal(guest.warnings, 0);
    assert_true(set_range(buffer, data, SOME_U64(16), SOME_U64(8), NULL));
    assert_int_equal(guest.warnings, 1);
    struct abi_view view;
    assert_true(get_range(buffer, SOME_U64(16), SOME_U64(8), &view, NULL));
    assert_memory_equal(view.data, "\0\0\0\0\0\0\0\0", 8);
    unmap(buffer);
    assert_false(get_range(buffer, SOME_U64(16), SOME_U64(4), NULL, &kind));
    webgpu_buffer_drop(buffer);
}

static void
test_map_write(void **state)
{
    (void)state;
    push_validation();
    struct webgpu_buffer *buffer = make_buffer(32, WRITE, false);
    assert_true(map_buffer(buffer, WEBGPU_MAP_MODE_WRITE, SOME_U64(8), NONE_U64, NULL));
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_MAPPED);
    const struct abi_view data = {"01234567", 8};
    assert_true(set_range(buffer, data, SOME_U64(8), NONE_U64, NULL));
    struct abi_view view;
    assert_true(get_range(buffer, SOME_U64(8), SOME_U64(8), &view, NULL));
    assert_memory_equal(view.data, "01234567", 8);
    unmap(buffer);
    assert_true(map_buffer(buffer, WEBGPU_MAP_MODE_WRITE, NONE_U64, NONE_U64, NULL));
    assert_true(get_range(buffer, NONE_U64, SOME_U64(16), &view, NULL));
    assert_memory_equal(view.data,
                        "\0\0\0\0\0\0\0\0"
                        "01234567",
                        16);
    webgpu_buffer_drop(buffer); /* mapped */
    assert_no_error();
}

static const struct {
    const char *what;
    uint32_t mode;
    struct webgpu_option_u64 offset, size;
} bad_maps[] = {
    {"no mode", 0, {0}, {0}},
    {"both modes", WEBGPU_MAP_MODE_READ | WEBGPU_MAP_MODE_WRITE, {0}, {0}},
    {"a mode that its usage lacks", WEBGPU_MAP_MODE_WRITE, {0}, {0}},
    {"offset of 4", WEBGPU_MAP_MODE_READ, {true, 4}, {true, 8}},
    {"size of 6", WEBGPU_MAP_MODE_READ, {0}, {true, 6}},
    {"past the end", WEBGPU_MAP_MODE_READ, {true, 64}, {true, 4}},
    {"offset past the end", WEBGPU_MAP_MODE_READ, {true, 72}, {0}},
    {"the greatest size", WEBGPU_MAP_MODE_READ, {0}, {true, UINT64_MAX}},
    {"a sum that wraps", WEBGPU_MAP_MODE_READ, {true, 8}, {true, UINT64_MAX - 7}},
    {"the greatest offset", WEBGPU_MAP_MODE_READ, {true, UINT64_MAX - 7}, {0}},
};

static void
test_bad_maps(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(64, READ, false);
    for (size_t i = 0; i < BASE_COUNT(bad_maps); i++) {
        push_validation();
        enum webgpu_map_async_error_kind kind = WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR;
        const bool ok = map_buffer(buffer, bad_maps[i].mode, bad_maps[i].offset, bad_maps[i].size, &kind);
        if (ok || kind != WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR)
            fail_msg("%s: %d", bad_maps[i].what, (int)kind);
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("%s: no validation error", bad_maps[i].what);
        assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    }

    /* While it is mapped, another map fails and changes nothing. */
    assert_true(map_buffer(buffer, WEBGPU_MAP_MODE_READ, NONE_U64, SOME_U64(16), NULL));
    push_validation();
    enum webgpu_map_async_error_kind kind;
    assert_false(map_buffer(buffer, WEBGPU_MAP_MODE_READ, NONE_U64, SOME_U64(64), &kind));
    assert_int_equal(kind, WEBGPU_MAP_ASYNC_ERROR_KIND_OPERATION_ERROR);
    assert_validation_error();
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_MAPPED);
    assert_false(get_range(buffer, NONE_U64, SOME_U64(64), NULL, NULL));
    assert_true(get_range(buffer, NONE_U64, SOME_U64(16), NULL, NULL));

    webgpu_buffer_destroy(buffer);
    assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    assert_false(get_range(buffer, NONE_U64, SOME_U64(16), NULL, NULL));
    push_validation();
    assert_false(map_buffer(buffer, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, NULL));
    assert_validation_error();
    webgpu_buffer_destroy(buffer);
    webgpu_buffer_drop(buffer);
}

/* "pending" until it is waited for, and aborted by unmap and destroy. */
static void
test_pending(void **state)
{
    (void)state;
    struct webgpu_buffer *buffer = make_buffer(64, READ, false);
    for (int destroy = 0; destroy < 2; destroy++) {
        struct abi_pending *op = op_new();
        webgpu_buffer_map_async_start(buffer, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, op);
        if (abi_pending_done(op)) { /* a library may be that fast */
            assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_MAPPED);
        } else {
            assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_PENDING);
            assert_false(get_range(buffer, NONE_U64, NONE_U64, NULL, NULL));
            if (destroy)
                webgpu_buffer_destroy(buffer);
            else
                unmap(buffer);
            assert_int_equal(webgpu_buffer_map_state(buffer), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
            op_wait(op);
            const struct webgpu_buffer_map_async_result *result = RESULT(op, webgpu_buffer_map_async_result);
            assert_false(result->ok);
            assert_int_equal(result->error.kind, WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR);
        }
        abi_pending_delete(op);
    }
    webgpu_buffer_drop(buffer);
}

/* Created against the rules: still objects, with their size and usage, and no more. */
static void
test_invalid_buffers(void **state)
{
    (void)state;
    const struct {
        uint64_t size;
        uint32_t usage;
        bool mapped;
    } rows[] = {
        {64, 0, false},
        {64, WEBGPU_BUFFER_USAGE_MAP_READ | WEBGPU_BUFFER_USAGE_MAP_WRITE, false},
        {UINT64_C(1) << 60, WEBGPU_BUFFER_USAGE_COPY_DST, false},
        {UINT64_MAX, WEBGPU_BUFFER_USAGE_COPY_DST, false},
        {UINT64_C(1) << 60, WEBGPU_BUFFER_USAGE_COPY_DST, true},
        {UINT64_MAX, WEBGPU_BUFFER_USAGE_COPY_DST, true},
        {6, WEBGPU_BUFFER_USAGE_COPY_DST, true},
    };
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        push_validation();
        struct webgpu_buffer *buffer = make_buffer(rows[i].size, rows[i].usage, rows[i].mapped);
        if (pop_scope(NULL) != WEBGPU_ERROR_KIND_VALIDATION_ERROR)
            fail_msg("row %zu: no validation error", i);
        assert_true(webgpu_buffer_size(buffer) == rows[i].size);
        assert_int_equal(webgpu_buffer_usage(buffer), rows[i].usage);
        push_validation();
        assert_false(map_buffer(buffer, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, NULL));
        assert_validation_error();
        webgpu_buffer_set_label(buffer, base_str("invalid"));
        unmap(buffer);
        webgpu_buffer_destroy(buffer);
        webgpu_buffer_drop(buffer);
    }
    struct webgpu_buffer *empty = make_buffer(0, READ, true);
    assert_true(get_range(empty, NONE_U64, NONE_U64, NULL, NULL));
    unmap(empty);
    webgpu_buffer_drop(empty);
}

/* GPUDevice, destroy(): unmaps all buffers; what is made of it afterwards is there, and does nothing. */
static void
test_destroyed_device(void **state)
{
    (void)state;
    struct webgpu_buffer *mapped = make_buffer(64, READ, true);
    struct webgpu_buffer *waiting = make_buffer(64, READ, false);
    struct abi_pending *op = op_new();
    webgpu_buffer_map_async_start(waiting, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, op);
    const bool was_done = abi_pending_done(op);
    webgpu_device_destroy(guest.device);
    assert_int_equal(webgpu_buffer_map_state(mapped), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    assert_int_equal(webgpu_buffer_map_state(waiting), WEBGPU_BUFFER_MAP_STATE_UNMAPPED);
    assert_false(get_range(mapped, NONE_U64, NONE_U64, NULL, NULL));
    assert_false(set_range(mapped, nothing, NONE_U64, NONE_U64, NULL));
    op_wait(op);
    if (!was_done) {
        const struct webgpu_buffer_map_async_result *result = RESULT(op, webgpu_buffer_map_async_result);
        assert_false(result->ok);
        assert_int_equal(result->error.kind, WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR);
    }
    abi_pending_delete(op);
    unmap(mapped);
    enum webgpu_map_async_error_kind kind;
    assert_false(map_buffer(mapped, WEBGPU_MAP_MODE_READ, NONE_U64, NONE_U64, &kind));
    if (is_dawn())
        assert_int_equal(kind, WEBGPU_MAP_ASYNC_ERROR_KIND_ABORT_ERROR);

    struct webgpu_buffer *late = make_buffer(64, WEBGPU_BUFFER_USAGE_COPY_DST, true);
    assert_int_equal(webgpu_buffer_map_state(late), WEBGPU_BUFFER_MAP_STATE_MAPPED);
    if (is_dawn()) /* wgpu-native has no memory for it */
        assert_true(set_range(late, (struct abi_view){"abcd", 4}, NONE_U64, NONE_U64, NULL));
    unmap(late);
    webgpu_device_destroy(guest.device);
    op = op_new();
    webgpu_queue_on_submitted_work_done_start(guest.queue, op);
    op_wait(op);
    abi_pending_delete(op);
    webgpu_buffer_drop(late);
    webgpu_buffer_drop(mapped);
    webgpu_buffer_drop(waiting);
}

/* As many bytes as a list may have, and one word more: the latter is an error, not a trap. */
static void
test_long_range(void **state)
{
    (void)state;
    const uint64_t size = (uint64_t)ABI_LIST_MAX + 1;
    push_validation();
    struct webgpu_buffer *buffer = make_buffer(size, WEBGPU_BUFFER_USAGE_COPY_SRC, true);
    assert_no_error();
    enum webgpu_get_mapped_range_error_kind kind;
    assert_false(get_range(buffer, NONE_U64, NONE_U64, NULL, &kind));
    assert_int_equal(kind, WEBGPU_GET_MAPPED_RANGE_ERROR_KIND_RANGE_ERROR);
    struct abi_view view;
    assert_true(get_range(buffer, NONE_U64, SOME_U64(size - 4), &view, NULL));
    assert_int_equal(view.count, size - 4);
    webgpu_buffer_drop(buffer);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_created_mapped, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_ranges, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_map_write, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_bad_maps, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_pending, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_invalid_buffers, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_destroyed_device, setup_device, teardown),
        cmocka_unit_test_setup_teardown(test_long_range, setup_device, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
