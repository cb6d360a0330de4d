#include "trainer_binned.hpp"

#include <algorithm>
#include <string>

#include "limits.hpp"

namespace forest
{

namespace
{

Error too_many(uint64_t count, const char *what, uint64_t most)
{
    return {std::to_string(count) + " " + what + ", at most " + std::to_string(most) + " can be trained on"};
}

} // namespace

uint32_t Binned::looks(const TrainOptions &options) const
{
    return std::min(options.features, static_cast<uint32_t>(columns.size()));
}

BinnedForest Binned::forest() const
{
    return {cuts, targets.minimum, targets.step, {}, {}};
}

/* A step is a power of two: what is multiplied or divided by it stays exact. */
Forest to_forest(const BinnedForest &forest, const Schema &schema)
{
    Forest out{schema, forest.roots, forest.nodes};
    out.schema.target = {forest.target_minimum / forest.target_step, 1 / forest.target_step};
    for (size_t feature = 0; feature < forest.cuts.size(); feature++)
        out.schema.features[feature].cuts = forest.cuts[feature];
    return out;
}

Result<Binned> make_binned(const FloatRows &rows, std::span<const double> targets,
                           const TrainOptions &options)
{
    if (rows.rows > max_binned_rows)
        return too_many(rows.rows, "rows", max_binned_rows);
    if (rows.features > max_features)
        return too_many(rows.features, "features", max_features);
    auto scaled = make_targets(targets);
    if (!scaled)
        return scaled.error();
    Binned out;
    out.targets = std::move(*scaled);
    out.cuts = make_cuts(rows, std::clamp(options.bins, 2u, max_bins));
    for (uint32_t feature = 0; feature < rows.features; feature++)
        if (!out.cuts[feature].empty())
            out.columns.push_back(feature);
    if (out.columns.empty())
        out.columns.push_back(0);
    return out;
}

} // namespace forest
