/* A forest as the GPU's trainer leaves it.
 *
 * Words of 32 bits. The first are the trees' roots: where in the words each tree begins. A node is two words:
 *   inner: feature << 16 | cut, and the number of its left child, counted from its tree's root; the right one
 *          is the next;
 *   leaf:  leaf_flag | count, and the sum of its targets. */
#ifndef FOREST_GPU_FOREST_HPP
#define FOREST_GPU_FOREST_HPP

#include <optional>
#include <span>

#include "forest.hpp"
#include "result.hpp"

namespace forest
{

inline constexpr uint32_t leaf_flag = 0x80000000u;

/* Adds the trees to the forest. A wrong word is found, not followed: the error names the tree. */
std::optional<Error> add_trees(std::span<const uint32_t> words, uint32_t trees, uint32_t depth,
                               Forest &forest);

} // namespace forest

#endif
