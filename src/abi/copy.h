/* Futures and streams: their ends, and copies from one to the other. CanonicalABI.md, "Buffer State",
 * "Stream State", "Future State", "canon {stream,future}.{new,read,write}", "...cancel-{read,write}" and
 * "...drop-{readable,writable}".
 *
 * What passes are own handles. Those of the host's futures and streams come from a supply. A guest can make
 * a pair of ends too; but both are in one instance then, between whose ends nothing but numbers may pass
 * ("temporary", says the specification): so a read that meets a write traps. */
#ifndef ABI_COPY_H
#define ABI_COPY_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/call.h"
#include "abi/supply.h"

/* One for all futures, or all streams, of one element type. */
struct abi_copy_type {
    struct abi_resource readable; /* whose drop is abi_copy_drop_end, as is that of: */
    struct abi_resource writable;
    const struct abi_resource *element;
    bool stream;
};

enum abi_copy_result { ABI_COPY_COMPLETED, ABI_COPY_DROPPED, ABI_COPY_CANCELLED };

void abi_copy_drop_end(void *object);

/* A readable end for the guest, of what the host writes. Takes `supply` over, on failure too; NULL means that
 * the host had no memory to make it. 0: trapped. */
uint32_t abi_lower_supply(struct abi_call *call, struct abi_supply *supply, const struct abi_copy_type *type);

/* The built-ins: parameters and result are in `slots`. `end` is the type's readable or writable one. False:
 * trapped. */
bool abi_copy_new(struct abi_call *call, union abi_slot *slots, const struct abi_copy_type *type);
bool abi_copy_read(struct abi_call *call, union abi_slot *slots, const struct abi_copy_type *type,
                   bool async);
bool abi_copy_write(struct abi_call *call, union abi_slot *slots, const struct abi_copy_type *type,
                    bool async);
bool abi_copy_cancel(struct abi_call *call, union abi_slot *slots, const struct abi_resource *end,
                     bool async);
bool abi_copy_drop(struct abi_call *call, union abi_slot *slots, const struct abi_resource *end);

#endif
