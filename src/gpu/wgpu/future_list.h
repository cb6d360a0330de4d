/* Futures in order. One is in one list at a time. */
#ifndef GPU_WGPU_FUTURE_LIST_H
#define GPU_WGPU_FUTURE_LIST_H

struct gpu_wgpu_future;

/* Begins zeroed. */
struct gpu_wgpu_future_list {
    struct gpu_wgpu_future *first; /* linked by `behind` */
    struct gpu_wgpu_future *last;
};

void gpu_wgpu_future_list_append(struct gpu_wgpu_future_list *list, struct gpu_wgpu_future *future);
/* Of one that is in it. */
void gpu_wgpu_future_list_remove(struct gpu_wgpu_future_list *list, struct gpu_wgpu_future *future);

#endif
