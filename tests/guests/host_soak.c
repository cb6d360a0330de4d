/* Guests again and again in one process: none of them leaves an object behind, and memory does not grow.
 *
 *     host_soak RUNS MAX_BYTES_A_RUN HELLO.wasm HOSTILE.wasm
 *
 * Most runs end well; the others trap or exit in the middle of something. The first quarter of the runs is
 * for what the library and the driver make once and keep: lavapipe takes some 40 runs for that. Then the
 * least memory of the second quarter is compared with the least of the last: threads of the driver that give
 * back late, as on a loaded machine, only make some samples larger, and what leaks makes all of them. What
 * has grown is measured again, for what leaks grows each time. MAX_BYTES_A_RUN is what a run may leave in
 * library and driver: see tests/guests/CMakeLists.txt. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <wasigpu/wasigpu.h>

#define HELLO_RUNS 4   /* of each round, beside one of each below */
#define SLACK 2097152L /* what memory goes up and down by itself */
#define ATTEMPTS 3

static const struct {
    const char *argument;
    wasigpu_outcome_kind_t kind;
    int exit_code;
} endings[] = {
    {"trap_in_pass", WASIGPU_OUTCOME_TRAPPED, 0}, {"exit_in_pass", WASIGPU_OUTCOME_EXITED, 7},
    {"trap_in_map", WASIGPU_OUTCOME_TRAPPED, 0},  {"exit_in_map", WASIGPU_OUTCOME_EXITED, 7},
    {"bad_handle", WASIGPU_OUTCOME_TRAPPED, 0},   {"realloc_traps", WASIGPU_OUTCOME_TRAPPED, 0},
};
#define ENDINGS (sizeof endings / sizeof endings[0])

static void
end_on(wasigpu_error_t *error)
{
    if (error == NULL)
        return;
    fprintf(stderr, "host_soak: %s\n", wasigpu_error_message(error));
    exit(1);
}

static void
run(wasigpu_host_t *host, const wasigpu_module_t *module, const char *argument, wasigpu_outcome_kind_t kind,
    int exit_code)
{
    const char *const args[] = {"guest", argument};
    wasigpu_run_t *run = NULL;
    wasigpu_outcome_t outcome;
    end_on(wasigpu_run_new(host, module, &run));
    end_on(wasigpu_run_set_args(run, argument == NULL ? 1 : 2, args));
    wasigpu_run_set_timeout(run, 60000000000);
    end_on(wasigpu_run_start(run, &outcome));
    if (outcome.kind != kind || outcome.exit_code != exit_code || outcome.live_objects != 0) {
        fprintf(stderr, "host_soak: %s: outcome %d, exit code %d, %zu objects left: %s\n",
                argument == NULL ? "hello" : argument, outcome.kind, outcome.exit_code, outcome.live_objects,
                outcome.reason);
        exit(1);
    }
    wasigpu_run_delete(run);
}

/* The process's memory that is there, in bytes. */
static long
resident(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*d %ld", &pages) != 1)
        exit(2);
    fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

/* Guests print to standard output: not ten thousand times. */
static void
silence(void)
{
    const int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
        exit(2);
    close(nowhere);
}

/* Runs so many; by how many bytes the process has grown from their second quarter to their last. */
static long
growth(wasigpu_host_t *host, const wasigpu_module_t *hello, const wasigpu_module_t *hostile, long runs)
{
    long least[4]; /* of each quarter */
    for (long i = 0; i < runs; i++) {
        const size_t turn = (size_t)i % (HELLO_RUNS + ENDINGS);
        if (turn < HELLO_RUNS)
            run(host, hello, NULL, WASIGPU_OUTCOME_EXITED, 0);
        else
            run(host, hostile, endings[turn - HELLO_RUNS].argument, endings[turn - HELLO_RUNS].kind,
                endings[turn - HELLO_RUNS].exit_code);
        const long now = resident();
        long *quarter = &least[i * 4 / runs];
        if (i == 0 || i * 4 / runs != (i - 1) * 4 / runs || now < *quarter)
            *quarter = now;
    }
    const long grown = least[3] - least[1];
    fprintf(stderr, "%ld runs; in the second quarter %ld KiB, in the last %ld KiB more: %ld bytes a run\n",
            runs, least[1] / 1024, grown / 1024, grown / (runs / 2));
    return grown;
}

int
main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: host_soak RUNS MAX_BYTES_A_RUN HELLO.wasm HOSTILE.wasm\n", stderr);
        return 2;
    }
    const long runs = strtol(argv[1], NULL, 10);
    const long most = SLACK + strtol(argv[2], NULL, 10) * (runs / 2);
    wasigpu_host_t *host;
    wasigpu_module_t *hello;
    wasigpu_module_t *hostile;
    silence();
    end_on(wasigpu_host_new(NULL, &host));
    end_on(wasigpu_module_load(host, argv[3], false, &hello));
    end_on(wasigpu_module_load(host, argv[4], false, &hostile));
    bool grows = true;
    for (int i = 0; grows && i < ATTEMPTS; i++)
        grows = growth(host, hello, hostile, runs) > most;
    wasigpu_module_delete(hostile);
    wasigpu_module_delete(hello);
    wasigpu_host_delete(host);
    return grows ? 1 : 0;
}
