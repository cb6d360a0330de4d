/* Chained structs. Follows webgpu.h, "Struct-Chaining". */
#ifndef SDK_CHAIN_H
#define SDK_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include <webgpu/webgpu.h>

/* Whether a chain is empty, or has one struct of the type that its place allows. */
static inline bool
sdk_chain_has_only(const WGPUChainedStruct *chain, WGPUSType type)
{
    return chain == NULL || (chain->sType == type && chain->next == NULL);
}

#endif
