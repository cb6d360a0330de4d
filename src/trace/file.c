/* A trace's file. Trace Event Format, "JSON Array Format": the closing bracket may be missing, so that
 * whatever ends the process leaves a file that can be read.
 *
 * Where the disk is full, what was written of a last event is taken back. */
#include "trace/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write.h"

#define BUFFER_SIZE (UINT64_C(1) << 20) /* for the kernel takes much at a time sooner */

static const char opening[] = "[\n";
static const char closing[] = "\n]\n";

wasigpu_error_t *
trace_file_open(struct trace_file *file, const char *path)
{
    *file = (struct trace_file){.text = {.capacity = BUFFER_SIZE + TRACE_EVENT_MAX}};
    file->text.data = malloc(file->text.capacity);
    if (file->text.data == NULL)
        return base_error_new("out of memory");
    file->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file->fd < 0) {
        wasigpu_error_t *error = base_error_new("cannot write %s: %s", path, strerror(errno));
        free(file->text.data);
        return error;
    }
    struct stat status;
    file->regular = fstat(file->fd, &status) == 0 && S_ISREG(status.st_mode);
    TRACE_TEXT_LITERAL(&file->text, opening);
    return NULL;
}

void
trace_file_make_room(struct trace_file *file)
{
    if (file->text.size > BUFFER_SIZE)
        trace_file_flush(file);
}

static void
take_back(struct trace_file *file)
{
    if (file->regular && ftruncate(file->fd, (off_t)file->size) == 0)
        lseek(file->fd, (off_t)file->size, SEEK_SET);
}

void
trace_file_flush(struct trace_file *file)
{
    if (file->error == 0) {
        file->error = base_write(file->fd, (struct base_bytes){file->text.data, file->text.size});
        if (file->error == 0)
            file->size += file->text.size;
        else
            take_back(file);
    }
    file->text.size = 0;
}

void
trace_file_close(struct trace_file *file)
{
    trace_file_flush(file);
    const int error = base_write(file->fd, (struct base_bytes){closing, sizeof closing - 1});
    if (file->error == 0)
        file->error = error;
    if (close(file->fd) != 0 && file->error == 0)
        file->error = errno;
    free(file->text.data);
    file->text.data = NULL;
}
