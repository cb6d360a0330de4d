/* Floats as integers in the same order, on the CPU and in WGSL. Integers are compared exactly everywhere: of
 * floats a GPU may flush the smallest. */
#ifndef FOREST_KEY_HPP
#define FOREST_KEY_HPP

#include <bit>
#include <cstdint>

namespace forest
{

/* -0 is 0. */
constexpr uint32_t key_of(float value)
{
    const uint32_t sign = 0x80000000u;
    const uint32_t bits = std::bit_cast<uint32_t>(value);
    return bits > sign ? ~bits : bits | sign;
}

constexpr float float_of(uint32_t key)
{
    const uint32_t sign = 0x80000000u;
    return std::bit_cast<float>((key & sign) != 0 ? key & ~sign : ~key);
}

inline constexpr char key_wgsl[] = R"(
fn key_of(bits: u32) -> u32 {
    return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);
}
)";

} // namespace forest

#endif
