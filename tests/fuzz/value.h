/* Values for a guest's calls: made of a fuzzer's choices, laid out as the canonical ABI has it. Most are
 * valid, for only those come far; some are not, each in one of the ways that CanonicalABI.md traps at. */
#ifndef FUZZ_VALUE_H
#define FUZZ_VALUE_H

#include "fuzz/guest.h"
#include "fuzz/shape.h"

/* Into shape->flat slots. CanonicalABI.md, "Flat Lowering". */
void fuzz_value_flat(struct fuzz_guest *guest, const struct fuzz_shape *shape, union abi_slot *slots);

/* Into the guest's memory, where there is room. "Storing". */
void fuzz_value_store(struct fuzz_guest *guest, const struct fuzz_shape *shape, uint32_t ptr);

/* A number of a kind that hosts get wrong, or a small one. */
uint64_t fuzz_value_number(struct fuzz_guest *guest);

#endif
