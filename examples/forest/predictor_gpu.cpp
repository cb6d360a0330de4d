#include "predictor_gpu.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "key.hpp"
#include "predict.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

/* Values are uploaded as they are, and compared by their bits. */
static_assert(std::endian::native == std::endian::little);

namespace
{

constexpr uint32_t workgroup_size = 64;

/* As `Samples` in the program begins: rows, features, outputs. */
constexpr size_t head_words = 3;

} // namespace

GpuPredictor::GpuPredictor(const Gpu &gpu)
    : gpu_(gpu), layout_(gpu.device, {{0, gpu::BufferBindingType::ReadOnlyStorage},
                                      {1, gpu::BufferBindingType::ReadOnlyStorage},
                                      {2, gpu::BufferBindingType::ReadOnlyStorage},
                                      {3, gpu::BufferBindingType::Storage}}),
      request_(PipelineRequest(gpu, std::string(key_wgsl) + predict_wgsl, "predict", layout_))
{
}

std::optional<Error> GpuPredictor::load(const WalkForest &forest)
{
    group_ = {};
    return upload(gpu_, forest, gpu_.largest_buffer, walk_);
}

uint32_t GpuPredictor::rows_at_once(uint32_t rows) const
{
    const uint64_t row_bytes = std::max(walk_.features * sizeof(float), walk_.outputs * sizeof(Vote));
    const uint64_t fit = std::min((gpu_.largest_buffer - head_words * sizeof(uint32_t)) / row_bytes,
                                  uint64_t{most_workgroups} * workgroup_size);
    return static_cast<uint32_t>(std::min(fit, uint64_t{rows}));
}

std::optional<Error> GpuPredictor::send(std::span<const float> values, uint32_t rows)
{
    using enum gpu::BufferUsage;
    words_.resize(head_words + values.size());
    words_[0] = rows;
    words_[1] = walk_.features;
    words_[2] = walk_.outputs;
    std::memcpy(&words_[head_words], values.data(), values.size_bytes());
    const uint64_t vote_bytes = uint64_t{rows} * walk_.outputs * sizeof(Vote);
    resize(gpu_, samples_, words_.size() * sizeof(uint32_t), Storage | CopyDst, {&group_});
    resize(gpu_, votes_, vote_bytes, Storage | CopyDst | CopySrc, {&group_});
    resize(gpu_, staging_, vote_bytes, MapRead | CopyDst);
    if (!gpu_.queue.write_buffer(samples_, 0, words_))
        return Error{"GPU: " + samples_.error()};
    if (!group_)
        group_ = gpu::BindGroup(gpu_.device, layout_,
                                {{0, samples_}, {1, walk_.nodes}, {2, walk_.trees}, {3, votes_}});
    if (!group_)
        return Error{"GPU: " + group_.error()};
    return std::nullopt;
}

/* The rows that were uploaded; their votes are in `words_` then. */
std::optional<Error> GpuPredictor::run(uint32_t rows)
{
    gpu::CommandEncoder commands(gpu_.device);
    commands.clear_buffer(votes_);
    dispatch(commands, "predict", pipeline_, group_, (rows + workgroup_size - 1) / workgroup_size,
             walk_.tree_count);
    words_.resize(size_t{rows} * walk_.outputs * 2);
    return run_and_read(gpu_, commands, votes_, staging_, std::as_writable_bytes(std::span(words_)));
}

Result<std::vector<Vote>> GpuPredictor::predict(const Table &table)
{
    if (auto error = finish(request_, pipeline_))
        return *error;
    const std::span<const float> values = table.values;
    const uint32_t at_once = rows_at_once(table.rows);
    if (at_once == 0)
        return Error{"GPU: a row of " + std::to_string(walk_.features) +
                     " features does not fit a buffer: predict with --device cpu"};
    std::vector<Vote> votes;
    for (uint32_t first = 0; first < table.rows; first += at_once) {
        const uint32_t rows = std::min(at_once, table.rows - first);
        if (auto error =
                send(values.subspan(size_t{first} * walk_.features, size_t{rows} * walk_.features), rows))
            return *error;
        if (auto error = run(rows))
            return *error;
        for (size_t i = 0; i < words_.size(); i += 2)
            votes.push_back({words_[i], words_[i + 1]});
    }
    return votes;
}

} // namespace forest
