#include <algorithm>
#include <cstdio>
#include <numeric>

#include "assemble.hpp"
#include "commands.hpp"
#include "json.hpp"
#include "model_file.hpp"
#include "out_of_bag.hpp"
#include "output_file.hpp"
#include "progress.hpp"
#include "stopwatch.hpp"
#include "training.hpp"

namespace forest
{

namespace
{

struct Trained {
    Model model;
    std::vector<double> importances;
    std::optional<double> oob_score;
    double ms = 0;
};

Result<Trained> train(const Options &options, const Table &table, Device &device, Dataset &data)
{
    Progress progress(options.progress);
    const Stopwatch stopwatch;
    const auto forests = train_all(device, data, options.train, [&](uint32_t done, uint32_t all) {
        progress.show(device.is_gpu() ? "training on GPU" : "training on CPU", done, all);
    });
    if (!forests)
        return forests.error();
    Trained out;
    out.ms = stopwatch.ms();
    out.model = assemble(*forests);
    out.importances = importances(out.model);
    if (options.oob_score)
        out.oob_score = out_of_bag_score(*forests, data, table, options.train);
    return out;
}

void print_text(const Options &options, const Trained &trained, const Device &device, const Dataset &data)
{
    std::printf("%s: %u trees, %zu nodes, trained on %u rows in %.1f ms on %s\n", options.model_file.c_str(),
                trained.model.trees(), trained.model.nodes.size(), data.rows, trained.ms,
                device.name().c_str());
    if (trained.oob_score)
        std::printf("out-of-bag %s: %.4f\n", data.schema.classes.empty() ? "R squared" : "accuracy",
                    *trained.oob_score);
    else if (options.oob_score)
        std::printf("out-of-bag score: none, every tree has drawn every row\n");
    if (!options.importances)
        return;
    std::vector<size_t> order(data.features());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](size_t a, size_t b) { return trained.importances[a] > trained.importances[b]; });
    for (const size_t feature : order)
        std::printf("%.4f  %s\n", trained.importances[feature], data.schema.features[feature].name.c_str());
}

void print_json(const Options &options, const Trained &trained, const Device &device, const Dataset &data)
{
    DoubleJson importances = DoubleJson::object();
    for (size_t feature = 0; feature < data.features(); feature++)
        importances[data.schema.features[feature].name] = trained.importances[feature];
    DoubleJson root{{"model", options.model_file},
                    {"device", device.is_gpu() ? "gpu" : "cpu"},
                    {"name", device.name()},
                    {"train_ms", trained.ms},
                    {"trees", trained.model.trees()},
                    {"nodes", trained.model.nodes.size()},
                    {"rows", data.rows},
                    {"features", data.features()},
                    {"importances", std::move(importances)}};
    if (!data.schema.classes.empty())
        root["classes"] = data.schema.classes;
    if (options.oob_score)
        root["oob_score"] = trained.oob_score ? DoubleJson(*trained.oob_score) : DoubleJson();
    std::printf("%s\n", dump(root).c_str());
}

} // namespace

std::optional<Error> run_train(const Options &options)
{
    if (auto error = check_output(options.model_file, options.train_file))
        return error;
    Wanted wanted;
    wanted.target = options.target;
    wanted.classes = options.classify;
    const auto table = read_table(options.train_file, wanted);
    if (!table)
        return table.error();
    auto data = make_dataset(*table, options.train.bins > 0);
    if (!data)
        return data.error();
    const auto device = open_device(options.device);
    if (!device)
        return device.error();
    const auto trained = train(options, *table, **device, *data);
    if (!trained)
        return trained.error();
    if (auto error = save_model(trained->model, options.model_file))
        return error;
    if (options.json)
        print_json(options, *trained, **device, *data);
    else
        print_text(options, *trained, **device, *data);
    return std::nullopt;
}

} // namespace forest
