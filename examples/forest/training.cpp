#include "training.hpp"

#include "limits.hpp"

namespace forest
{

Result<std::vector<Forest>> train_all(Device &device, Dataset &data, const TrainOptions &options,
                                      const Progression &progression)
{
    const uint64_t all = uint64_t{options.trees} * data.outputs();
    if (all > max_trees)
        return Error{std::to_string(options.trees) + " trees for each of " + std::to_string(data.outputs()) +
                     " classes are " + std::to_string(all) + ", at most " + std::to_string(max_trees) +
                     " can be trained"};
    std::vector<Forest> forests;
    for (uint32_t output = 0; output < data.outputs(); output++) {
        const auto advance = [&](uint32_t trees) {
            if (progression)
                progression(output * options.trees + trees, static_cast<uint32_t>(all));
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

} // namespace forest
