#include "predictor_gpu.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "predict.wgsl.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

namespace
{

constexpr uint32_t workgroup_size = 64;
constexpr uint32_t most_workgroups = 65535;

/* As `Samples` in the program: two words of head, and codes two in a word. */
constexpr size_t head_words = 2;

uint64_t sample_bytes(uint64_t codes)
{
    return (head_words + (codes + 1) / 2) * sizeof(uint32_t);
}

uint32_t features_of(const Samples &samples)
{
    return samples.rows > 0 ? static_cast<uint32_t>(samples.codes.size() / samples.rows) : 0;
}

} // namespace

GpuPredictor::GpuPredictor(const Gpu &gpu)
    : gpu_(gpu), layout_(gpu.device, {{0, gpu::BufferBindingType::ReadOnlyStorage},
                                      {1, gpu::BufferBindingType::ReadOnlyStorage},
                                      {2, gpu::BufferBindingType::Storage}}),
      request_(PipelineRequest(gpu, predict_wgsl, "predict", layout_))
{
}

Result<GpuForest> GpuPredictor::load(const Forest &forest) const
{
    using enum gpu::BufferUsage;
    const std::vector<uint32_t> words = to_words(forest);
    const uint64_t bytes = words.size() * sizeof(uint32_t);
    if (bytes > gpu_.largest_buffer)
        return Error{"GPU: the forest takes " + std::to_string(bytes) + " bytes, a buffer " +
                     std::to_string(gpu_.largest_buffer) + " at most: predict with --device cpu"};
    GpuForest loaded{gpu::Buffer(gpu_.device, bytes, Storage | CopyDst), forest.trees()};
    if (!loaded.words)
        return Error{"GPU: " + loaded.words.error()};
    gpu_.queue.write_buffer(loaded.words, 0, words);
    return loaded;
}

uint32_t GpuPredictor::rows_at_once(const Samples &samples) const
{
    const uint64_t row_bytes = std::max<uint64_t>(sizeof(uint16_t) * features_of(samples), sizeof(Vote));
    const uint64_t head = sample_bytes(0) + sizeof(uint32_t);
    const uint64_t fit =
        std::min((gpu_.largest_buffer - head) / row_bytes, uint64_t{most_workgroups} * workgroup_size);
    return static_cast<uint32_t>(std::min(fit, uint64_t{samples.rows}));
}

std::optional<Error> GpuPredictor::upload(const Samples &samples, uint32_t first, uint32_t rows)
{
    using enum gpu::BufferUsage;
    const size_t features = features_of(samples);
    const uint64_t bytes = sample_bytes(uint64_t{rows} * features);
    words_.resize(static_cast<size_t>(bytes / sizeof(uint32_t)));
    words_[0] = rows;
    words_[1] = static_cast<uint32_t>(features);
    std::memcpy(&words_[head_words], &samples.codes[first * features], rows * features * sizeof(uint16_t));
    if (resize(gpu_, samples_, bytes, Storage | CopyDst))
        group_ = {};
    if (resize(gpu_, votes_, uint64_t{rows} * sizeof(Vote), Storage | CopyDst | CopySrc))
        group_ = {};
    resize(gpu_, staging_, uint64_t{rows} * sizeof(Vote), MapRead | CopyDst);
    if (!gpu_.queue.write_buffer(samples_, 0, words_))
        return Error{"GPU: " + samples_.error()};
    return std::nullopt;
}

std::optional<Error> GpuPredictor::finish_compiling()
{
    if (!request_)
        return std::nullopt;
    auto pipeline = request_->wait();
    request_.reset();
    if (!pipeline)
        return pipeline.error();
    pipeline_ = std::move(*pipeline);
    return std::nullopt;
}

/* For the rows that were uploaded. */
void GpuPredictor::record(gpu::CommandEncoder &commands, const GpuForest &forest)
{
    if (!group_ || trees_.get() != forest.words.get()) {
        trees_ = forest.words;
        group_ = gpu::BindGroup(gpu_.device, layout_, {{0, samples_}, {1, trees_}, {2, votes_}});
    }
    commands.clear_buffer(votes_);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline_);
    pass.set_bind_group(0, group_);
    const uint64_t rows = votes_.size() / sizeof(Vote);
    pass.dispatch_workgroups(static_cast<uint32_t>((rows + workgroup_size - 1) / workgroup_size),
                             forest.trees);
    pass.end();
    commands.copy_buffer_to_buffer(votes_, 0, staging_, 0, votes_.size());
}

Result<std::vector<Vote>> GpuPredictor::predict(const GpuForest &forest, const Samples &samples,
                                                gpu::CommandEncoder commands)
{
    if (auto error = finish_compiling())
        return *error;
    const uint32_t at_once = rows_at_once(samples);
    std::vector<Vote> votes;
    for (uint32_t first = 0; first < samples.rows; first += at_once) {
        const uint32_t rows = std::min(at_once, samples.rows - first);
        if (auto error = upload(samples, first, rows))
            return *error;
        record(commands, forest);
        words_.resize(size_t{rows} * 2);
        if (auto error = run_and_read(gpu_, commands, staging_, words_))
            return *error;
        for (size_t i = 0; i < words_.size(); i += 2)
            votes.push_back({words_[i], words_[i + 1]});
        commands = gpu::CommandEncoder(gpu_.device);
    }
    return votes;
}

} // namespace forest
