/* Native objects that a callback was given and nobody is left to have. Libraries hold their locks around some
 * callbacks, so that none may release anything: it is left here, for a thread that runs none. */
#ifndef GPU_LEFTOVER_H
#define GPU_LEFTOVER_H

/* The first member of what is left. */
struct gpu_leftover {
    struct gpu_leftover *next;
    void (*release)(struct gpu_leftover *self);
};

/* Any thread. `self` is released by the next sweep. */
void gpu_leave(struct gpu_leftover *self);

/* Any thread, outside of callbacks. */
void gpu_sweep(void);

#endif
