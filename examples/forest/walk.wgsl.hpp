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
    trees: u32,
    trees_at_once: u32, // of an invocation
}

@group(0) @binding(0) var<uniform> options: Options;
// WalkNode of predictor_binned.hpp.
@group(0) @binding(1) var<storage, read> nodes: array<vec2u>;
@group(0) @binding(2) var<storage, read> roots: array<u32>;
// Row by row the features' bits.
@group(0) @binding(3) var<storage, read> values: array<u32>;
// Vote of model.hpp for each row.
@group(0) @binding(4) var<storage, read_write> votes: array<atomic<u32>>;

@compute @workgroup_size(lanes)
fn walk(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
    let first = id.y * options.trees_at_once;
    let end = min(first + options.trees_at_once, options.trees);
    for (var row = id.x; row < options.count; row += groups.x * lanes) {
        let begin = row * options.features;
        var whole = 0u;
        var fraction = 0u;
        for (var tree = first; tree < end; tree++) {
            var at = roots[tree];
            var node = nodes[at];
            while (node.x != 0u) {
                let goes_left = key_of(values[begin + (node.x & 255u)]) < node.y;
                at += select(node.x >> 8u, 1u, goes_left);
                node = nodes[at];
            }
            whole += node.y >> 16u;
            fraction += node.y & 0xffffu;
        }
        atomicAdd(&votes[2u * (options.first + row)], whole);
        atomicAdd(&votes[2u * (options.first + row) + 1u], fraction);
    }
}
)";

} // namespace forest

#endif
