/* The forest on large data: time from rows in memory to the model, and from rows to predictions, on the CPU
 * and on the GPU; and whether these agree to the last bit.
 *
 * forest_large [--rows N] [--features N] [--trees N] [--depth N] [--max-features N] [--bins N] [--runs N]
 *              [--seconds N] [--test-rows N] [--seed N] [--device cpu|gpu|both]
 *
 * Prints a JSON object a line, with a hash of the forest, or of what it predicts. The first run of the GPU is
 * with compiling and making buffers; the times of the runs after it are warm, and where there were none, they
 * are those of the first. */
#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <numeric>
#include <string>

#include "large_settings.hpp"
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

int
fail(const std::string &text)
{
    std::fprintf(stderr, "forest_large: %s\n", text.c_str());
    return 1;
}

[[noreturn]] void
out_of_memory()
{
    std::_Exit(fail("out of memory: fewer --rows or --test-rows"));
}

/* Of a forest or of predictions, to compare them between processes. FNV-1a, of words. */
class Hash
{
  public:
    void add(uint32_t word)
    {
        for (int byte = 0; byte < 4; byte++)
            state_ = (state_ ^ (word >> 8 * byte & 0xffu)) * 0x100000001b3u;
    }

    void add(double number)
    {
        const auto bits = std::bit_cast<uint64_t>(number);
        add(static_cast<uint32_t>(bits));
        add(static_cast<uint32_t>(bits >> 32));
    }

    std::string text() const
    {
        char text[20];
        std::snprintf(text, sizeof text, "\"%016llx\"", static_cast<unsigned long long>(state_));
        return text;
    }

  private:
    uint64_t state_ = 0xcbf29ce484222325u;
};

std::string
hash_of(const BinnedForest &forest)
{
    Hash hash;
    for (const Cuts &cuts : forest.cuts)
        for (const float cut : cuts)
            hash.add(std::bit_cast<uint32_t>(cut));
    hash.add(forest.target_minimum);
    hash.add(forest.target_step);
    for (const uint32_t root : forest.roots)
        hash.add(root);
    for (const Node &node : forest.nodes) {
        hash.add(uint32_t{node.feature} << 16 | node.cut);
        hash.add(node.count);
        hash.add(node.value);
    }
    return hash.text();
}

std::string
hash_of(const BinnedForest &forest, const std::vector<Vote> &votes)
{
    Hash hash;
    for (const Vote vote : votes)
        hash.add(prediction(forest, vote));
    return hash.text();
}

void
print(const char *what, const char *device, const std::vector<double> &times, const char *more, double value,
      const std::string &hash)
{
    std::vector<double> warm(times.begin() + (times.size() > 1 ? 1 : 0), times.end());
    std::printf("{\"what\": \"%s\", \"device\": \"%s\", \"first_ms\": %.2f, \"warm_ms\": %.2f, \"best_ms\": "
                "%.2f, \"runs\": %zu, \"%s\": %.10g, \"hash\": %s}\n",
                what, device, times.front(), median(warm), *std::min_element(warm.begin(), warm.end()),
                times.size() - 1, more, value, hash.c_str());
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
is_another_run(const LargeSettings &settings, const std::vector<double> &times)
{
    const double ms = std::accumulate(times.begin(), times.end(), 0.0);
    return times.empty() || (times.size() <= settings.runs && ms < settings.seconds * 1e3);
}

/* Trains and predicts, each as often as the settings say. */
template <typename Train, typename Predict>
std::optional<Error>
measure(const LargeSettings &settings, const char *device, const MadeRows &data, const MadeRows &test,
        Train train, Predict predict, BinnedForest &forest, std::vector<Vote> &votes)
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
    print("train", device, times, "nodes", static_cast<double>(forest.nodes.size()), hash_of(forest));
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
    print("predict", device, times, "mse", error_of(forest, votes, data), hash_of(forest, votes));
    const auto unseen = predict(walk, test.rows());
    if (!unseen)
        return unseen.error();
    print("test", device, {0}, "mse", error_of(forest, *unseen, test), hash_of(forest, *unseen));
    return std::nullopt;
}

} // namespace

int
main(int argc, char **argv)
{
    std::set_new_handler(out_of_memory);
    const auto read = read_settings(argc, argv);
    if (!read)
        return fail(read.error().text);
    const LargeSettings &settings = *read;
    const MadeRows data = make_rows(settings.rows, settings.features, 1);
    const MadeRows test = make_rows(settings.test_rows, settings.features, 2);
    {
        const Stopwatch stopwatch;
        const auto binned = make_binned(data.rows(), data.targets, settings.train);
        if (!binned)
            return fail(binned.error().text);
        print("cuts and targets", "cpu", {stopwatch.ms()}, "range", binned->targets.range, "null");
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
