/* Runs of real guests through the library, each held to its outcome: the process exits with 1 at the first
 * that is not as it should be. Written for the embedder's view: only include/wasigpu is used. */
#ifndef TESTS_GUESTS_HOST_SUPPORT_H
#define TESTS_GUESTS_HOST_SUPPORT_H

#include <stdio.h>
#include <stdlib.h>

#include <wasigpu/wasigpu.h>

static inline void
end_on(wasigpu_error_t *error)
{
    if (error == NULL)
        return;
    fprintf(stderr, "%s\n", wasigpu_error_message(error));
    exit(1);
}

/* Runs `module` for `timeout_ns` at most, with one argument behind its name; NULL: with none. */
static inline void
expect(wasigpu_host_t *host, const wasigpu_module_t *module, const char *argument, uint64_t timeout_ns,
       wasigpu_outcome_kind_t kind, int exit_code)
{
    const char *const args[] = {"guest", argument};
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome;
    end_on(wasigpu_run_new(host, module, &run));
    end_on(wasigpu_run_set_args(run, argument == NULL ? 1 : 2, args));
    wasigpu_run_set_timeout(run, timeout_ns);
    end_on(wasigpu_run_start(run, &outcome));
    if (outcome.kind != kind || outcome.exit_code != exit_code || outcome.live_objects != 0) {
        fprintf(stderr, "%s: outcome %d, exit code %d, %zu objects left: %s\n",
                argument == NULL ? "without arguments" : argument, outcome.kind, outcome.exit_code,
                outcome.live_objects, outcome.reason);
        exit(1);
    }
    wasigpu_run_delete(run);
}

#endif
