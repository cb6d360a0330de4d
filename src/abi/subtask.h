/* Subtasks: async-lowered calls that have not ended at once. CanonicalABI.md, "Subtask State", "canon
 * lower", "canon subtask.cancel" and "canon subtask.drop". */
#ifndef ABI_SUBTASK_H
#define ABI_SUBTASK_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/call.h"

struct abi_lend;
struct abi_pending;

enum abi_subtask_state {
    ABI_SUBTASK_STARTING, /* never here: a host function starts at once */
    ABI_SUBTASK_STARTED,
    ABI_SUBTASK_RETURNED,
    ABI_SUBTASK_CANCELLED_BEFORE_STARTED, /* never here, likewise */
    ABI_SUBTASK_CANCELLED_BEFORE_RETURNED,
};

/* Stores the result of a finished operation where the guest wants it. False: trapped. */
typedef bool (*abi_lower)(struct abi_call *call, struct abi_pending *op);

/* What an async-lowered call sets call->lends to at its start: from then on it notes what it borrows. */
extern const struct abi_lend abi_no_lends;

/* The end of such a call: takes `op` over, which has been started. If it is done its result is lowered; else
 * it becomes a subtask, to which the borrowed handles of the call are lent. `lower` is NULL where there is no
 * result. */
bool abi_subtask_start(struct abi_call *call, struct abi_pending *op, abi_lower lower, union abi_slot *slots);

/* Resolves it at once: as returned if its operation is done, else as cancelled; then the operation runs on
 * for nobody. */
bool abi_subtask_cancel(struct abi_call *call, uint32_t handle, bool async, uint32_t *state);

bool abi_subtask_drop(struct abi_call *call, uint32_t handle);

#endif
