/* Guests whose shader never ends, in one process with guests that go on: host_hangs HELLO.wasm ENDLESS.wasm.
 * Each end of a run comes in time, and leaves one device abandoned; one whose work was only long is released
 * after it. */
#include "host_support.h"

#include <inttypes.h>
#include <time.h>

#define SECOND_NS UINT64_C(1000000000)
#define ENDS_NS (120 * SECOND_NS) /* far more than it takes, far less than for ever */
#define TIMEOUT_NS (2 * SECOND_NS)
#define TIMEOUT_MAX_NS (64 * SECOND_NS)

static uint64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static size_t
abandoned(wasigpu_host_t *host)
{
    wasigpu_statistics_t statistics;
    wasigpu_host_statistics(host, &statistics);
    return statistics.abandoned_total;
}

static void
expect_abandoned(wasigpu_host_t *host, size_t count)
{
    wasigpu_statistics_t statistics;
    wasigpu_host_statistics(host, &statistics);
    if (statistics.abandoned_devices == count && statistics.abandoned_total == count &&
        statistics.guests == 0)
        return;
    fprintf(stderr, "%zu of %zu devices abandoned, %zu guests left; not %zu, 0\n",
            statistics.abandoned_devices, statistics.abandoned_total, statistics.guests, count);
    exit(1);
}

/* Whether a GPU is quick enough not to be taken for one that hangs, is its affair. */
static void
expect_released(wasigpu_host_t *host)
{
    wasigpu_statistics_t statistics;
    const uint64_t start_ns = now_ns();
    do {
        wasigpu_host_statistics(host, &statistics);
        if (statistics.abandoned_devices == 0) {
            printf("%zu device was abandoned, and released\n", statistics.abandoned_total);
            return;
        }
        const struct timespec nap = {.tv_nsec = 10000000};
        nanosleep(&nap, NULL);
    } while (now_ns() - start_ns < 240 * SECOND_NS);
    fputs("a device is not released, though its work has come to an end\n", stderr);
    exit(1);
}

/* In a host of its own, for what others have abandoned keeps a CPU adapter busy. */
static void
test_long(const char *path)
{
    wasigpu_host_t *host = NULL;
    wasigpu_module_t *module = NULL;
    end_on(wasigpu_host_new(NULL, &host));
    end_on(wasigpu_module_load(host, path, false, &module));
    expect(host, module, "long", UINT64_MAX, WASIGPU_OUTCOME_EXITED, 5);
    expect_released(host);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
}

/* A run whose time is up once the GPU has its work: on a loaded machine it may be up before, and is made
 * longer. */
static void
expect_timeout(wasigpu_host_t *host, const wasigpu_module_t *module, const char *argument)
{
    const size_t before = abandoned(host);
    uint64_t timeout_ns = TIMEOUT_NS;
    do {
        expect(host, module, argument, timeout_ns, WASIGPU_OUTCOME_TIMED_OUT, 0);
        timeout_ns *= 2;
    } while (abandoned(host) == before && timeout_ns <= TIMEOUT_MAX_NS);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *argument;
        int exit_code; /* 0: it does not end by itself */
    } rows[] = {{"wait", 0}, {"again", 0}, {"exit", 5}, {"return", 6}};
    if (argc != 3) {
        fputs("usage: host_hangs HELLO.wasm ENDLESS.wasm\n", stderr);
        return 2;
    }
    test_long(argv[2]);
    wasigpu_host_t *host = NULL;
    wasigpu_module_t *hello = NULL;
    wasigpu_module_t *endless = NULL;
    end_on(wasigpu_host_new(NULL, &host));
    end_on(wasigpu_module_load(host, argv[1], false, &hello));
    end_on(wasigpu_module_load(host, argv[2], false, &endless));

    expect(host, hello, NULL, UINT64_MAX, WASIGPU_OUTCOME_EXITED, 0);
    expect_abandoned(host, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const uint64_t start_ns = now_ns();
        if (rows[i].exit_code == 0)
            expect_timeout(host, endless, rows[i].argument);
        else
            expect(host, endless, rows[i].argument, UINT64_MAX, WASIGPU_OUTCOME_EXITED, rows[i].exit_code);
        const uint64_t span_ns = now_ns() - start_ns;
        if (span_ns > ENDS_NS) {
            fprintf(stderr, "%s: took %" PRIu64 " ms\n", rows[i].argument, span_ns / 1000000);
            return 1;
        }
        expect_abandoned(host, i + 1);
        expect(host, hello, NULL, UINT64_MAX, WASIGPU_OUTCOME_EXITED, 0);
    }
    wasigpu_module_delete(endless);
    wasigpu_module_delete(hello);
    wasigpu_host_delete(host);
    return 0;
}
