/* Where programs that grow trees put them, and others find them: in one word a node, or in two. What is in
 * them is in gpu_forest.hpp. */
#ifndef FOREST_TREE_NODES_WGSL_HPP
#define FOREST_TREE_NODES_WGSL_HPP

namespace forest
{

inline constexpr char tree_nodes_wgsl[] = R"(
@group(0) @binding(1) var<storage, read_write> trees: array<u32>;

var<private> root: u32; // where in `trees` the tree begins

struct Split {
    feature: u32,
    cut: u32,
    left: u32, // the left child's number; the right child's is the next
}

// Children are numbered by the place where their parent parts its rows, which is between the first and the
// last: unique, and the same however invocations are scheduled.
fn left_child(middle: u32) -> u32 {
    return 2u * middle - 1u;
}
)";

/* Both follow tree_nodes_wgsl. */
inline constexpr char wide_nodes_wgsl[] = R"(
const node_words = 2u;

fn set_leaf(number: u32, count: u32, sum: u32) {
    trees[root + 2u * number] = 0x80000000u | count;
    trees[root + 2u * number + 1u] = sum;
}

fn set_inner(number: u32, split: Split) {
    trees[root + 2u * number] = (split.feature << 16u) | split.cut;
    trees[root + 2u * number + 1u] = split.left;
}

fn is_leaf(number: u32) -> bool {
    return trees[root + 2u * number] >> 31u == 1u;
}

fn split_of(number: u32) -> Split {
    let word = trees[root + 2u * number];
    return Split(word >> 16u, word & 0xffffu, trees[root + 2u * number + 1u]);
}
)";

inline constexpr char packed_nodes_wgsl[] = R"(
const node_words = 1u;

override sum_bits: u32 = 16; // of a leaf's sum

fn set_leaf(number: u32, count: u32, sum: u32) {
    trees[root + number] = 0x80000000u | (count << sum_bits) | sum;
}

fn set_inner(number: u32, split: Split) {
    trees[root + number] = (split.feature << 21u) | (split.cut << 11u) | split.left;
}

fn is_leaf(number: u32) -> bool {
    return trees[root + number] >> 31u == 1u;
}

fn split_of(number: u32) -> Split {
    let word = trees[root + number];
    return Split(word >> 21u, (word >> 11u) & 0x3ffu, word & 0x7ffu);
}
)";

} // namespace forest

#endif
