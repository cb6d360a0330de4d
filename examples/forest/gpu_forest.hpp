/* A forest as the GPU has it: what its trainer makes and its predictor walks.
 *
 * Words of 32 bits. The first are the trees' roots: where in the words each tree begins. A node is two words:
 *   inner: feature << 16 | cut, and the number of its left child, counted from its tree's root; the right one
 *          is the next;
 *   leaf:  leaf_flag | count, and the sum of its targets. */
#ifndef FOREST_GPU_FOREST_HPP
#define FOREST_GPU_FOREST_HPP

#include <span>

#include <webgpu/webgpu.hpp>

#include "model.hpp"
#include "result.hpp"

namespace forest
{

inline constexpr uint32_t leaf_flag = 0x80000000u;

struct GpuForest {
    wasi::webgpu::Buffer words;
    uint32_t trees = 0;
};

std::vector<uint32_t> to_words(const Forest &forest);

/* Adds the trees to the forest. A wrong word is found, not followed: the error names the tree. */
std::optional<Error> add_trees(std::span<const uint32_t> words, uint32_t trees, uint32_t depth,
                               Forest &forest);

} // namespace forest

#endif
