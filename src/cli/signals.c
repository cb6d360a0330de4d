/* What ends a run from outside.
 *
 * The library ends guest code and waits for the GPU. It cannot end a guest that sleeps or reads in WASI, nor
 * a driver that does not come back: for those there is an alarm, and the process leaves without tidying up.
 *
 * A handler may run in any thread, a driver's too, while the main one goes on.
 */
#include "cli/signals.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/report.h"

#define GRACE_NS UINT64_C(500000000)
#define SECOND_NS UINT64_C(1000000000)
#define HURRY_NS (4 * SECOND_NS) /* a GPU that is busy gets two of them */

enum { NOT_SETTLED = -1 };

/* Written before the handlers are there. */
static char late_text[512]; /* what to say of a guest that is still there */
static char interrupted_text[512];

static _Atomic(wasigpu_run_t *) watched;  /* NULL: there is none, or it may be gone */
static _Atomic(wasigpu_trace_t *) traced; /* NULL: nothing is */
static atomic_int handlers;               /* that are under way */
static atomic_int settled_code = NOT_SETTLED;
static atomic_bool interrupted;

static void
set_alarm(uint64_t after_ns)
{
    const struct itimerval timer = {
        .it_value = {.tv_sec = (time_t)(after_ns / SECOND_NS),
                     .tv_usec = (suseconds_t)(after_ns % SECOND_NS / 1000)},
    };
    setitimer(ITIMER_REAL, &timer, NULL);
}

/* How it has ended is known, and has been said: no more to say. */
static void
leave_if_settled(void)
{
    const int code = atomic_load(&settled_code);
    if (code != NOT_SETTLED)
        _exit(code);
}

static void
leave(const char *text, int code)
{
    const ssize_t written = write(STDERR_FILENO, text, strlen(text));
    (void)written;
    wasigpu_trace_t *trace = atomic_load(&traced);
    if (trace != NULL)
        wasigpu_trace_finish(trace);
    _exit(code);
}

static void
on_interrupt(int signal_number)
{
    (void)signal_number;
    leave_if_settled();
    if (atomic_exchange(&interrupted, true))
        leave(interrupted_text, CLI_EXIT_INTERRUPTED);
    atomic_fetch_add(&handlers, 1);
    wasigpu_run_t *run = atomic_load(&watched);
    if (run != NULL) {
        wasigpu_run_interrupt(run);
        set_alarm(SECOND_NS);
    }
    atomic_fetch_sub(&handlers, 1);
}

static void
on_alarm(int signal_number)
{
    (void)signal_number;
    leave_if_settled();
    if (atomic_load(&interrupted))
        leave(interrupted_text, CLI_EXIT_INTERRUPTED);
    leave(late_text, CLI_EXIT_TIME);
}

static void
handle(int signal_number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART | SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

void
cli_signals_watch(wasigpu_run_t *run, const char *path)
{
    snprintf(late_text, sizeof late_text, "wasigpu: %.400s: time is up\n", path);
    snprintf(interrupted_text, sizeof interrupted_text, "wasigpu: %.400s: interrupted\n", path);
    atomic_store(&watched, run);
    handle(SIGALRM, on_alarm);
    struct sigaction before;
    if (sigaction(SIGINT, NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* as under nohup */
        handle(SIGINT, on_interrupt);
}

void
cli_signals_trace(wasigpu_trace_t *trace)
{
    atomic_store(&traced, trace);
}

void
cli_signals_limit(uint64_t timeout_ns)
{
    if (timeout_ns < UINT64_MAX - GRACE_NS)
        set_alarm(timeout_ns + GRACE_NS);
}

void
cli_signals_settle(int code)
{
    atomic_store(&settled_code, code);
    atomic_store(&watched, NULL);
    while (atomic_load(&handlers) != 0)
        sched_yield();
    set_alarm(0);
}

void
cli_signals_hurry(void)
{
    set_alarm(HURRY_NS);
}

void
cli_signals_unwatch(void)
{
    set_alarm(0);
    struct sigaction now;
    if (sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == on_interrupt)
        handle(SIGINT, SIG_DFL);
}
