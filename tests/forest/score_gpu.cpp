/* score.wgsl.hpp gives on the adapter what score.hpp and random.hpp give here, for numbers that fill their
 * ranges to the brim. */
#include <random>

#include "gpu.hpp"
#include "hpp/check.hpp"
#include "random.hpp"
#include "score.hpp"
#include "score.wgsl.hpp"

using namespace forest;
namespace gpu = wasi::webgpu;

namespace
{

constexpr char program[] = R"(
struct Case {
    left: Side,
    right: Side,
    other: Score,
    range: u32,
}

@group(0) @binding(0) var<storage, read> cases: array<Case>;
@group(0) @binding(1) var<storage, read_write> results: array<array<u32, 8>>;

@compute @workgroup_size(64)
fn score_all(@builtin(global_invocation_id) id: vec3u) {
    if (id.x >= arrayLength(&cases)) {
        return;
    }
    let it = cases[id.x];
    let shift = score_shift(it.left.count + it.right.count, it.range);
    let score = score_of(it.left, it.right, shift);
    let large = large_score_of(it.left, it.right, shift, product_shift(it.left.count + it.right.count));
    results[id.x] = array<u32, 8>(shift, score.d, score.product, select(0u, 1u, better(score, it.other)),
                                  select(0u, 1u, better(it.other, score)),
                                  node_key(features_key(it.left.sum, it.right.sum), it.range, it.other.d)
                                      ^ chain(rows_key(it.left.sum, it.range), it.other.product),
                                  large.d, large.product);
}
)";

struct Case {
    Side left, right;
    Score other;
    uint32_t range;
};

using Results = std::vector<uint32_t>;

/* Sides of a node that there can be: each target is at most `range`, and all of them fit 32 bits. */
std::vector<Case> make_cases()
{
    std::mt19937 random(1);
    const auto up_to = [&](uint64_t limit) {
        const uint64_t wide = uint64_t{random()} << 32 | random();
        return static_cast<uint32_t>(wide % (limit + 1));
    };
    std::vector<Case> cases;
    for (int i = 0; i < 100000; i++) {
        Case c{};
        const uint32_t most = 1u << random() % 26;
        c.left.count = up_to(most - 1) + 1;
        c.right.count = up_to(std::min(most, (1u << 26) - c.left.count) - 1) + 1;
        const uint32_t widest = 0xffffffffu / (c.left.count + c.right.count);
        c.range = random() % 4 == 0 ? widest : up_to(widest >> random() % 32);
        c.left.sum = random() % 4 == 0 ? 0 : up_to(uint64_t{c.left.count} * c.range);
        c.right.sum = random() % 4 == 0 ? c.right.count * c.range : up_to(uint64_t{c.right.count} * c.range);
        c.other = {up_to(0xffffffffu >> random() % 32), up_to((1u << 30) - 1) + 1};
        if (random() % 2 == 0) /* close to equal, or equal */
            c.other = score_of(c.left, c.right, score_shift(c.left.count + c.right.count, c.range));
        if (random() % 4 == 0)
            c.other.d ^= 1u;
        cases.push_back(c);
    }
    return cases;
}

Results expected(const std::vector<Case> &cases)
{
    Results results;
    for (const Case &c : cases) {
        const uint32_t shift = score_shift(c.left.count + c.right.count, c.range);
        const Score score = score_of(c.left, c.right, shift);
        const Score large = score_of(c.left, c.right, shift, product_shift(c.left.count + c.right.count));
        for (const uint32_t value : {shift, score.d, score.product, better(score, c.other) ? 1u : 0u,
                                     better(c.other, score) ? 1u : 0u,
                                     node_key(features_key(c.left.sum, c.right.sum), c.range, c.other.d) ^
                                         chain(rows_key(c.left.sum, c.range), c.other.product),
                                     large.d, large.product})
            results.push_back(value);
    }
    return results;
}

Result<Results> run(const Gpu &device, const std::vector<Case> &cases)
{
    using enum gpu::BufferUsage;
    const gpu::ComputePipeline pipeline(device.device,
                                        gpu::ShaderModule(device.device, std::string(score_wgsl) + program));
    if (!pipeline)
        return Error{pipeline.error()};
    const uint64_t bytes = cases.size() * 8 * sizeof(uint32_t);
    const gpu::Buffer in(device.device, cases.size() * sizeof(Case), Storage | CopyDst);
    const gpu::Buffer out(device.device, bytes, Storage | CopySrc);
    gpu::Buffer staging(device.device, bytes, MapRead | CopyDst);
    device.queue.write_buffer(in, 0, cases);
    gpu::CommandEncoder commands(device.device);
    auto pass = commands.begin_compute_pass();
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, gpu::BindGroup(device.device, pipeline.bind_group_layout(0), {{0, in}, {1, out}}));
    pass.dispatch_workgroups(static_cast<uint32_t>((cases.size() + 63) / 64));
    pass.end();
    Results results(cases.size() * 8);
    if (auto error = run_and_read(device, commands, out, staging, std::as_writable_bytes(std::span(results))))
        return *error;
    return results;
}

} // namespace

TEST(scores_and_hashes)
{
    const auto device = open_gpu();
    CHECK(device);
    if (!device)
        return;
    const std::vector<Case> cases = make_cases();
    const auto results = run(*device, cases);
    if (!results)
        std::fprintf(stderr, "%s\n", results.error().text.c_str());
    CHECK(results);
    if (!results)
        return;
    const Results wanted = expected(cases);
    CHECK(results->size() == wanted.size());
    for (size_t i = 0; i < wanted.size(); i++) {
        if ((*results)[i] == wanted[i])
            continue;
        std::fprintf(stderr, "case %zu, value %zu: %u instead of %u\n", i / 8, i % 8, (*results)[i],
                     wanted[i]);
        CHECK(false);
        break;
    }
    int shifted = 0;
    for (size_t i = 0; i < wanted.size(); i += 8)
        shifted += wanted[i] > 0 ? 1 : 0;
    CHECK(shifted > 10000);
}

int main()
{
    return RUN_TESTS();
}
