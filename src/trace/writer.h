/* The thread that writes a trace's file: what guests record, as they record it. */
#ifndef TRACE_WRITER_H
#define TRACE_WRITER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "trace/file.h"
#include "trace/guests.h"
#include "trace/outlet.h"
#include "wasigpu/error.h"

struct trace_writer {
    struct trace_guests *guests;
    char *path;             /* NULL: there is none */
    struct trace_file file; /* the thread's */
    atomic_int failed;      /* its errno */
    struct trace_reader reader;
    atomic_bool finishing;
    pthread_t thread;
};

/* Makes the file, and starts. Not started, it is zeroed, or as an error leaves it. */
wasigpu_error_t *trace_writer_start(struct trace_writer *writer, const char *path,
                                    struct trace_guests *guests);

/* What there is goes into the file, which is closed; later records are dropped. Waits for that, but no longer
 * than two seconds. Also in a signal handler, for it takes no lock; and where none has been started. */
void trace_writer_finish(struct trace_writer *writer);

/* And waits for its end. */
void trace_writer_stop(struct trace_writer *writer);

/* There is a thread that looks at the guests: it deletes those that are gone. */
bool trace_writer_reads(const struct trace_writer *writer);

/* NULL, or why not all is in the file, which lacks `lost` records. */
wasigpu_error_t *trace_writer_check(const struct trace_writer *writer, uint64_t lost);

#endif
