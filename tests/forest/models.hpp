/* Models for tests, at random, and rows for them; and what they predict, by the plainest walk there is. */
#ifndef TESTS_FOREST_MODELS_HPP
#define TESTS_FOREST_MODELS_HPP

#include <random>
#include <vector>

#include "float_rows.hpp"
#include "model.hpp"

namespace forest
{

/* Cuts and values alike: few, so that they meet, and of all sizes and signs. */
inline float random_value(std::mt19937 &random)
{
    const float values[] = {0, 1e-45F, -1e-45F, 1, -1, 1.5F, -2, 1e-20F, 3e38F, -3e38F};
    return values[random() % std::size(values)];
}

/* Adds a subtree. `chain` is the part of the inner nodes, in hundredths, whose left child is a leaf. */
inline void add_random_tree(Model &model, std::mt19937 &random, uint32_t depth, uint32_t chain)
{
    const size_t self = model.nodes.size();
    const size_t root = model.roots.back();
    if (depth == 0) {
        model.nodes.push_back({static_cast<float>(static_cast<int32_t>(random())) * 1e-6F, 0, 0});
        return;
    }
    model.nodes.push_back({random_value(random), static_cast<uint32_t>(random() % model.features), 0});
    add_random_tree(model, random, random() % 100 < chain ? 0 : depth - 1, chain);
    model.nodes[self].right = static_cast<uint32_t>(model.nodes.size() - root);
    add_random_tree(model, random, depth - 1, chain);
}

/* Trees add to outputs in turn. */
inline Model random_model(uint32_t features, uint32_t outputs, uint32_t trees, uint32_t depth, uint32_t chain)
{
    std::mt19937 random(features * 1000 + trees);
    Model model;
    model.features = features;
    model.bases.assign(outputs, 0);
    for (uint32_t tree = 0; tree < trees; tree++) {
        model.roots.push_back(static_cast<uint32_t>(model.nodes.size()));
        model.outputs.push_back(tree * 7 % outputs);
        add_random_tree(model, random, depth, chain);
    }
    return model;
}

inline std::vector<float> random_values(size_t count)
{
    std::mt19937 random(1);
    std::vector<float> values(count);
    for (float &value : values)
        value = random_value(random);
    return values;
}

inline std::vector<Vote> plain_prediction(const Model &model, const FloatRows &rows)
{
    const int exponent = unit_exponent(model);
    std::vector<Vote> votes(size_t{rows.rows} * model.output_count());
    for (uint32_t row = 0; row < rows.rows; row++) {
        for (uint32_t tree = 0; tree < model.trees(); tree++) {
            const ModelNode *root = &model.nodes[model.roots[tree]];
            const ModelNode *node = root;
            while (!node->is_leaf())
                node = rows.at(row, node->feature) < node->value ? node + 1 : root + node->right;
            votes[size_t{row} * model.output_count() + model.outputs[tree]] += vote_of(node->value, exponent);
        }
    }
    return votes;
}

} // namespace forest

#endif
