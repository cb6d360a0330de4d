/* A GPU's clock on the host's: between the bounds that submits and results set, it stays as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/count.h"
#include "webgpu/gpu_clock.h"

/* In turn, each after those before it. */
static const struct {
    const char *what;
    uint64_t first, last, submitted, seen;
    uint64_t first_is; /* on the host's clock */
} rows[] = {
    {"the first begins with its submit", 1000, 1100, 5000, 5900, 5000},
    {"one within the bounds is where it was", 2000, 2100, 5900, 6900, 6000},
    {"none begins before its submit", 3000, 3100, 7200, 7900, 7200},
    {"none ends after it was seen", 4000, 4100, 7500, 8000, 7900},
    {"bounds that exclude each other: the submit's", 5000, 6000, 9000, 9500, 9000},
    {"the GPU's clock was set back", 10, 20, 9600, 9700, 9600},
    {"and stays there", 110, 120, 9700, 9900, 9700},
};

static void
test_bounds(void **state)
{
    (void)state;
    struct webgpu_gpu_clock clock = {0};
    for (size_t i = 0; i < BASE_COUNT(rows); i++) {
        webgpu_gpu_clock_adjust(&clock, rows[i].first, rows[i].last, rows[i].submitted, rows[i].seen);
        const uint64_t is = webgpu_gpu_clock_ns(&clock, rows[i].first);
        if (is != rows[i].first_is)
            fail_msg("%s: at %llu", rows[i].what, (unsigned long long)is);
    }
}

/* A clock that is ahead of the host's, or about to wrap. */
static void
test_any_start(void **state)
{
    (void)state;
    static const uint64_t starts[] = {0, 1, UINT64_C(1) << 63, UINT64_MAX - 150, UINT64_MAX};
    for (size_t i = 0; i < BASE_COUNT(starts); i++) {
        struct webgpu_gpu_clock clock = {0};
        webgpu_gpu_clock_adjust(&clock, starts[i], starts[i] + 100, 5000, 5900);
        assert_int_equal(webgpu_gpu_clock_ns(&clock, starts[i] + 100), 5100);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_any_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
