/* A trace's file: a JSON array that grows by whole events, so that it can be read wherever it ends. */
#ifndef TRACE_FILE_H
#define TRACE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "trace/text.h"
#include "wasigpu/error.h"

/* What one event takes at most. */
#define TRACE_EVENT_MAX 4096

struct trace_file {
    int fd;
    int error;              /* an errno: it takes no more; 0: it does */
    bool regular;           /* what it has got half of can be taken back */
    uint64_t size;          /* whole events */
    struct trace_text text; /* whole events that are not in it yet */
};

/* Makes it, or empties the one that is there. */
wasigpu_error_t *trace_file_open(struct trace_file *file, const char *path);

/* There is room in `file->text` for an event, which starts with TRACE_EVENT_START. */
void trace_file_make_room(struct trace_file *file);
#define TRACE_EVENT_START ",\n"

/* What is in `file->text` goes into the file. */
void trace_file_flush(struct trace_file *file);

/* With a closing bracket. file->error says whether all is in it. */
void trace_file_close(struct trace_file *file);

#endif
