#include "predictor_cpu.hpp"

#include <algorithm>
#include <array>

#include "key.hpp"

namespace forest
{

namespace
{

/* So many rows walk side by side: while one waits for memory, others go on. */
constexpr uint32_t abreast = 8;
constexpr uint32_t rows_at_once = 64; /* a tree's nodes stay in the cache for them, and they themselves */

using Places = std::array<uint32_t, abreast>;

/* The leaves that they reach, counted from the root. Without a branch for the side, which no processor
 * foresees. */
Places walk(const WalkNode *root, const uint32_t *keys)
{
    Places at{};
    uint32_t steps = 0;
    do {
        steps = 0;
        for (uint32_t row = 0; row < abreast; row++) {
            const WalkNode node = root[at[row]];
            const uint32_t goes_right = keys[node.feature * abreast + row] >= node.key;
            at[row] += 1 + (node.step - 1) * goes_right;
            steps |= node.step;
        }
    } while (steps != 0);
    return at;
}

/* Keys by the features, `abreast` rows each; then the next ones'. */
void gather_keys(const FloatRows &rows, size_t first, size_t count, std::vector<uint32_t> &keys)
{
    for (size_t i = 0; i < count; i++)
        for (size_t feature = 0; feature < rows.features; feature++)
            keys[(i / abreast * rows.features + feature) * abreast + i % abreast] =
                key_of(rows.at(first + i, feature));
}

} // namespace

std::vector<Vote> predict_on_cpu(const WalkForest &forest, const FloatRows &rows)
{
    const size_t outputs = forest.outputs;
    std::vector<Vote> votes(rows.rows * outputs);
    std::vector<uint32_t> keys(size_t{rows_at_once} * forest.features);
    for (size_t first = 0; first < rows.rows; first += rows_at_once) {
        const size_t count = std::min<size_t>(rows_at_once, rows.rows - first);
        gather_keys(rows, first, count, keys);
        for (const WalkTree &tree : forest.trees) {
            for (size_t begin = 0; begin < count; begin += abreast) {
                const Places places = walk(&forest.nodes[tree.root], &keys[begin * forest.features]);
                Vote *vote = &votes[(first + begin) * outputs + tree.output];
                for (size_t row = 0; row < std::min<size_t>(abreast, count - begin); row++)
                    vote[row * outputs] += forest.leaves[tree.root + places[row]];
            }
        }
    }
    return votes;
}

} // namespace forest
