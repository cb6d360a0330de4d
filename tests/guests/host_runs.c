/* Real guests in one process, through the library: after one another with traps and exits in between, and
 * side by side on threads. host_runs HELLO.wasm HOSTILE.wasm HOSTILE_ASYNC.wasm; exits with 1 at the first
 * that is not as it should be.
 *
 * Written for the embedder's view: only include/wasigpu is used. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <wasigpu/wasigpu.h>

#define THREADS 3
#define RUNS_A_THREAD 5

struct guests {
    wasigpu_host_t *host;
    wasigpu_module_t *hello;
    wasigpu_module_t *hostile;
    wasigpu_module_t *hostile_async;
};

static void
end_on(wasigpu_error_t *error)
{
    if (error == NULL)
        return;
    fprintf(stderr, "host_runs: %s\n", wasigpu_error_message(error));
    exit(1);
}

/* Runs `module` with one argument behind its name, and holds it to its outcome. */
static void
expect(const struct guests *guests, const wasigpu_module_t *module, const char *argument,
       wasigpu_outcome_kind_t kind, int exit_code)
{
    const char *const args[] = {"guest", argument};
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome;
    end_on(wasigpu_run_new(guests->host, module, &run));
    end_on(wasigpu_run_set_args(run, argument == NULL ? 1 : 2, args));
    wasigpu_run_set_timeout(run, 60000000000);
    end_on(wasigpu_run_start(run, &outcome));
    if (outcome.kind != kind || outcome.exit_code != exit_code || outcome.live_objects != 0) {
        fprintf(stderr, "host_runs: %s: outcome %d, exit code %d, %zu objects left: %s\n",
                argument == NULL ? "hello" : argument, outcome.kind, outcome.exit_code, outcome.live_objects,
                outcome.reason);
        exit(1);
    }
    wasigpu_run_delete(run);
}

static void *
run_some(void *env)
{
    const struct guests *guests = env;
    for (int i = 0; i < RUNS_A_THREAD; i++)
        expect(guests, guests->hello, NULL, WASIGPU_OUTCOME_EXITED, 0);
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

    expect(&guests, guests.hello, NULL, WASIGPU_OUTCOME_EXITED, 0);
    expect(&guests, guests.hostile, "bad_handle", WASIGPU_OUTCOME_TRAPPED, 0);
    expect(&guests, guests.hostile, "trap_in_pass", WASIGPU_OUTCOME_TRAPPED, 0);
    expect(&guests, guests.hostile, "exit_in_pass", WASIGPU_OUTCOME_EXITED, 7);
    expect(&guests, guests.hostile, "trap_in_map", WASIGPU_OUTCOME_TRAPPED, 0);
    expect(&guests, guests.hostile, "exit_in_map", WASIGPU_OUTCOME_EXITED, 7);
    expect(&guests, guests.hostile, "realloc_traps", WASIGPU_OUTCOME_TRAPPED, 0);
    expect(&guests, guests.hostile_async, "drop_what_is_lent", WASIGPU_OUTCOME_TRAPPED,
           0); /* by a call under way */
    expect(&guests, guests.hostile_async, "many_subtasks", WASIGPU_OUTCOME_EXITED, 0); /* which are left so */
    expect(&guests, guests.hello, NULL, WASIGPU_OUTCOME_EXITED, 0);
    side_by_side(&guests);

    wasigpu_module_delete(guests.hostile_async);
    wasigpu_module_delete(guests.hostile);
    wasigpu_module_delete(guests.hello);
    wasigpu_host_delete(guests.host);
    return 0;
}
