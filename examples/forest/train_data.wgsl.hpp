/* What the programs that grow trees have in common: their data. */
#ifndef FOREST_TRAIN_DATA_WGSL_HPP
#define FOREST_TRAIN_DATA_WGSL_HPP

namespace forest
{

/* Follows score_wgsl and tree_nodes.wgsl.hpp. */
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

var<private> slot: u32; // the tree's place in the dispatch

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

fn begin_tree(place: u32, count: u32, lane: u32) {
    slot = place;
    root = count + place * node_words * (2u * data.rows - 1u);
    if (lane == 0u) {
        trees[slot] = root;
    }
}
)";

} // namespace forest

#endif
