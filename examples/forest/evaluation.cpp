#include "evaluation.hpp"

#include <algorithm>

#include "metrics.hpp"

namespace forest
{

namespace
{

/* The table's classes as places in the model's; one past the last where the model has no such class. */
std::vector<uint32_t> known_classes(const Model &model, const Target &target)
{
    std::vector<uint32_t> places;
    for (const std::string &name : target.classes) {
        const auto found = std::find(model.classes.begin(), model.classes.end(), name);
        places.push_back(static_cast<uint32_t>(found - model.classes.begin()));
    }
    std::vector<uint32_t> out;
    for (const uint32_t label : std::span<const uint32_t>(target.labels))
        out.push_back(places[label]);
    return out;
}

} // namespace

Wanted wanted_by(const Model &model, const std::string &target)
{
    Wanted wanted;
    wanted.target = target.empty() ? model.target : target;
    wanted.classes = !model.classes.empty();
    wanted.training = false;
    wanted.has_target = !target.empty();
    wanted.features = model.features;
    wanted.names = model.names;
    return wanted;
}

Evaluation evaluate(const Model &model, const Table &table, std::span<const Vote> votes)
{
    Evaluation out;
    out.outputs = predictions(model, votes);
    const size_t count = model.output_count();
    if (!model.classes.empty())
        for (size_t row = 0; row < table.rows; row++)
            out.classes.push_back(class_of(std::span(out.outputs).subspan(row * count, count)));
    out.known = table.target.has_value() && (count == 1 || !model.classes.empty());
    if (!out.known)
        return out;
    if (model.classes.empty()) {
        out.mse = mean_squared_error(out.outputs, table.target->numbers);
        out.r2 = r_squared(out.outputs, table.target->numbers);
    } else {
        out.accuracy = accuracy(out.classes, known_classes(model, *table.target));
    }
    return out;
}

std::vector<std::vector<double>> probabilities(const Model &model, std::span<const double> outputs)
{
    const size_t count = model.output_count();
    std::vector<std::vector<double>> out;
    for (size_t i = 0; i < outputs.size(); i += count) {
        if (count == 1)
            out.push_back({1 - outputs[i], outputs[i]});
        else
            out.emplace_back(outputs.begin() + static_cast<std::ptrdiff_t>(i),
                             outputs.begin() + static_cast<std::ptrdiff_t>(i + count));
    }
    return out;
}

} // namespace forest
