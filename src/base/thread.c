#include "base/thread.h"

#include <signal.h>

int
base_thread_start(pthread_t *thread, void *(*run)(void *env), void *env)
{
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* a thread inherits it */
    const int failed = pthread_create(thread, NULL, run, env);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}
