/* Deadlines: saturation, order, and that a sleep neither ends early nor much too late. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"

#define MS UINT64_C(1000000)

static const struct base_deadline never = {BASE_DEADLINE_NEVER};

static void
test_spans_saturate(void **state)
{
    (void)state;
    assert_true(base_deadline_in(UINT64_MAX).at_ns == BASE_DEADLINE_NEVER);
    assert_true(base_deadline_in(UINT64_MAX - 1).at_ns == BASE_DEADLINE_NEVER);
    const uint64_t before_ns = base_clock_now_ns();
    const struct base_deadline soon = base_deadline_in(5 * MS);
    assert_true(soon.at_ns >= before_ns + 5 * MS);
    assert_true(soon.at_ns < before_ns + 1000 * MS);
}

static void
test_passed_and_left(void **state)
{
    (void)state;
    const struct base_deadline past = {1};
    assert_true(base_deadline_passed(&past));
    assert_true(base_deadline_left_ns(&past) == 0);
    assert_false(base_deadline_passed(&never));
    assert_true(base_deadline_left_ns(&never) == BASE_DEADLINE_NEVER);
    const struct base_deadline later = base_deadline_in(3600 * 1000 * MS);
    assert_false(base_deadline_passed(&later));
    const uint64_t left_ns = base_deadline_left_ns(&later);
    assert_true(left_ns > 0 && left_ns <= 3600 * 1000 * MS);
}

static void
test_the_earlier_of_two(void **state)
{
    (void)state;
    const struct base_deadline a = {5};
    const struct base_deadline b = {7};
    assert_true(base_deadline_earlier(a, b).at_ns == 5);
    assert_true(base_deadline_earlier(b, a).at_ns == 5);
    assert_true(base_deadline_earlier(never, a).at_ns == 5);
    assert_true(base_deadline_earlier(never, never).at_ns == BASE_DEADLINE_NEVER);
}

static void
test_sleep(void **state)
{
    (void)state;
    const uint64_t before_ns = base_clock_now_ns();
    const struct base_deadline soon = base_deadline_in(3 * MS);
    base_deadline_sleep(&soon);
    assert_true(base_deadline_passed(&soon));
    assert_true(base_clock_now_ns() - before_ns < 2000 * MS);
    const struct base_deadline past = {1};
    base_deadline_sleep(&past); /* returns at once */
}

static void
test_naps_double(void **state)
{
    (void)state;
    const struct base_deadline past = {1};
    uint64_t nap_ns = 3;
    base_deadline_nap(past, &nap_ns, 8); /* not past the end */
    assert_true(nap_ns == 6);
    base_deadline_nap(past, &nap_ns, 8);
    assert_true(nap_ns == 8);
    base_deadline_nap(past, &nap_ns, 8);
    assert_true(nap_ns == 8);
    const uint64_t before_ns = base_clock_now_ns();
    nap_ns = 2 * MS;
    base_deadline_nap((struct base_deadline){BASE_DEADLINE_NEVER}, &nap_ns, 2 * MS);
    assert_true(base_clock_now_ns() - before_ns >= 2 * MS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans_saturate),     cmocka_unit_test(test_passed_and_left),
        cmocka_unit_test(test_the_earlier_of_two), cmocka_unit_test(test_sleep),
        cmocka_unit_test(test_naps_double),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
