/* Waiting for the host: always on the guest's own thread, in slices, each with a look at the instance's
 * deadline and its interrupt. What it asks never spins where the driver needs the core: gpu/awake.h. */
#ifndef ABI_WAIT_H
#define ABI_WAIT_H

#include <stdbool.h>

#include "abi/call.h"

struct abi_pending;
struct abi_waitable;

/* Whether no wait of an instance may last any longer. `instance` is a struct abi_instance. */
bool abi_wait_stops(void *instance);

/* Until `op` is done. False: traps INTERRUPTED, and `op` has been abandoned. */
bool abi_wait_one(struct abi_call *call, struct abi_pending *op);

/* Until one of the waitables from `first` on has an event. False: traps INTERRUPTED, or DEADLOCK where
 * nothing that runs could give one of them an event. */
bool abi_wait_any(struct abi_call *call, struct abi_waitable *first);

/* Lets everything that the waitables wait for make progress, once, without waiting. */
void abi_wait_poll(struct abi_instance *instance, const struct abi_waitable *first);

/* For a moment, whatever is under way. */
void abi_wait_moment(const struct abi_instance *instance);

#endif
