/* A program as a user of the installed library has one: runs a guest, and calls Wasmtime beside it. */
#include <stdio.h>

#include <wasmtime.h>

#include <wasigpu/wasigpu.h>

static int
failed(wasigpu_error_t *error)
{
    fprintf(stderr, "program: %s\n", wasigpu_error_message(error));
    wasigpu_error_delete(error);
    return 1;
}

int
main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    printf("version %s\n", wasigpu_version());

    wasigpu_host_t *host = NULL;
    wasigpu_module_t *module = NULL;
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome = {.exit_code = 1};
    wasigpu_error_t *error = wasigpu_host_new(NULL, &host);
    if (error == NULL)
        error = wasigpu_module_load(host, argv[1], false, &module);
    if (error == NULL)
        error = wasigpu_run_new(host, module, &run);
    if (error == NULL)
        error = wasigpu_run_start(run, &outcome);

    if (host != NULL) { /* the engine is Wasmtime's own, and so is what is made in it */
        wasmtime_store_t *store = wasmtime_store_new(wasigpu_host_engine(host), NULL, NULL);
        printf("store %s\n", store != NULL ? "made" : "missing");
        wasmtime_store_delete(store);
    }
    wasigpu_run_delete(run);
    wasigpu_module_delete(module);
    wasigpu_host_delete(host);
    return error != NULL ? failed(error) : outcome.exit_code;
}
