/* What recording trampolines note: each thing once, at once, in the file that the environment names. */
#include "abi/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/abi_record.XXXXXX";

static int
setup(void **state)
{
    (void)state;
    const int file = mkstemp(path);
    if (file < 0)
        return -1;
    close(file);
    return setenv("WASIGPU_RECORD_FILE", path, 1);
}

static int
teardown(void **state)
{
    (void)state;
    return unlink(path);
}

static void
assert_noted(const char *expected)
{
    char text[256];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t size = fread(text, 1, sizeof text - 1, file);
    text[size] = '\0';
    fclose(file);
    assert_string_equal(text, expected);
}

static void
test_once(void **state)
{
    (void)state;
    static struct abi_record function = {.name = "[method]gpu-buffer.size"};
    static struct abi_record format = {.name = "gpu-texture-format"};
    static struct abi_record usage = {.name = "gpu-buffer-usage"};
    abi_record_call(&function);
    abi_record_call(&function);
    assert_int_equal(abi_record_case(&format, 100), 100);
    assert_int_equal(abi_record_case(&format, 0), 0);
    assert_int_equal(abi_record_case(&format, 100), 100);
    assert_int_equal(abi_record_flags(&usage, 0), 0);
    assert_int_equal(abi_record_flags(&usage, 0x202), 0x202);
    assert_int_equal(abi_record_flags(&usage, 0x203), 0x203);
    assert_noted("[method]gpu-buffer.size 0\n"
                 "gpu-texture-format 100\ngpu-texture-format 0\n"
                 "gpu-buffer-usage 1\ngpu-buffer-usage 9\ngpu-buffer-usage 0\n");
}

static void
test_nowhere(void **state)
{
    (void)state;
    static struct abi_record function = {.name = "get-gpu"};
    unsetenv("WASIGPU_RECORD_FILE");
    abi_record_call(&function);
    setenv("WASIGPU_RECORD_FILE", path, 1);
    abi_record_call(&function);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_nowhere),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
