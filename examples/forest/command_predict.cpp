#include <cstdio>

#include "commands.hpp"
#include "device.hpp"
#include "evaluation.hpp"
#include "json.hpp"
#include "model_file.hpp"
#include "stopwatch.hpp"

namespace forest
{

namespace
{

void print_text(const Model &model, const Table &table, const Evaluation &evaluation)
{
    const size_t outputs = model.output_count();
    for (size_t row = 0; row < table.rows; row++) {
        if (!model.classes.empty()) {
            std::printf("%s\n", model.classes[evaluation.classes[row]].c_str());
            continue;
        }
        for (size_t output = 0; output < outputs; output++)
            std::printf("%s%.10g", output > 0 ? "," : "", evaluation.outputs[row * outputs + output]);
        std::printf("\n");
    }
    if (!evaluation.known)
        return;
    if (model.classes.empty())
        std::fprintf(stderr, "forest: MSE %.4f, R squared %.4f over %u rows\n", evaluation.mse, evaluation.r2,
                     table.rows);
    else
        std::fprintf(stderr, "forest: accuracy %.4f over %u rows\n", evaluation.accuracy, table.rows);
}

void print_json(const Model &model, const Table &table, const Evaluation &evaluation, const Device &device,
                double ms)
{
    DoubleJson root{{"device", device.is_gpu() ? "gpu" : "cpu"},
                    {"name", device.name()},
                    {"predict_ms", ms},
                    {"rows", table.rows}};
    if (model.classes.empty()) {
        root["predictions"] = evaluation.outputs;
    } else {
        DoubleJson predicted = DoubleJson::array();
        for (const uint32_t label : evaluation.classes)
            predicted.push_back(model.classes[label]);
        root["predictions"] = std::move(predicted);
        root["classes"] = model.classes;
        root["probabilities"] = probabilities(model, evaluation.outputs);
    }
    if (evaluation.known && model.classes.empty()) {
        root["mse"] = evaluation.mse;
        root["r2"] = evaluation.r2;
    } else if (evaluation.known) {
        root["accuracy"] = evaluation.accuracy;
    }
    std::printf("%s\n", dump(root).c_str());
}

} // namespace

std::optional<Error> run_predict(const Options &options)
{
    const auto model = load_model(options.model_file);
    if (!model)
        return model.error();
    const auto table = read_table(options.test_file, wanted_by(*model, options.target));
    if (!table)
        return table.error();
    const auto device = open_device(options.device);
    if (!device)
        return device.error();

    if (auto error = (*device)->load(*model))
        return error;
    const Stopwatch stopwatch;
    const auto votes = (*device)->predict(*table);
    const double ms = stopwatch.ms();
    if (!votes)
        return votes.error();
    const Evaluation evaluation = evaluate(*model, *table, *votes);
    if (options.json)
        print_json(*model, *table, evaluation, **device, ms);
    else
        print_text(*model, *table, evaluation);
    return std::nullopt;
}

} // namespace forest
