/* A file for a trace, which is there during a test: setup and teardown. */
#ifndef TRACE_PATH_H
#define TRACE_PATH_H

#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/trace.XXXXXX";

static int
make_path(void **state)
{
    (void)state;
    const int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int
remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

#endif
