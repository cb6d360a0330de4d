/* The GPU's predictor of rows of numbers: an invocation walks one row down some of the trees. */
#ifndef FOREST_WALK_WGSL_HPP
#define FOREST_WALK_WGSL_HPP

namespace forest
{

/* Follows key_wgsl. */
inline constexpr char walk_wgsl[] = R"(
override lanes: u32 = 64;

struct Options {
    first: u32, // row of all, the first here
    count: u32,
    features: u32,
    outputs: u32,
    trees: u32,
    trees_at_once: u32, // of an invocation
}

// How far on the right child is; 0: a leaf. Then of an inner node the feature and the cut's key, of a leaf its
// vote.
struct Node {
    step: u32,
    feature_or_whole: u32,
    key_or_fraction: u32,
}

@group(0) @binding(0) var<uniform> options: Options;
@group(0) @binding(1) var<storage, read> nodes: array<Node>;
// WalkTree of walk_forest.hpp.
@group(0) @binding(2) var<storage, read> trees: array<vec2u>;
// Row by row the features' bits.
@group(0) @binding(3) var<storage, read> values: array<u32>;
// Row by row the Vote of each output.
@group(0) @binding(4) var<storage, read_write> votes: array<atomic<u32>>;

fn add(row: u32, output: u32, vote: vec2u) {
    let place = 2u * ((options.first + row) * options.outputs + output);
    atomicAdd(&votes[place], vote.x);
    atomicAdd(&votes[place + 1u], vote.y);
}

@compute @workgroup_size(lanes)
fn walk(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
    let first = id.y * options.trees_at_once;
    let end = min(first + options.trees_at_once, options.trees);
    for (var row = id.x; row < options.count; row += groups.x * lanes) {
        let begin = row * options.features;
        var vote = vec2u();
        var output = 0u;
        for (var number = first; number < end; number++) {
            let tree = trees[number];
            if (tree.y != output) {
                add(row, output, vote);
                vote = vec2u();
                output = tree.y;
            }
            var at = tree.x;
            var node = nodes[at];
            while (node.step != 0u) {
                let goes_left = key_of(values[begin + node.feature_or_whole]) < node.key_or_fraction;
                at += select(node.step, 1u, goes_left);
                node = nodes[at];
            }
            vote += vec2u(node.feature_or_whole, node.key_or_fraction);
        }
        add(row, output, vote);
    }
}
)";

} // namespace forest

#endif
