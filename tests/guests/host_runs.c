/* Real guests in one process, through the library: after one another with traps and exits in between, and
 * side by side on threads. host_runs HELLO.wasm HOSTILE.wasm HOSTILE_ASYNC.wasm; exits with 1 at the first
 * that is not as it should be. */
#include "host_support.h"

#include <pthread.h>

#define TIMEOUT_NS UINT64_C(60000000000)
#define THREADS 3
#define RUNS_A_THREAD 5

struct guests {
    wasigpu_host_t *host;
    wasigpu_module_t *hello;
    wasigpu_module_t *hostile;
    wasigpu_module_t *hostile_async;
};

static void *
run_some(void *env)
{
    const struct guests *guests = env;
    for (int i = 0; i < RUNS_A_THREAD; i++)
        expect(guests->host, guests->hello, NULL, TIMEOUT_NS, WASIGPU_OUTCOME_EXITED, 0);
    return NULL;
}

static void
side_by_side(struct guests *guests)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, run_some, guests) != 0)
            exit(1);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

int
main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: host_runs HELLO.wasm HOSTILE.wasm HOSTILE_ASYNC.wasm\n", stderr);
        return 2;
    }
    struct guests guests = {0};
    end_on(wasigpu_host_new(NULL, &guests.host));
    end_on(wasigpu_module_load(guests.host, argv[1], false, &guests.hello));
    end_on(wasigpu_module_load(guests.host, argv[2], false, &guests.hostile));
    end_on(wasigpu_module_load(guests.host, argv[3], false, &guests.hostile_async));

    expect(guests.host, guests.hello, NULL, TIMEOUT_NS, WASIGPU_OUTCOME_EXITED, 0);
    expect(guests.host, guests.hostile, "bad_handle", TIMEOUT_NS, WASIGPU_OUTCOME_TRAPPED, 0);
    expect(guests.host, guests.hostile, "trap_in_pass", TIMEOUT_NS, WASIGPU_OUTCOME_TRAPPED, 0);
    expect(guests.host, guests.hostile, "exit_in_pass", TIMEOUT_NS, WASIGPU_OUTCOME_EXITED, 7);
    expect(guests.host, guests.hostile, "trap_in_map", TIMEOUT_NS, WASIGPU_OUTCOME_TRAPPED, 0);
    expect(guests.host, guests.hostile, "exit_in_map", TIMEOUT_NS, WASIGPU_OUTCOME_EXITED, 7);
    expect(guests.host, guests.hostile, "realloc_traps", TIMEOUT_NS, WASIGPU_OUTCOME_TRAPPED, 0);
    expect(guests.host, guests.hostile_async, "drop_what_is_lent", TIMEOUT_NS, WASIGPU_OUTCOME_TRAPPED,
           0); /* by a call under way */
    expect(guests.host, guests.hostile_async, "many_subtasks", TIMEOUT_NS, WASIGPU_OUTCOME_EXITED,
           0); /* which are left so */
    expect(guests.host, guests.hello, NULL, TIMEOUT_NS, WASIGPU_OUTCOME_EXITED, 0);
    side_by_side(&guests);

    wasigpu_module_delete(guests.hostile_async);
    wasigpu_module_delete(guests.hostile);
    wasigpu_module_delete(guests.hello);
    wasigpu_host_delete(guests.host);
    return 0;
}
