/* Rows walk down trees that were just grown: an invocation takes one row down one tree. */
#ifndef FOREST_FIND_LEAVES_WGSL_HPP
#define FOREST_FIND_LEAVES_WGSL_HPP

namespace forest
{

/* Follows tree_nodes_wgsl and one of those that follow it. */
inline constexpr char find_leaves_wgsl[] = R"(
struct Rows {
    count: u32,
    features: u32,
    leaves: u32, // where in `trees` they go: tree by tree, row by row the leaf's number
    codes: array<u32>, // row by row, two in a word
}

@group(0) @binding(0) var<storage, read> rows: Rows;

fn code_of(row: u32, feature: u32) -> u32 {
    let index = row * rows.features + feature;
    return (rows.codes[index / 2u] >> (16u * (index & 1u))) & 0xffffu;
}

@compute @workgroup_size(64)
fn find_leaves(@builtin(global_invocation_id) id: vec3u) {
    let row = id.x;
    let tree = id.y;
    if (row >= rows.count) {
        return;
    }
    root = trees[tree];
    var number = 0u;
    while (!is_leaf(number)) {
        let split = split_of(number);
        number = select(split.left + 1u, split.left, code_of(row, split.feature) <= split.cut);
    }
    trees[rows.leaves + tree * rows.count + row] = number;
}
)";

} // namespace forest

#endif
