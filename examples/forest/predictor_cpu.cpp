#include "predictor_cpu.hpp"

namespace forest
{

namespace
{

/* The leaf that a row reaches: its place in the tree. */
size_t walk(const ModelNode *root, const float *row)
{
    size_t node = 0;
    while (!root[node].is_leaf())
        node = row[root[node].feature] < root[node].value ? node + 1 : root[node].right;
    return node;
}

} // namespace

std::vector<Vote> predict_on_cpu(const Model &model, const Table &table)
{
    const int exponent = unit_exponent(model);
    const size_t outputs = model.output_count();
    std::vector<Vote> votes(table.rows * outputs);
    std::vector<Vote> leaves; /* of a tree, which stays in the cache for all rows */
    for (size_t tree = 0; tree < model.trees(); tree++) {
        const ModelNode *root = &model.nodes[model.roots[tree]];
        leaves.clear();
        for (size_t i = model.roots[tree]; i < model.tree_end(tree); i++)
            leaves.push_back(model.nodes[i].is_leaf() ? vote_of(model.nodes[i].value, exponent) : Vote{});
        for (size_t row = 0; row < table.rows; row++) {
            const Vote leaf = leaves[walk(root, &table.values[row * model.features])];
            Vote &vote = votes[row * outputs + model.outputs[tree]];
            vote.whole += leaf.whole;
            vote.fraction += leaf.fraction;
        }
    }
    return votes;
}

} // namespace forest
