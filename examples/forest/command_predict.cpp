#include <cstdio>

#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "dataset.hpp"
#include "device.hpp"
#include "metrics.hpp"
#include "model_file.hpp"
#include "stopwatch.hpp"

namespace forest
{

std::optional<Error> run_predict(const Options &options)
{
    const auto forest = load_model(options.model_file);
    if (!forest)
        return forest.error();
    const auto table = read_csv(options.test_file);
    if (!table)
        return table.error();
    const auto samples = make_samples(*table, forest->schema);
    if (!samples)
        return samples.error();
    const auto device = open_device(options.device);
    if (!device)
        return device.error();

    if (const auto loaded = (*device)->load(*forest); !loaded)
        return loaded.error();
    const Stopwatch stopwatch;
    const auto votes = (*device)->predict(*samples);
    const double ms = stopwatch.ms();
    if (!votes)
        return votes.error();
    std::vector<double> predicted;
    for (const Vote &vote : *votes)
        predicted.push_back(prediction(forest->schema, forest->trees(), vote));

    const bool known = !samples->targets.empty();
    const double mse = known ? mean_squared_error(predicted, samples->targets) : 0;
    if (!options.json) {
        for (const double value : predicted)
            std::printf("%.10g\n", value);
        if (known)
            std::fprintf(stderr, "forest: MSE %.4f over %u rows\n", mse, samples->rows);
        return std::nullopt;
    }
    using Json = nlohmann::ordered_json;
    Json root{{"device", (*device)->is_gpu() ? "gpu" : "cpu"},
              {"name", (*device)->name()},
              {"predict_ms", ms},
              {"rows", samples->rows},
              {"predictions", predicted}};
    if (known)
        root["mse"] = mse;
    std::printf("%s\n", root.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    return std::nullopt;
}

} // namespace forest
