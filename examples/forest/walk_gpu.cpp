#include "walk_gpu.hpp"

#include <cstddef>

namespace forest
{

namespace gpu = wasi::webgpu;

/* Trees are copied as they are. */
static_assert(sizeof(WalkTree) == 8 && offsetof(WalkTree, output) == 4);

namespace
{

/* As `Node` in the programs. */
struct GpuNode {
    uint32_t step, feature_or_whole, key_or_fraction;
};

std::vector<GpuNode> nodes_of(const WalkForest &forest)
{
    std::vector<GpuNode> out(forest.nodes.size());
    for (size_t i = 0; i < out.size(); i++) {
        const WalkNode &node = forest.nodes[i];
        const Vote leaf = forest.leaves[i];
        out[i] = node.is_leaf() ? GpuNode{0, leaf.whole, leaf.fraction}
                                : GpuNode{node.step, node.feature, node.key};
    }
    return out;
}

} // namespace

std::optional<Error> upload(const Gpu &gpu, const WalkForest &forest, uint64_t most, GpuWalk &out)
{
    using enum gpu::BufferUsage;
    const uint64_t bytes = forest.nodes.size() * sizeof(GpuNode);
    if (bytes > most)
        return Error{"GPU: the forest takes " + std::to_string(bytes) + " bytes, a buffer " +
                     std::to_string(most) + " at most: predict with --device cpu"};
    resize(gpu, out.nodes, bytes, Storage | CopyDst);
    out.tree_count = static_cast<uint32_t>(forest.trees.size());
    out.features = forest.features;
    out.outputs = forest.outputs;
    resize(gpu, out.trees, forest.trees.size() * sizeof(WalkTree), Storage | CopyDst);
    if (!gpu.queue.write_buffer(out.nodes, 0, nodes_of(forest)) ||
        !gpu.queue.write_buffer(out.trees, 0, forest.trees))
        return Error{"GPU: " + out.nodes.error() + out.trees.error()};
    return std::nullopt;
}

} // namespace forest
