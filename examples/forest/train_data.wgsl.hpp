/* What the programs that grow trees have in common: their data, and where they put the trees. */
#ifndef FOREST_TRAIN_DATA_WGSL_HPP
#define FOREST_TRAIN_DATA_WGSL_HPP

namespace forest
{

/* Follows score_wgsl. */
inline constexpr char train_data_wgsl[] = R"(
struct Data {
    rows: u32,
    features: u32,
    looks: u32, // how many features a node looks at
    depth: u32,
    seed: u32,
    range: u32, // of the targets
    first_tree: u32, // of this dispatch
    min_leaf: u32,
    // The targets; feature by feature the rows' codes, two in a word; where the program wants them, feature
    // by feature code << 16 | row, ascending.
    words: array<u32>,
}

@group(0) @binding(0) var<storage, read> data: Data;
@group(0) @binding(1) var<storage, read_write> trees: array<u32>; // as in gpu_forest.hpp

var<private> slot: u32; // the tree's place in the dispatch
var<private> root: u32; // where the tree begins in `trees`

fn target_of(row: u32) -> u32 {
    return data.words[row];
}

fn code_of(feature: u32, row: u32) -> u32 {
    let index = feature * data.rows + row;
    return (data.words[data.rows + index / 2u] >> (16u * (index & 1u))) & 0xffffu;
}

fn sorted_entry(index: u32) -> u32 {
    return data.words[data.rows + (data.features * data.rows + 1u) / 2u + index];
}

// Children are numbered by the place where their parent parts its rows, which is between the first and the
// last: unique, and the same however invocations are scheduled.
fn left_child(middle: u32) -> u32 {
    return 2u * middle - 1u;
}

fn begin_tree(place: u32, count: u32, lane: u32) {
    slot = place;
    root = count + place * (4u * data.rows - 2u);
    if (lane == 0u) {
        trees[slot] = root;
    }
}

fn set_leaf(number: u32, all: Side) {
    trees[root + 2u * number] = 0x80000000u | all.count;
    trees[root + 2u * number + 1u] = all.sum;
}

fn set_inner(number: u32, feature: u32, cut: u32, middle: u32) {
    trees[root + 2u * number] = (feature << 16u) | cut;
    trees[root + 2u * number + 1u] = left_child(middle);
}
)";

} // namespace forest

#endif
