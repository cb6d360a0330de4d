#include <cstdio>

#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "dataset.hpp"
#include "device.hpp"
#include "model_file.hpp"
#include "stopwatch.hpp"

namespace forest
{

std::optional<Error> run_train(const Options &options)
{
    const auto table = read_csv(options.train_file);
    if (!table)
        return table.error();
    const auto data = make_dataset(*table, options.target, options.train.trees);
    if (!data)
        return data.error();
    const auto device = open_device(options.device);
    if (!device)
        return device.error();

    const Stopwatch stopwatch;
    const auto forest = (*device)->train(*data, options.train);
    const double ms = stopwatch.ms();
    if (!forest)
        return forest.error();
    if (auto error = save_model(*forest, options.model_file))
        return error;

    if (!options.json) {
        std::printf("%s: %u trees, %zu nodes, trained on %u rows in %.1f ms on %s\n",
                    options.model_file.c_str(), forest->trees(), forest->nodes.size(), data->rows, ms,
                    (*device)->name().c_str());
        return std::nullopt;
    }
    using Json = nlohmann::ordered_json;
    const Json root{{"model", options.model_file}, {"device", (*device)->is_gpu() ? "gpu" : "cpu"},
                    {"name", (*device)->name()},   {"train_ms", ms},
                    {"trees", forest->trees()},    {"nodes", forest->nodes.size()},
                    {"rows", data->rows},          {"features", data->features()}};
    std::printf("%s\n", root.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    return std::nullopt;
}

} // namespace forest
