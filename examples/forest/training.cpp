#include "training.hpp"

#include "assemble.hpp"
#include "limits.hpp"

namespace forest
{

namespace
{

std::optional<Error> check_trees(const Dataset &data, const TrainOptions &options)
{
    const uint64_t all = uint64_t{options.trees} * data.outputs();
    if (all <= max_trees)
        return std::nullopt;
    return Error{std::to_string(options.trees) + " trees for each of " + std::to_string(data.outputs()) +
                 " classes are " + std::to_string(all) + ", at most " + std::to_string(max_trees) +
                 " can be trained"};
}

Result<Fitted> train_with_walkers(Device &device, Dataset &data, const TrainOptions &options,
                                  const Table &table)
{
    if (auto error = check_trees(data, options))
        return *error;
    Fitted out;
    Walkers walkers = make_walkers(data.schema, table);
    walkers.leaves.reserve(size_t{table.rows} * options.trees * data.outputs());
    std::vector<Forest> forests;
    for (uint32_t output = 0; output < data.outputs(); output++) {
        data.select(output);
        auto forest = device.train(data, options, walkers);
        if (!forest)
            return forest.error();
        out.waited_ms += device.waited_ms();
        forests.push_back(std::move(*forest));
    }
    out.model = assemble(forests);
    out.votes = votes_of(out.model, walkers);
    return out;
}

} // namespace

Result<std::vector<Forest>> train_all(Device &device, Dataset &data, const TrainOptions &options,
                                      const Progression &progression)
{
    if (auto error = check_trees(data, options))
        return *error;
    std::vector<Forest> forests;
    for (uint32_t output = 0; output < data.outputs(); output++) {
        const auto advance = [&](uint32_t trees) {
            if (progression)
                progression(output * options.trees + trees, data.outputs() * options.trees);
        };
        advance(0);
        data.select(output);
        auto forest = device.train(data, options, advance);
        if (!forest)
            return forest.error();
        forests.push_back(std::move(*forest));
    }
    return forests;
}

Result<Fitted> train_and_predict(Device &device, Dataset &data, const TrainOptions &options,
                                 const Table &table)
{
    const uint64_t leaves = uint64_t{table.rows} * options.trees * data.outputs();
    if (leaves <= most_leaves && device.takes_walkers(options, table.rows))
        return train_with_walkers(device, data, options, table);
    const auto forests = train_all(device, data, options);
    if (!forests)
        return forests.error();
    Fitted out;
    out.model = assemble(*forests);
    if (auto error = device.load(out.model))
        return *error;
    auto votes = device.predict(table);
    if (!votes)
        return votes.error();
    out.votes = std::move(*votes);
    return out;
}

} // namespace forest
