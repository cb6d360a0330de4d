#include "model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace forest
{

int unit_exponent(const Model &model)
{
    std::vector<double> largest(model.output_count());
    for (size_t tree = 0; tree < model.trees(); tree++) {
        double of_tree = 0;
        for (size_t i = model.roots[tree]; i < model.tree_end(tree); i++)
            if (model.nodes[i].is_leaf())
                of_tree = std::max(of_tree, std::abs(double{model.nodes[i].value}));
        largest[model.outputs[tree]] += of_tree;
    }
    constexpr int bits = 46;
    int exponent = 0;
    (void)std::frexp(*std::max_element(largest.begin(), largest.end()), &exponent);
    return bits - exponent;
}

Vote vote_of(float leaf, int unit_exponent)
{
    /* The unit's reciprocal, by its bits: there are many leaves. Rounded half away from zero: a float's few
     * bits and a half are exact. */
    const auto exponent =
        static_cast<uint64_t>(unit_exponent + std::numeric_limits<double>::max_exponent - 1);
    const double units_of = double{leaf} * std::bit_cast<double>(exponent << 52);
    const auto units = static_cast<int64_t>(units_of + std::copysign(0.5, units_of));
    return {static_cast<uint32_t>(units >> 16), static_cast<uint32_t>(units & 0xffff)};
}

std::vector<double> predictions(const Model &model, std::span<const Vote> votes)
{
    const int exponent = unit_exponent(model);
    std::vector<double> out;
    out.reserve(votes.size());
    for (size_t i = 0; i < votes.size(); i++) {
        const int64_t units =
            int64_t{static_cast<int32_t>(votes[i].whole)} * 65536 + int64_t{votes[i].fraction};
        const double base = model.bases[i % model.output_count()];
        out.push_back(base + std::ldexp(static_cast<double>(units), -exponent));
    }
    return out;
}

uint32_t class_of(std::span<const double> outputs)
{
    if (outputs.size() == 1) /* the share of the second of two */
        return outputs[0] > 0.5 ? 1 : 0;
    return static_cast<uint32_t>(std::max_element(outputs.begin(), outputs.end()) - outputs.begin());
}

} // namespace forest
