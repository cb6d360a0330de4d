/* The GPU's predictor: an invocation walks one row down one tree and adds the leaf's vote. */
#ifndef FOREST_PREDICT_WGSL_HPP
#define FOREST_PREDICT_WGSL_HPP

namespace forest
{

inline constexpr char predict_wgsl[] = R"(
struct Samples {
    rows: u32,
    features: u32,
    codes: array<u32>, // row by row the features' codes, two in a word
}

@group(0) @binding(0) var<storage, read> samples: Samples;
// As in gpu_forest.hpp.
@group(0) @binding(1) var<storage, read> trees: array<u32>;
// Row by row the Vote of model.hpp.
@group(0) @binding(2) var<storage, read_write> votes: array<atomic<u32>>;

fn code(index: u32) -> u32 {
    return (samples.codes[index / 2u] >> (16u * (index & 1u))) & 0xffffu;
}

@compute @workgroup_size(64)
fn predict(@builtin(global_invocation_id) id: vec3u) {
    let row = id.x;
    if (row >= samples.rows) {
        return;
    }
    let root = trees[id.y];
    var node = root;
    var split = trees[node];
    while ((split & 0x80000000u) == 0u) {
        let goes_right = code(row * samples.features + (split >> 16u)) > (split & 0xffffu);
        node = root + 2u * trees[node + 1u] + select(0u, 2u, goes_right);
        split = trees[node];
    }
    let count = split & 0x7fffffffu;
    let sum = trees[node + 1u];
    atomicAdd(&votes[2u * row], sum / count);
    atomicAdd(&votes[2u * row + 1u], (((sum % count) << 16u) + count / 2u) / count);
}
)";

} // namespace forest

#endif
