#include "walkers.hpp"

namespace forest
{

Walkers make_walkers(const Schema &schema, const Table &table)
{
    Walkers out;
    out.rows = table.rows;
    out.codes.reserve(table.values.size());
    const size_t features = schema.features.size();
    for (size_t row = 0; row < table.rows; row++)
        for (size_t feature = 0; feature < features; feature++)
            out.codes.push_back(schema.features[feature].code(table.values[row * features + feature]));
    return out;
}

std::vector<Vote> votes_of(const Model &model, const Walkers &walkers)
{
    const int exponent = unit_exponent(model);
    const size_t outputs = model.output_count();
    std::vector<Vote> votes(walkers.rows * outputs);
    const uint32_t *leaf = walkers.leaves.data();
    for (size_t tree = 0; tree < model.trees(); tree++) {
        const ModelNode *root = &model.nodes[model.roots[tree]];
        for (size_t row = 0; row < walkers.rows; row++) {
            votes[row * outputs + model.outputs[tree]] += vote_of(root[*leaf++].value, exponent);
        }
    }
    return votes;
}

} // namespace forest
