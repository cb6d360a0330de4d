/* Trains on large data as binned_reference.py does, for test_binned_trees.py to compare.
 *
 * binned_trees cpu|gpu TREES DEPTH LOOKS MIN_LEAF BINS SEED < DATA: a line for the numbers of rows and
 * features, then a line a row, the target last. Prints the forest as JSON. */
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <nlohmann/json.hpp>

#include "made_rows.hpp"
#include "trainer_binned_cpu.hpp"
#include "trainer_binned_gpu.hpp"

using namespace forest;

namespace
{

int fail(const std::string &text)
{
    std::fprintf(stderr, "binned_trees: %s\n", text.c_str());
    return 1;
}

Result<MadeRows> read_rows()
{
    MadeRows data;
    if (std::scanf("%u %u", &data.count, &data.features) != 2)
        return Error{"no numbers of rows and features"};
    for (uint32_t row = 0; row < data.count; row++) {
        for (uint32_t i = 0; i <= data.features; i++) {
            double value = 0;
            if (std::scanf("%lf", &value) != 1)
                return Error{"too few numbers"};
            if (i < data.features)
                data.values.push_back(static_cast<float>(value));
            else
                data.targets.push_back(value);
        }
    }
    return data;
}

Result<BinnedForest> train(bool on_gpu, const MadeRows &data, const TrainOptions &options)
{
    if (!on_gpu)
        return train_binned_on_cpu(data.rows(), data.targets, options);
    const auto gpu = open_gpu();
    if (!gpu)
        return gpu.error();
    auto trainer = GpuBinnedTrainer::create(*gpu);
    if (!trainer)
        return trainer.error();
    return trainer->train(data.rows(), data.targets, options);
}

nlohmann::json tree_of(const BinnedForest &forest, size_t tree)
{
    const size_t end = tree + 1 < forest.roots.size() ? forest.roots[tree + 1] : forest.nodes.size();
    nlohmann::json nodes = nlohmann::json::array();
    for (size_t i = forest.roots[tree]; i < end; i++) {
        const Node &node = forest.nodes[i];
        if (node.is_leaf())
            nodes.push_back({node.count, node.value});
        else
            nodes.push_back({node.feature, node.cut, node.value});
    }
    return nodes;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 8)
        return fail("cpu|gpu TREES DEPTH LOOKS MIN_LEAF BINS SEED");
    const auto number = [&](int i) { return static_cast<uint32_t>(std::strtoul(argv[i], nullptr, 10)); };
    const TrainOptions options{number(2), number(3), number(4), number(5), number(6), number(7)};
    const auto data = read_rows();
    if (!data)
        return fail(data.error().text);
    const auto forest = train(std::strcmp(argv[1], "gpu") == 0, *data, options);
    if (!forest)
        return fail(forest.error().text);
    nlohmann::json root{{"cuts", forest->cuts},
                        {"minimum", forest->target_minimum},
                        {"step", forest->target_step},
                        {"trees", nlohmann::json::array()}};
    for (size_t tree = 0; tree < forest->trees(); tree++)
        root["trees"].push_back(tree_of(*forest, tree));
    std::puts(root.dump().c_str());
    return 0;
}
