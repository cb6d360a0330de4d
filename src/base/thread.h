/* Threads of our own. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>

/* pthread_create for a thread that no signal is ever handled in: these are for the program's own threads, and
 * a handler that waits for ours must not be in it. 0, or an errno. */
int base_thread_start(pthread_t *thread, void *(*run)(void *env), void *env);

#endif
