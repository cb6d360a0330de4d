/* The forest on large data: time from rows in memory to the model, and from rows to predictions, on the CPU
 * and on the GPU; and whether these agree to the last bit.
 *
 * forest_large [--rows N] [--features N] [--trees N] [--depth N] [--max-features N] [--bins N] [--runs N]
 *              [--seconds N] [--test-rows N] [--seed N] [--device cpu|gpu|both]
 *
 * Prints a JSON object a line. The first run of the GPU is with compiling and making buffers; the times of
 * the runs after it are warm, and where there were none, they are those of the first. */
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>

#include "made_rows.hpp"
#include "metrics.hpp"
#include "predictor_cpu.hpp"
#include "predictor_stream_gpu.hpp"
#include "stopwatch.hpp"
#include "trainer_binned_cpu.hpp"
#include "trainer_binned_gpu.hpp"

using namespace forest;

namespace
{

struct Settings {
    uint32_t rows = 1000000;
    uint32_t features = 28;
    uint32_t test_rows = 100000;
    uint32_t runs = 5;     /* after the first, */
    uint32_t seconds = 10; /* none of which begins when those before it have taken so long */
    std::string device = "both";
    TrainOptions train{.trees = 100, .depth = 10, .features = 9, .bins = 256};
};

int
fail(const std::string &text)
{
    std::fprintf(stderr, "forest_large: %s\n", text.c_str());
    return 1;
}

bool
take(Settings &out, const char *name, const char *value)
{
    const std::pair<const char *, uint32_t *> numbers[] = {
        {"--rows", &out.rows},         {"--features", &out.features}, {"--test-rows", &out.test_rows},
        {"--trees", &out.train.trees}, {"--depth", &out.train.depth}, {"--max-features", &out.train.features},
        {"--bins", &out.train.bins},   {"--seed", &out.train.seed},   {"--runs", &out.runs},
        {"--seconds", &out.seconds}};
    for (const auto &[known, number] : numbers) {
        if (std::strcmp(name, known) == 0) {
            *number = static_cast<uint32_t>(std::strtoul(value, nullptr, 10));
            return true;
        }
    }
    out.device = value;
    return std::strcmp(name, "--device") == 0;
}

void
print(const char *what, const char *device, const std::vector<double> &times, const char *more, double value)
{
    std::vector<double> warm(times.begin() + (times.size() > 1 ? 1 : 0), times.end());
    std::printf("{\"what\": \"%s\", \"device\": \"%s\", \"first_ms\": %.2f, \"warm_ms\": %.2f, \"best_ms\": "
                "%.2f, \"runs\": %zu, \"%s\": %.10g}\n",
                what, device, times.front(), median(warm), *std::min_element(warm.begin(), warm.end()),
                times.size() - 1, more, value);
    std::fflush(stdout);
}

double
error_of(const BinnedForest &forest, const std::vector<Vote> &votes, const MadeRows &data)
{
    std::vector<double> predicted;
    for (const Vote vote : votes)
        predicted.push_back(prediction(forest, vote));
    return mean_squared_error(predicted, data.targets);
}

bool
is_another_run(const Settings &settings, const std::vector<double> &times)
{
    const double ms = std::accumulate(times.begin(), times.end(), 0.0);
    return times.empty() || (times.size() <= settings.runs && ms < settings.seconds * 1e3);
}

/* Trains and predicts, each as often as the settings say. */
template <typename Train, typename Predict>
std::optional<Error>
measure(const Settings &settings, const char *device, const MadeRows &data, const MadeRows &test, Train train,
        Predict predict, BinnedForest &forest, std::vector<Vote> &votes)
{
    std::vector<double> times;
    while (is_another_run(settings, times)) {
        const Stopwatch stopwatch;
        auto made = train(data.rows(), data.targets, settings.train);
        times.push_back(stopwatch.ms());
        if (!made)
            return made.error();
        if (times.size() > 1 && !(*made == forest))
            return Error{"another forest in another run"};
        forest = std::move(*made);
    }
    print("train", device, times, "nodes", static_cast<double>(forest.nodes.size()));
    times.clear();
    const WalkForest walk = make_walk(forest);
    while (is_another_run(settings, times)) {
        const Stopwatch stopwatch;
        auto got = predict(walk, data.rows());
        times.push_back(stopwatch.ms());
        if (!got)
            return got.error();
        votes = std::move(*got);
    }
    print("predict", device, times, "mse", error_of(forest, votes, data));
    const auto unseen = predict(walk, test.rows());
    if (!unseen)
        return unseen.error();
    print("test", device, {0}, "mse", error_of(forest, *unseen, test));
    return std::nullopt;
}

} // namespace

int
main(int argc, char **argv)
{
    Settings settings;
    for (int i = 1; i + 1 < argc; i += 2)
        if (!take(settings, argv[i], argv[i + 1]))
            return fail(std::string("no option ") + argv[i]);
    const MadeRows data = make_rows(settings.rows, settings.features, 1);
    const MadeRows test = make_rows(settings.test_rows, settings.features, 2);
    {
        const Stopwatch stopwatch;
        const auto binned = make_binned(data.rows(), data.targets, settings.train);
        if (!binned)
            return fail(binned.error().text);
        print("cuts and targets", "cpu", {stopwatch.ms()}, "range", binned->targets.range);
    }
    BinnedForest on_cpu;
    BinnedForest on_gpu;
    std::vector<Vote> cpu_votes;
    std::vector<Vote> gpu_votes;
    if (settings.device != "gpu") {
        const auto predict = [](const WalkForest &walk, const FloatRows &rows) {
            return Result<std::vector<Vote>>(predict_on_cpu(walk, rows));
        };
        const auto train = [](const FloatRows &rows, std::span<const double> targets,
                              const TrainOptions &options) {
            return train_binned_on_cpu(rows, targets, options);
        };
        if (const auto error = measure(settings, "cpu", data, test, train, predict, on_cpu, cpu_votes))
            return fail(error->text);
    }
    if (settings.device != "cpu") {
        const auto gpu = open_gpu();
        if (!gpu)
            return fail(gpu.error().text);
        auto trainer = GpuBinnedTrainer::create(*gpu);
        if (!trainer)
            return fail(trainer.error().text);
        std::optional<GpuStreamPredictor> predictor;
        const auto train = [&](const FloatRows &rows, std::span<const double> targets,
                               const TrainOptions &options) {
            return trainer->train(rows, targets, options);
        };
        const auto predict = [&](const WalkForest &walk, const FloatRows &rows) -> Result<std::vector<Vote>> {
            if (!predictor) {
                auto made = GpuStreamPredictor::create(*gpu);
                if (!made)
                    return made.error();
                predictor = std::move(*made);
                if (auto error = predictor->load(walk))
                    return *error;
            }
            return predictor->predict(rows);
        };
        if (const auto error =
                measure(settings, gpu->name.c_str(), data, test, train, predict, on_gpu, gpu_votes))
            return fail(error->text);
    }
    if (settings.device != "both")
        return 0;
    if (!(on_cpu == on_gpu) || cpu_votes != gpu_votes)
        return fail("the CPU and the GPU differ");
    std::printf("{\"what\": \"identical\", \"nodes\": %zu}\n", on_cpu.nodes.size());
    return 0;
}
