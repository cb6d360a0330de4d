/* Chained structs that are not for their place. */
#include "chain.h"

#include "reason.h"

bool
sdk_chain_is_empty(const WGPUChainedStruct *chain)
{
    return chain == NULL || sdk_unknown("struct in a chain, sType", chain->sType);
}

bool
sdk_chain_has_only(const WGPUChainedStruct *chain, WGPUSType type)
{
    return sdk_chain_is_empty(chain != NULL && chain->sType == type ? chain->next : chain);
}
