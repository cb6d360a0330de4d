/* What the host writes to a future or a stream, as seen from the guest's end: values that are there, or are
 * still to come. A future's supply holds one. */
#ifndef ABI_SUPPLY_H
#define ABI_SUPPLY_H

#include <stdbool.h>
#include <stdint.h>

struct abi_source;

struct abi_supply {
    struct abi_source *source; /* what makes progress while the guest waits; NULL: nothing has to */
    /* How many values can be taken now, which only the guest's thread does; any other may add some in the
     * meantime. *ended: there will be no more than these. */
    uint32_t (*ready)(struct abi_supply *supply, bool *ended);
    /* The next value, one that is ready: an owner's reference. NULL: the host is out of memory. */
    void *(*take)(struct abi_supply *supply);
    /* The guest reads no more. */
    void (*release)(struct abi_supply *supply);
};

#endif
