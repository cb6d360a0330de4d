/* The GPU's way from numbers to codes, an invocation for each word of a row. */
#ifndef FOREST_BIN_WGSL_HPP
#define FOREST_BIN_WGSL_HPP

namespace forest
{

/* Follows key_wgsl. */
inline constexpr char bin_wgsl[] = R"(
override lanes: u32 = 64;

struct Options {
    first: u32, // row of all, the first here
    count: u32,
    features: u32,
    columns: u32,
    row_words: u32,
    targets: u32, // where they begin
}

@group(0) @binding(0) var<uniform> options: Options;
// Row by row the features' bits, then the targets.
@group(0) @binding(1) var<storage, read> values: array<u32>;
// For each column its cuts' keys, 256 with what is above all values; then its feature.
@group(0) @binding(2) var<storage, read> cuts: array<u32>;
@group(0) @binding(3) var<storage, read_write> rows: array<u32>;

// How many of the column's cuts are at most the key.
fn code_of(column: u32, key: u32) -> u32 {
    var code = 0u;
    for (var step = 128u; step > 0u; step >>= 1u) {
        code += select(0u, step, cuts[column * 256u + code + step - 1u] <= key);
    }
    return code;
}

@compute @workgroup_size(lanes)
fn bin(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
    for (var i = id.x; i < options.count * options.row_words; i += groups.x * lanes) {
        let row = i / options.row_words;
        let word = i % options.row_words;
        var packed = 0u;
        if (word == options.row_words - 1u) {
            packed = values[options.targets + row];
        } else {
            for (var byte = 0u; byte < 4u; byte++) {
                let column = 4u * word + byte;
                if (column < options.columns) {
                    let feature = cuts[options.columns * 256u + column];
                    packed |= code_of(column, key_of(values[row * options.features + feature])) << (8u * byte);
                }
            }
        }
        rows[options.first * options.row_words + i] = packed;
    }
}
)";

} // namespace forest

#endif
