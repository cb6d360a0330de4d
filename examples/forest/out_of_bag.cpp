#include "out_of_bag.hpp"

#include <algorithm>

#include "bootstrap.hpp"
#include "metrics.hpp"
#include "model.hpp"
#include "random.hpp"

namespace forest
{

namespace
{

/* The mean of the leaf that a row reaches. */
double leaf_mean(const Forest &forest, uint32_t tree, const float *values)
{
    const Node *root = &forest.nodes[forest.roots[tree]];
    const Node *node = root;
    while (!node->is_leaf())
        node = values[node->feature] < forest.schema.features[node->feature].cuts[node->cut]
                   ? node + 1
                   : root + node->value;
    return static_cast<double>(node->value) / node->count;
}

/* Which rows the tree has drawn. */
void find_drawn(const TrainOptions &options, uint32_t tree, std::vector<bool> &drawn)
{
    const auto rows = static_cast<uint32_t>(drawn.size());
    const uint32_t key = rows_key(options.seed, tree);
    drawn.assign(rows, false);
    if (options.bins == 0) {
        for (uint32_t draw = 0; draw < rows; draw++)
            drawn[draw_row(key, draw, rows)] = true;
        return;
    }
    const uint32_t sure = sure_row(key, rows);
    for (uint32_t row = 0; row < rows; row++)
        drawn[row] = drawn_times(key, row, sure) > 0;
}

} // namespace

std::optional<double> out_of_bag_score(std::span<const Forest> forests, const Dataset &data,
                                       const Table &table, const TrainOptions &options)
{
    const size_t outputs = forests.size();
    std::vector<double> sums(data.rows * outputs);
    std::vector<uint32_t> votes(data.rows);
    std::vector<bool> drawn(data.rows);
    for (uint32_t tree = 0; tree < options.trees; tree++) {
        find_drawn(options, tree, drawn);
        for (uint32_t row = 0; row < data.rows; row++) {
            if (drawn[row])
                continue;
            votes[row]++;
            for (size_t output = 0; output < outputs; output++)
                sums[row * outputs + output] +=
                    leaf_mean(forests[output], tree, &table.values[size_t{row} * data.features()]);
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
            actual.push_back(table.target->numbers[row]);
        }
    }
    if (predicted.empty() && predicted_classes.empty())
        return std::nullopt;
    return data.schema.classes.empty() ? r_squared(predicted, actual)
                                       : accuracy(predicted_classes, actual_classes);
}

} // namespace forest
