/* A forest to walk rows down, as both of the GPU's predictors have it. */
#ifndef FOREST_WALK_GPU_HPP
#define FOREST_WALK_GPU_HPP

#include "gpu.hpp"
#include "walk_forest.hpp"

namespace forest
{

/* An array of `Node` (predict.wgsl.hpp, walk.wgsl.hpp), and one of WalkTree. */
struct GpuWalk {
    wasi::webgpu::Buffer nodes, trees;
    uint32_t tree_count = 0, features = 0, outputs = 0;
};

/* Uploads the forest, over the one before it: groups that bind that are gone already. `most`: bytes of a
 * buffer. */
std::optional<Error> upload(const Gpu &gpu, const WalkForest &forest, uint64_t most, GpuWalk &out);

} // namespace forest

#endif
