/* What becomes of bytes and files that are to be a module, and the way to a precompiled one and back. */
#include "engine_support.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/count.h"
#include "engine/binary.h"

#define MODULE "\0asm\1\0\0\0"

static const struct {
    const char *what;
    char bytes[64]; /* zeros behind the text */
    size_t size;
    const char *error;
} rows[] = {
    {"nothing", "", 0, "is empty"},
    {"part of the magic number", "\0as", 3, "is cut off"},
    {"no version", "\0asm\1\0", 6, "is cut off"},
    {"a component", "\0asm\x0d\0\1\0", 8, "is a component; components are not served yet"},
    {"a later version", "\0asm\2\0\0\0", 8, "version 0x2"},
    {"a section without its size", MODULE "\1", 9, "is cut off within the header of a section"},
    {"half a size", MODULE "\1\x80", 10, "is cut off within the header of a section"},
    {"half a section", MODULE "\1\5\1\x60", 12, "is cut off: section 1 should have 5 bytes, 2 are there"},
    {"a bad section", MODULE "\1\1\1", 11, "is not a valid module"},
    {"text", "(module)", 8, "in text form"},
    {"text behind a comment", ";; hello\n (module)", 18, "in text form"},
    {"a shell script", "#!/bin/sh\n", 10, "is not WebAssembly"},
    {"one byte", "x", 1, "is not WebAssembly"},
    {"a native program", "\177ELF\2\1\1\0", 64, "is a native program"},
    {"a short native program", "\177ELF\2\1\1\0", 8, "is cut off"},
    {"a precompiled component",
     "\177ELF\2\1\1\310\0\0\0\0\0\0\0\0" /* class, data, version, OS */
     "\1\0\76\0\1\0\0\0"
     "\0\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0"
     "\2\0\0\0",
     64, "is a precompiled component"},
    {"half a precompiled module",
     "\177ELF\2\1\1\310\0\0\0\0\0\0\0\0"
     "\1\0\76\0\1\0\0\0"
     "\0\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0"
     "\0\20\0\0\0\0\0\0"
     "\1\0\0\0",
     64, "is precompiled, but cut off"},
};

static void
test_bytes_that_are_no_module(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        struct engine_module *module = NULL;
        wasigpu_error_t *error =
            engine_module_new(engine, (const uint8_t *)rows[i].bytes, rows[i].size, true, &module);
        if (error == NULL)
            fail_msg("%s: accepted", rows[i].what);
        if (strstr(wasigpu_error_message(error), rows[i].error) == NULL)
            fail_msg("%s: %s", rows[i].what, wasigpu_error_message(error));
        wasigpu_error_delete(error);
    }
    engine_delete(engine);
}

/* Every prefix of a module but the whole is refused as one that is cut off, or at least refused. */
static void
test_every_truncation_is_refused(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    wasm_byte_vec_t bytes =
        support_wasm("(module (memory (export \"memory\") 1) (func (export \"_start\")))");
    for (size_t size = 0; size < bytes.size; size++) {
        struct engine_module *module = NULL;
        wasigpu_error_t *error = engine_module_new(engine, (const uint8_t *)bytes.data, size, false, &module);
        if (error == NULL) /* cut between two sections it is a smaller module */
            engine_module_delete(module);
        else if (strstr(wasigpu_error_message(error), "is cut off") == NULL && size != 0 &&
                 strstr(wasigpu_error_message(error), "not a valid module") == NULL)
            fail_msg("%zu: %s", size, wasigpu_error_message(error));
        wasigpu_error_delete(error);
    }
    wasm_byte_vec_delete(&bytes);
    engine_delete(engine);
}

static void
write_file(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        fail_msg("%s cannot be opened", path);
    else if (fwrite(bytes, 1, size, file) != size || fclose(file) != 0)
        fail_msg("%s cannot be written", path);
}

static char folder[] = "/tmp/engine_module.XXXXXX";
static char path[sizeof folder + 16];

static int
make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/file", folder);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void
test_files_that_cannot_be_read(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct engine_module *module = NULL;
    assert_error_says(engine_module_load(engine, path, false, &module), "file: no such file");
    assert_error_says(engine_module_load(engine, folder, false, &module), "is a directory");
    write_file(path, "", 0);
    assert_error_says(engine_module_load(engine, path, false, &module), "file: is empty");
    engine_delete(engine);
}

/* More than the first block, so that the rest is read too. */
static void
test_a_large_file_is_read_to_its_end(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    static char wat[40000];
    static const char head[] = "(module (memory (export \"memory\") 1) (data (i32.const 0) \"";
    static const char tail[] = "\"))";
    memcpy(wat, head, sizeof head - 1);
    memset(wat + sizeof head - 1, 'y', 30000);
    memcpy(wat + sizeof head - 1 + 30000, tail, sizeof tail);
    wasm_byte_vec_t bytes = support_wasm(wat);
    assert_true(bytes.size > 30000);
    struct engine_module *module = NULL;
    write_file(path, bytes.data, bytes.size);
    assert_no_error(engine_module_load(engine, path, false, &module));
    assert_int_equal(module->exports.size, 1);
    engine_module_delete(module);
    write_file(path, bytes.data, bytes.size - 1);
    assert_error_says(engine_module_load(engine, path, false, &module), "is cut off: section 11");
    wasm_byte_vec_delete(&bytes);
    engine_delete(engine);
}

static void
test_precompiled_and_back(void **state)
{
    (void)state;
    struct engine *engine = support_engine();
    struct engine_module *module = support_module(engine, "(module (func (export \"_start\")))");
    wasm_byte_vec_t bytes;
    assert_no_error(engine_module_serialize(module, &bytes));
    engine_module_delete(module);
    write_file(path, bytes.data, bytes.size);

    assert_error_says(engine_module_load(engine, path, false, &module), "--allow-precompiled");
    assert_error_says(engine_module_new(engine, (const uint8_t *)bytes.data, bytes.size, false, &module),
                      "--allow-precompiled");
    assert_no_error(engine_module_load(engine, path, true, &module));
    assert_int_equal(module->exports.size, 1);
    engine_module_delete(module);
    assert_no_error(engine_module_new(engine, (const uint8_t *)bytes.data, bytes.size, true, &module));
    engine_module_delete(module);

    write_file(path, bytes.data, bytes.size - 1);
    assert_error_says(engine_module_load(engine, path, true, &module), "is precompiled, but cut off");

    char version[8]; /* stands first in the file's metadata */
    snprintf(version, sizeof version, "%d", WASMTIME_VERSION_MAJOR);
    size_t at = 0;
    while (at + strlen(version) < bytes.size && memcmp(bytes.data + at, version, strlen(version)) != 0)
        at++;
    bytes.data[at]--;
    write_file(path, bytes.data, bytes.size);
    assert_error_says(engine_module_load(engine, path, true, &module), "was precompiled by another version");
    wasm_byte_vec_delete(&bytes);
    engine_delete(engine);
}

int
main(void)
{
    support_keep_handlers();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_that_are_no_module),
        cmocka_unit_test(test_every_truncation_is_refused),
        cmocka_unit_test(test_files_that_cannot_be_read),
        cmocka_unit_test(test_a_large_file_is_read_to_its_end),
        cmocka_unit_test(test_precompiled_and_back),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
