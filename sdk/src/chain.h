/* Chained structs. Follows webgpu.h, "Struct-Chaining". */
#ifndef SDK_CHAIN_H
#define SDK_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include <webgpu/webgpu.h>

/* Whether a chain is empty, or has one struct of the type that its place allows; false: the one too many is
 * noted as a reason. */
bool sdk_chain_has_only(const WGPUChainedStruct *chain, WGPUSType type);

/* Whether a chain is empty, as it must be where the header defines no struct; false: as above. */
bool sdk_chain_is_empty(const WGPUChainedStruct *chain);

#endif
