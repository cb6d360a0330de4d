#include "predictor_cpu.hpp"

namespace forest
{

namespace
{

Vote walk(const Node *root, const uint16_t *codes)
{
    const Node *node = root;
    while (!node->is_leaf())
        node = codes[node->feature] <= node->cut ? node + 1 : root + node->value;
    return leaf_mean(node->count, node->value);
}

} // namespace

std::vector<Vote> predict_on_cpu(const Forest &forest, const Samples &samples)
{
    const size_t features = forest.schema.features.size();
    std::vector<Vote> votes(samples.rows);
    for (const uint32_t root : forest.roots) { /* a tree's nodes stay in the cache for all rows */
        for (size_t row = 0; row < samples.rows; row++) {
            const Vote vote = walk(&forest.nodes[root], &samples.codes[row * features]);
            votes[row].whole += vote.whole;
            votes[row].fraction += vote.fraction;
        }
    }
    return votes;
}

} // namespace forest
