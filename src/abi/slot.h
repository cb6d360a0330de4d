/* One core-wasm value as the engine passes it; src/engine asserts that the layouts are the same. */
#ifndef ABI_SLOT_H
#define ABI_SLOT_H

#include <stdint.h>

union abi_slot {
    int32_t i32;
    int64_t i64;
    float f32;
    double f64;
    uint8_t v128[16];
};

#endif
