#include "out_of_bag.hpp"

#include <algorithm>

#include "metrics.hpp"
#include "model.hpp"
#include "random.hpp"

namespace forest
{

namespace
{

/* The mean of the leaf that a row of the data reaches. */
double leaf_mean(const Forest &forest, uint32_t tree, const Dataset &data, uint32_t row)
{
    const Node *root = &forest.nodes[forest.roots[tree]];
    const Node *node = root;
    while (!node->is_leaf())
        node =
            data.codes[size_t{node->feature} * data.rows + row] <= node->cut ? node + 1 : root + node->value;
    return static_cast<double>(node->value) / node->count;
}

} // namespace

std::optional<double> out_of_bag_score(std::span<const Forest> forests, const Dataset &data,
                                       const Target &target, const TrainOptions &options)
{
    const size_t outputs = forests.size();
    std::vector<double> sums(data.rows * outputs);
    std::vector<uint32_t> votes(data.rows);
    std::vector<bool> drawn(data.rows);
    for (uint32_t tree = 0; tree < options.trees; tree++) {
        drawn.assign(data.rows, false);
        const uint32_t key = rows_key(options.seed, tree);
        for (uint32_t draw = 0; draw < data.rows; draw++)
            drawn[draw_row(key, draw, data.rows)] = true;
        for (uint32_t row = 0; row < data.rows; row++) {
            if (drawn[row])
                continue;
            votes[row]++;
            for (size_t output = 0; output < outputs; output++)
                sums[row * outputs + output] += leaf_mean(forests[output], tree, data, row);
        }
    }
    std::vector<double> predicted, actual;
    std::vector<uint32_t> predicted_classes, actual_classes;
    for (uint32_t row = 0; row < data.rows; row++) {
        if (votes[row] == 0)
            continue;
        std::vector<double> mean(outputs);
        for (size_t output = 0; output < outputs; output++)
            mean[output] = sums[row * outputs + output] / votes[row];
        if (!data.schema.classes.empty()) {
            predicted_classes.push_back(class_of(mean));
            actual_classes.push_back(data.labels[row]);
        } else {
            const Scale &scale = data.schema.target;
            predicted.push_back((scale.offset + mean[0]) / scale.per_unit);
            actual.push_back(target.numbers[row]);
        }
    }
    if (predicted.empty() && predicted_classes.empty())
        return std::nullopt;
    return data.schema.classes.empty() ? r_squared(predicted, actual)
                                       : accuracy(predicted_classes, actual_classes);
}

} // namespace forest
