#include <cstdio>

#include "commands.hpp"
#include "dataset.hpp"
#include "device.hpp"
#include "metrics.hpp"
#include "report.hpp"
#include "stopwatch.hpp"
#include "terminal.hpp"

namespace forest
{

namespace
{

struct Outcome {
    Measured measured;
    Forest forest;
    std::vector<Vote> votes;
};

/* The first difference, in words; empty: none. */
std::string difference(const Outcome &a, const Outcome &b)
{
    if (a.forest.roots != b.forest.roots)
        return "they have different numbers of nodes";
    for (size_t i = 0; i < a.forest.nodes.size(); i++)
        if (a.forest.nodes[i] != b.forest.nodes[i])
            return "node " + std::to_string(i) + " is the first";
    if (a.votes != b.votes)
        return "the trees are the same, but not their predictions";
    return "";
}

/* Trains and predicts once, then `runs` times more; each run has to give the same. */
class Bench
{
  public:
    Bench(const Options &options, const Dataset &data, const Samples &samples)
        : options_(options), data_(data), samples_(samples)
    {
    }

    Result<Outcome> measure(Device &device) const
    {
        Outcome out;
        out.measured.name = device.name();
        out.measured.is_gpu = device.is_gpu();
        if (const auto error = measure_growing(device, out))
            return *error;
        if (const auto error = measure_training(device, out))
            return *error;
        if (const auto error = measure_prediction(device, out))
            return *error;
        return out;
    }

  private:
    /* First, so that nothing is compiled yet. */
    std::optional<Error> measure_growing(Device &device, Outcome &out) const
    {
        std::vector<double> both_times;
        std::vector<double> grow_times;
        for (uint32_t run = 0; run <= options_.runs; run++) {
            progress_.show("growing on " + device.name() + ", " + of_runs(run));
            const Stopwatch both_watch;
            auto votes = device.grow_and_predict(data_, options_.train, samples_);
            const double both_ms = both_watch.ms();
            if (!votes)
                return votes.error();
            const Stopwatch grow_watch;
            const auto grown = device.grow(data_, options_.train);
            const double grow_ms = grow_watch.ms();
            if (!grown)
                return grown.error();
            if (run == 0) {
                out.measured.cold_ms = both_ms;
                out.votes = std::move(*votes);
                continue;
            }
            both_times.push_back(both_ms);
            grow_times.push_back(grow_ms);
            if (*votes != out.votes)
                return Error{device.name() + ": run " + std::to_string(run) + " predicted otherwise"};
        }
        out.measured.both_ms = median(both_times);
        out.measured.grow_ms = median(grow_times);
        return std::nullopt;
    }

    std::optional<Error> measure_training(Device &device, Outcome &out) const
    {
        std::vector<double> times;
        for (uint32_t run = 0; run <= options_.runs; run++) {
            progress_.show("training on " + device.name() + ", " + of_runs(run));
            const Stopwatch stopwatch;
            auto forest = device.train(data_, options_.train);
            const double ms = stopwatch.ms();
            if (!forest)
                return forest.error();
            if (run == 0) {
                out.forest = std::move(*forest);
            } else {
                times.push_back(ms);
                if (!(*forest == out.forest))
                    return Error{device.name() + ": run " + std::to_string(run) + " trained another forest"};
            }
        }
        out.measured.train_ms = median(times);
        return std::nullopt;
    }

    std::optional<Error> measure_prediction(Device &device, Outcome &out) const
    {
        if (const auto loaded = device.load(out.forest); !loaded)
            return loaded.error();
        std::vector<double> times;
        for (uint32_t run = 0; run <= options_.runs; run++) {
            progress_.show("predicting on " + device.name() + ", " + of_runs(run));
            const Stopwatch stopwatch;
            auto votes = device.predict(samples_);
            const double ms = stopwatch.ms();
            if (!votes)
                return votes.error();
            if (run > 0)
                times.push_back(ms);
            if (*votes != out.votes)
                return Error{device.name() + ": run " + std::to_string(run) + " predicted otherwise"};
        }
        std::vector<double> predicted;
        for (const Vote &vote : out.votes)
            predicted.push_back(prediction(out.forest.schema, out.forest.trees(), vote));
        out.measured.predict_ms = median(times);
        out.measured.mse = mean_squared_error(predicted, samples_.targets);
        return std::nullopt;
    }

    std::string of_runs(uint32_t run) const
    {
        return "run " + std::to_string(run + 1) + " of " + std::to_string(options_.runs + 1);
    }

    const Options &options_;
    const Dataset &data_;
    const Samples &samples_;
    const Progress progress_;
};

} // namespace

std::optional<Error> run_bench(const Options &options)
{
    const auto train = read_csv(options.train_file);
    if (!train)
        return train.error();
    const auto data = make_dataset(*train, options.target, options.train.trees);
    if (!data)
        return data.error();
    const auto test = read_csv(options.test_file);
    if (!test)
        return test.error();
    const auto samples = make_samples(*test, data->schema);
    if (!samples)
        return samples.error();
    if (samples->targets.empty())
        return Error{options.test_file + ": no column '" + options.target + "' to compare predictions with"};

    BenchReport report{data->rows, samples->rows, data->features(), 0, {}, ""};
    std::vector<Outcome> outcomes;
    for (const Place place : {Place::Cpu, Place::Gpu}) {
        if (place == Place::Gpu && options.device == Place::Cpu)
            continue;
        auto device = open_device(place);
        if (!device)
            return device.error();
        auto outcome = Bench(options, *data, *samples).measure(**device);
        if (!outcome)
            return outcome.error();
        report.devices.push_back(outcome->measured);
        outcomes.push_back(std::move(*outcome));
    }
    report.nodes = outcomes.front().forest.nodes.size();
    report.difference = difference(outcomes.front(), outcomes.back());
    const std::string text = options.json ? bench_json(options, report) : bench_table(options, report);
    std::fputs(text.c_str(), stdout);
    if (!report.difference.empty())
        return Error{"the CPU's and the GPU's forests differ: " + report.difference};
    return std::nullopt;
}

} // namespace forest
