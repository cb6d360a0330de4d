/* One core-wasm value as the engine passes it; src/engine asserts that the layouts are the same. */
#ifndef ABI_SLOT_H
#define ABI_SLOT_H

#include <stdint.h>

/* Little-endian, as linear memory is: the low bits of an i64 are read by `i32` or `f32` in place. */
union abi_slot {
    int32_t i32;
    uint32_t u32;
    int64_t i64;
    uint64_t u64;
    float f32;
    double f64;
    uint8_t v128[16];
};

#endif
