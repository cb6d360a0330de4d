#include "leaf_finder_gpu.hpp"

#include <bit>
#include <cstring>

#include "find_leaves.wgsl.hpp"
#include "tree_nodes.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

/* Codes are uploaded as they are, two in a word. */
static_assert(std::endian::native == std::endian::little);

namespace
{

constexpr uint32_t workgroup_size = 64;

/* As `Rows` in the program begins. */
constexpr size_t head_words = 3;

} // namespace

GpuLeafFinder::GpuLeafFinder(const Gpu &gpu)
    : gpu_(gpu), layout_(gpu.device,
                         {{0, gpu::BufferBindingType::ReadOnlyStorage}, {1, gpu::BufferBindingType::Storage}})
{
}

void GpuLeafFinder::compile(const NodeFormat &nodes)
{
    if ((pipeline_ || request_) && nodes == nodes_)
        return;
    nodes_ = nodes;
    pipeline_ = {};
    request_.emplace(gpu_, std::string(tree_nodes_wgsl) + nodes.program + find_leaves_wgsl, "find_leaves",
                     layout_);
}

std::optional<Error> GpuLeafFinder::load(const Walkers &walkers, const gpu::Buffer &trees, uint32_t leaves)
{
    if (auto error = finish(request_, pipeline_))
        return error;
    rows_ = walkers.rows;
    words_.resize(head_words + (walkers.codes.size() + 1) / 2);
    words_[0] = rows_;
    words_[1] = static_cast<uint32_t>(walkers.codes.size() / rows_);
    words_[2] = leaves;
    std::memcpy(&words_[head_words], walkers.codes.data(), walkers.codes.size() * sizeof(uint16_t));
    using enum gpu::BufferUsage;
    resize(gpu_, samples_, words_.size() * sizeof(uint32_t), Storage | CopyDst, {&group_});
    if (!gpu_.queue.write_buffer(samples_, 0, words_))
        return Error{"GPU: " + samples_.error()};
    group_ = gpu::BindGroup(gpu_.device, layout_, {{0, samples_}, {1, trees}});
    if (!group_)
        return Error{"GPU: " + group_.error()};
    return std::nullopt;
}

void GpuLeafFinder::record(gpu::CommandEncoder &commands, uint32_t trees)
{
    dispatch(commands, "find_leaves", pipeline_, group_, (rows_ + workgroup_size - 1) / workgroup_size,
             trees);
}

} // namespace forest
