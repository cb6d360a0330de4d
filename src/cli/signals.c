/* What ends a run from outside.
 *
 * The library ends guest code and waits for the GPU. It cannot end a guest that sleeps or reads in WASI, nor
 * a driver that does not come back: for those there is an alarm, and the process leaves without tidying up.
 */
#include "cli/signals.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/report.h"

#define GRACE_NS UINT64_C(500000000)
#define SECOND_NS UINT64_C(1000000000)

/* Written before the handlers are there, but for `interrupted`. */
static wasigpu_run_t *watched;
static char late_text[512]; /* what to say of a guest that is still there */
static volatile sig_atomic_t interrupted;

static void
set_alarm(uint64_t after_ns)
{
    const struct itimerval timer = {
        .it_value = {.tv_sec = (time_t)(after_ns / SECOND_NS),
                     .tv_usec = (suseconds_t)(after_ns % SECOND_NS / 1000)},
    };
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void
on_interrupt(int signal_number)
{
    (void)signal_number;
    if (interrupted)
        _exit(CLI_EXIT_INTERRUPTED);
    interrupted = true;
    wasigpu_run_interrupt(watched);
    set_alarm(SECOND_NS);
}

static void
on_alarm(int signal_number)
{
    (void)signal_number;
    if (interrupted)
        _exit(CLI_EXIT_INTERRUPTED);
    const ssize_t written = write(STDERR_FILENO, late_text, strlen(late_text));
    (void)written;
    _exit(CLI_EXIT_TIME);
}

static void
handle(int signal_number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

void
cli_signals_watch(wasigpu_run_t *run)
{
    watched = run;
    handle(SIGALRM, on_alarm);
    struct sigaction before;
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* as under nohup */
        handle(SIGINT, on_interrupt);
}

void
cli_signals_limit(const char *path, uint64_t timeout_ns)
{
    snprintf(late_text, sizeof late_text, "wasigpu: %.400s: time is up\n", path);
    if (timeout_ns < UINT64_MAX - GRACE_NS)
        set_alarm(timeout_ns + GRACE_NS);
}
