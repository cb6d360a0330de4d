/* The GPU's predictor: an invocation walks one row down one tree and adds the leaf's vote. */
#ifndef FOREST_PREDICT_WGSL_HPP
#define FOREST_PREDICT_WGSL_HPP

namespace forest
{

inline constexpr char predict_wgsl[] = R"(
struct Options {
    rows: u32,
    features: u32,
}

@group(0) @binding(0) var<uniform> options: Options;
// As Node of model.hpp, three words each: cut << 16 | feature, count, value.
@group(0) @binding(1) var<storage, read> nodes: array<u32>;
@group(0) @binding(2) var<storage, read> roots: array<u32>;
// Row by row the features' codes, two in a word.
@group(0) @binding(3) var<storage, read> codes: array<u32>;
// Row by row the Vote of model.hpp.
@group(0) @binding(4) var<storage, read_write> votes: array<atomic<u32>>;

fn code(index: u32) -> u32 {
    return (codes[index / 2u] >> (16u * (index & 1u))) & 0xffffu;
}

@compute @workgroup_size(64)
fn predict(@builtin(global_invocation_id) id: vec3u) {
    let row = id.x;
    if (row >= options.rows) {
        return;
    }
    let root = roots[id.y];
    var node = root;
    while (nodes[3u * node + 1u] == 0u) {
        let split = nodes[3u * node];
        if (code(row * options.features + (split & 0xffffu)) <= split >> 16u) {
            node++;
        } else {
            node = root + nodes[3u * node + 2u];
        }
    }
    let count = nodes[3u * node + 1u];
    let sum = nodes[3u * node + 2u];
    atomicAdd(&votes[2u * row], sum / count);
    atomicAdd(&votes[2u * row + 1u], (((sum % count) << 16u) + count / 2u) / count);
}
)";

} // namespace forest

#endif
