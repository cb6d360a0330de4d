/* What the tests of chained structs share. */
#ifndef CHAIN_H
#define CHAIN_H

#include "rule.h"

static WGPUChainedStruct unknown = {.next = NULL, .sType = (WGPUSType)0x7fff1234};

/* Where a chain can begin in something that is valid without. */
struct link {
    const char *what;
    WGPUChainedStruct **place;
};

#endif
