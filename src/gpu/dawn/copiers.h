/* Threads that help with large copies: one core copies no faster than some 8 GB/s, which real GPUs outrun. */
#ifndef GPU_DAWN_COPIERS_H
#define GPU_DAWN_COPIERS_H

#include <stddef.h>

/* Rows of `size` bytes, each so many bytes behind the one before it. */
struct gpu_dawn_rows {
    char *to;
    const char *from;
    size_t to_pitch, from_pitch;
    size_t size;
    size_t count;
};

/* Who may call for help. The threads are there from the first call for it until the last has left. */
void gpu_dawn_copiers_join(void);
void gpu_dawn_copiers_leave(void);

/* Copies `rows`, which this thread does alone where they are few, where there are no other cores, and while
 * others are being helped. */
void gpu_dawn_copiers_copy(const struct gpu_dawn_rows *rows);
/* The same without help. */
void gpu_dawn_copy_rows(const struct gpu_dawn_rows *rows);

#endif
