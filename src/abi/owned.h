/* The own handles that a call has lifted: a list in the call's arena. Private to this room. */
#ifndef ABI_OWNED_H
#define ABI_OWNED_H

#include "abi/table.h"

struct abi_owned {
    struct abi_owned *next; /* lifted before this one */
    const struct abi_resource *type;
    void *object;
};

#endif
