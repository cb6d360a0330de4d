/* Guests whose shader never ends, in one process with guests that go on: host_hangs HELLO.wasm ENDLESS.wasm.
 * Each end of a run comes in time, and leaves one device abandoned. */
#include "host_support.h"

#include <inttypes.h>
#include <time.h>

#define SECOND_NS UINT64_C(1000000000)
#define ENDS_NS (20 * SECOND_NS) /* far more than it takes, far less than for ever */

static uint64_t
now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * SECOND_NS + (uint64_t)now.tv_nsec;
}

static void
expect_abandoned(const wasigpu_host_t *host, size_t count)
{
    wasigpu_statistics_t statistics;
    wasigpu_host_statistics(host, &statistics);
    if (statistics.abandoned_devices == count && statistics.guests == 0)
        return;
    fprintf(stderr, "%zu devices abandoned, %zu guests left; not %zu, 0\n", statistics.abandoned_devices,
            statistics.guests, count);
    exit(1);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *argument;
        uint64_t timeout_ns;
        wasigpu_outcome_kind_t kind;
        int exit_code;
    } rows[] = {
        {"wait", 2 * SECOND_NS, WASIGPU_OUTCOME_TIMED_OUT, 0},
        {"again", 2 * SECOND_NS, WASIGPU_OUTCOME_TIMED_OUT, 0},
        {"exit", UINT64_MAX, WASIGPU_OUTCOME_EXITED, 5},
        {"return", UINT64_MAX, WASIGPU_OUTCOME_EXITED, 6},
    };
    if (argc != 3) {
        fputs("usage: host_hangs HELLO.wasm ENDLESS.wasm\n", stderr);
        return 2;
    }
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
        expect(host, endless, rows[i].argument, rows[i].timeout_ns, rows[i].kind, rows[i].exit_code);
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
