/* Asynchronous operations of every kind, and how each ended. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "rule.h"

/* What has come back, of whatever kind of operation. */
struct outcome {
    int calls;
    int status;
    bool has_object;
    bool has_message;
};

/* Each notes in `outcome` what it is called back with, and releases the object that comes. */
WGPUFuture ask_adapter(WGPUCallbackMode mode, struct outcome *outcome);
WGPUFuture ask_device(WGPUCallbackMode mode, WGPUAdapter adapter, struct outcome *outcome);
WGPUFuture ask_work(WGPUCallbackMode mode, struct outcome *outcome);
WGPUFuture ask_map(WGPUCallbackMode mode, WGPUBuffer buffer, struct outcome *outcome);

/* Of an error scope that has caught nothing. */
WGPUFuture ask_scope(WGPUCallbackMode mode, struct outcome *outcome);

/* Of a pipeline whose layout and module are gone when this returns; of a module that is. */
WGPUFuture ask_pipeline(WGPUCallbackMode mode, struct outcome *outcome);
WGPUFuture ask_info(WGPUCallbackMode mode, struct outcome *outcome);

/* A buffer to map and read. */
WGPUBuffer staging(void);

#endif
