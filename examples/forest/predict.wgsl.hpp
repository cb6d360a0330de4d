/* The GPU's predictor: an invocation walks one row down one tree and adds the leaf's vote. */
#ifndef FOREST_PREDICT_WGSL_HPP
#define FOREST_PREDICT_WGSL_HPP

namespace forest
{

/* Follows key_wgsl. */
inline constexpr char predict_wgsl[] = R"(
struct Samples {
    rows: u32,
    features: u32,
    outputs: u32,
    values: array<u32>, // row by row the features' bits
}

// How far on the right child is; 0: a leaf. Then of an inner node the feature and the cut's key, of a leaf its
// vote.
struct Node {
    step: u32,
    feature_or_whole: u32,
    key_or_fraction: u32,
}

@group(0) @binding(0) var<storage, read> samples: Samples;
@group(0) @binding(1) var<storage, read> nodes: array<Node>;
// Of each tree: where it begins, and the output it adds to.
@group(0) @binding(2) var<storage, read> trees: array<vec2u>;
// Row by row the Vote of each output.
@group(0) @binding(3) var<storage, read_write> votes: array<atomic<u32>>;

@compute @workgroup_size(64)
fn predict(@builtin(global_invocation_id) id: vec3u) {
    let row = id.x;
    if (row >= samples.rows) {
        return;
    }
    let tree = trees[id.y];
    var at = tree.x;
    var node = nodes[at];
    while (node.step != 0u) {
        let key = key_of(samples.values[row * samples.features + node.feature_or_whole]);
        at += select(node.step, 1u, key < node.key_or_fraction);
        node = nodes[at];
    }
    let vote = 2u * (row * samples.outputs + tree.y);
    atomicAdd(&votes[vote], node.feature_or_whole);
    atomicAdd(&votes[vote + 1u], node.key_or_fraction);
}
)";

} // namespace forest

#endif
