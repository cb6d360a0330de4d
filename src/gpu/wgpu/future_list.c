/* Doubly linked, so that any future leaves its list at once. */
#include "gpu/wgpu/future_list.h"

#include <stddef.h>

#include "gpu/wgpu/future.h"

void
gpu_wgpu_future_list_append(struct gpu_wgpu_future_list *list, struct gpu_wgpu_future *future)
{
    future->list = list;
    future->before = list->last;
    future->behind = NULL;
    *(list->last != NULL ? &list->last->behind : &list->first) = future;
    list->last = future;
}

void
gpu_wgpu_future_list_remove(struct gpu_wgpu_future_list *list, struct gpu_wgpu_future *future)
{
    *(future->before != NULL ? &future->before->behind : &list->first) = future->behind;
    *(future->behind != NULL ? &future->behind->before : &list->last) = future->before;
}
