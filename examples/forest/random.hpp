/* Random numbers without a state: each is a hash of what it is drawn for.
 *
 * So any thread draws any of them in any order, on any device: 32-bit integers only, and the same lines
 * in WGSL (score.wgsl.hpp). */
#ifndef FOREST_RANDOM_HPP
#define FOREST_RANDOM_HPP

#include <cstdint>

namespace forest
{

/* A bijection of 32 bits in which every input bit moves every output bit: MurmurHash3's finaliser. */
constexpr uint32_t mix(uint32_t x)
{
    x ^= x >> 16;
    x *= 0x85ebca6bu;
    x ^= x >> 13;
    x *= 0xc2b2ae35u;
    return x ^ (x >> 16);
}

/* The hash of a sequence, one value at a time. */
constexpr uint32_t chain(uint32_t hash, uint32_t value)
{
    return mix(hash + value + 0x9e3779b9u);
}

/* What the draws of one tree's bootstrap rows start from, and those of its nodes' features. */
constexpr uint32_t rows_key(uint32_t seed, uint32_t tree)
{
    return chain(chain(chain(0, seed), tree), 1);
}

constexpr uint32_t features_key(uint32_t seed, uint32_t tree)
{
    return chain(chain(chain(0, seed), tree), 2);
}

/* The row that draw number `draw` picks. */
constexpr uint32_t draw_row(uint32_t rows_key, uint32_t draw, uint32_t rows)
{
    return chain(rows_key, draw) % rows;
}

/* A node looks at the features in ascending order of their ranks, which are as good as shuffled;
 * equal ranks go by the feature's number. `begin` is where the node's rows begin: with the level it
 * names the node. */
constexpr uint32_t node_key(uint32_t features_key, uint32_t level, uint32_t begin)
{
    return chain(chain(features_key, level), begin);
}

constexpr uint32_t feature_rank(uint32_t node_key, uint32_t feature)
{
    return chain(node_key, feature);
}

} // namespace forest

#endif
