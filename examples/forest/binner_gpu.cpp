#include "binner_gpu.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "bin.wgsl.hpp"
#include "limits.hpp"

namespace forest
{

namespace gpu = wasi::webgpu;

namespace
{

constexpr uint32_t most_cuts = 256; /* of a column, in the program's table */

/* As `Options` in the program. */
struct GpuOptions {
    uint32_t first, count, features, columns, row_words, targets, padding[2];
};

uint32_t lanes_for(const Gpu &gpu)
{
    return gpu.runs_on_cpu ? 16 : 128;
}

std::vector<uint32_t> table_of(const Binned &binned)
{
    std::vector<uint32_t> table(binned.columns.size() * most_cuts, UINT32_MAX);
    for (size_t column = 0; column < binned.columns.size(); column++) {
        const Cuts &cuts = binned.cuts[binned.columns[column]];
        std::transform(cuts.begin(), cuts.end(),
                       table.begin() + static_cast<std::ptrdiff_t>(column * most_cuts), key_of);
    }
    table.insert(table.end(), binned.columns.begin(), binned.columns.end());
    return table;
}

} // namespace

Result<GpuBinner> GpuBinner::create(const Gpu &gpu)
{
    using enum gpu::BufferBindingType;
    const gpu::BindGroupLayout layout(
        gpu.device, {{0, Uniform}, {1, ReadOnlyStorage}, {2, ReadOnlyStorage}, {3, Storage}});
    const std::array constants{gpu::Constant{"lanes", static_cast<double>(lanes_for(gpu))}};
    auto pipeline = PipelineRequest(gpu, std::string(key_wgsl) + bin_wgsl, "bin", layout, constants).wait();
    if (!pipeline)
        return pipeline.error();
    return GpuBinner(gpu, layout, std::move(*pipeline));
}

GpuBinner::GpuBinner(const Gpu &gpu, gpu::BindGroupLayout layout, gpu::ComputePipeline pipeline)
    : gpu_(gpu), lanes_(lanes_for(gpu)), layout_(std::move(layout)), pipeline_(std::move(pipeline)),
      stream_(gpu)
{
    using enum gpu::BufferUsage;
    options_ = gpu::Buffer(gpu.device, sizeof(GpuOptions), Uniform | CopyDst);
    cuts_ = gpu::Buffer(gpu.device, uint64_t{max_features} * (most_cuts + 1) * sizeof(uint32_t),
                        Storage | CopyDst);
}

uint32_t GpuBinner::row_words(const Binned &binned)
{
    constexpr size_t quad = 4 * sizeof(uint32_t); /* which the trainer reads at once */
    return static_cast<uint32_t>((binned.columns.size() + sizeof(uint32_t) + quad - 1) / quad * 4);
}

std::optional<Error> GpuBinner::bin(const FloatRows &rows, const Binned &binned, const gpu::Buffer &out)
{
    if (auto error = stream_.prepare(rows.features))
        return error;
    const gpu::BindGroup group(gpu_.device, layout_,
                               {{0, options_}, {1, stream_.buffer()}, {2, cuts_}, {3, out}});
    if (!group)
        return Error{"GPU: " + group.error()};
    gpu_.queue.write_buffer(cuts_, 0, table_of(binned));
    const uint32_t words = row_words(binned);
    for (uint32_t first = 0; first < rows.rows; first += stream_.rows_at_once()) {
        const uint32_t count = std::min(stream_.rows_at_once(), rows.rows - first);
        const GpuOptions options{first,
                                 count,
                                 rows.features,
                                 static_cast<uint32_t>(binned.columns.size()),
                                 words,
                                 stream_.words_begin(),
                                 {}};
        gpu_.queue.write_buffer(options_, 0, std::span(&options, 1));
        gpu::CommandEncoder commands(gpu_.device);
        const auto targets = std::span(binned.targets.values).subspan(first, count);
        if (auto error = stream_.send(commands, rows.part(first, count), targets))
            return error;
        dispatch(commands, "bin", pipeline_, group,
                 std::min((count * words + lanes_ - 1) / lanes_, most_workgroups));
        if (auto error = submit(gpu_, commands))
            return error;
    }
    return std::nullopt;
}

} // namespace forest
