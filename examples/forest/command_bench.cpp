#include <cstdio>

#include "assemble.hpp"
#include "commands.hpp"
#include "evaluation.hpp"
#include "metrics.hpp"
#include "progress.hpp"
#include "report.hpp"
#include "stopwatch.hpp"
#include "training.hpp"

namespace forest
{

namespace
{

struct Outcome {
    Measured measured;
    std::vector<Forest> forests;
    std::vector<Vote> votes;
};

/* The first difference, in words; empty: none. */
std::string difference(const Outcome &a, const Outcome &b)
{
    for (size_t output = 0; output < a.forests.size(); output++) {
        const Forest &left = a.forests[output];
        const Forest &right = b.forests[output];
        if (left.roots != right.roots)
            return "they have different numbers of nodes";
        for (size_t i = 0; i < left.nodes.size(); i++)
            if (left.nodes[i] != right.nodes[i])
                return "node " + std::to_string(i) + " is the first";
    }
    if (a.votes != b.votes)
        return "the trees are the same, but not their predictions";
    return "";
}

/* Trains and predicts once, then `runs` times more; each run has to give the same. */
class Bench
{
  public:
    Bench(const Options &options, Dataset &data, const Table &test)
        : options_(options), data_(data), test_(test), progress_(options.progress)
    {
    }

    Result<Outcome> measure(Device &device)
    {
        Outcome out;
        out.measured.name = device.name();
        out.measured.is_gpu = device.is_gpu();
        if (const auto error = measure_both(device, out))
            return *error;
        if (const auto error = measure_training(device, out))
            return *error;
        if (const auto error = measure_prediction(device, out))
            return *error;
        return out;
    }

  private:
    /* First, so that nothing is compiled yet. */
    std::optional<Error> measure_both(Device &device, Outcome &out)
    {
        std::vector<double> times;
        for (uint32_t run = 0; run <= options_.runs; run++) {
            progress_.show("training and predicting on " + device.name() + ", " + of_runs(run));
            const Stopwatch stopwatch;
            const auto forests = train_all(device, data_, options_.train);
            if (!forests)
                return forests.error();
            const Model model = assemble(*forests);
            if (const auto loaded = device.load(model); !loaded)
                return loaded.error();
            auto votes = device.predict(test_);
            const double ms = stopwatch.ms();
            if (!votes)
                return votes.error();
            if (run == 0) {
                out.measured.cold_ms = ms;
                out.votes = std::move(*votes);
                continue;
            }
            times.push_back(ms);
            if (*votes != out.votes)
                return Error{device.name() + ": run " + std::to_string(run) + " predicted otherwise"};
        }
        out.measured.both_ms = median(times);
        return std::nullopt;
    }

    std::optional<Error> measure_training(Device &device, Outcome &out)
    {
        std::vector<double> times;
        for (uint32_t run = 0; run <= options_.runs; run++) {
            progress_.show("training on " + device.name() + ", " + of_runs(run));
            const Stopwatch stopwatch;
            auto forests = train_all(device, data_, options_.train);
            const double ms = stopwatch.ms();
            if (!forests)
                return forests.error();
            if (run == 0) {
                out.forests = std::move(*forests);
            } else {
                times.push_back(ms);
                if (*forests != out.forests)
                    return Error{device.name() + ": run " + std::to_string(run) + " trained another forest"};
            }
        }
        out.measured.train_ms = median(times);
        return std::nullopt;
    }

    std::optional<Error> measure_prediction(Device &device, Outcome &out)
    {
        const Model model = assemble(out.forests);
        if (const auto loaded = device.load(model); !loaded)
            return loaded.error();
        std::vector<double> times;
        for (uint32_t run = 0; run <= options_.runs; run++) {
            progress_.show("predicting on " + device.name() + ", " + of_runs(run));
            const Stopwatch stopwatch;
            auto votes = device.predict(test_);
            const double ms = stopwatch.ms();
            if (!votes)
                return votes.error();
            if (run > 0)
                times.push_back(ms);
            if (*votes != out.votes)
                return Error{device.name() + ": run " + std::to_string(run) + " predicted otherwise"};
        }
        out.measured.predict_ms = median(times);
        const Evaluation evaluation = evaluate(model, test_, out.votes);
        out.measured.quality = data_.schema.classes.empty() ? evaluation.mse : evaluation.accuracy;
        return std::nullopt;
    }

    std::string of_runs(uint32_t run) const
    {
        return "run " + std::to_string(run + 1) + " of " + std::to_string(options_.runs + 1);
    }

    const Options &options_;
    Dataset &data_;
    const Table &test_;
    Progress progress_;
};

} // namespace

std::optional<Error> run_bench(const Options &options)
{
    Wanted wanted;
    wanted.target = options.target;
    wanted.classes = options.classify;
    const auto train = read_table(options.train_file, wanted);
    if (!train)
        return train.error();
    auto data = make_dataset(*train, options.train.bins > 0);
    if (!data)
        return data.error();
    wanted.training = false;
    wanted.features = data->features();
    if (train->named)
        wanted.names = train->features;
    const auto test = read_table(options.test_file, wanted);
    if (!test)
        return test.error();
    if (!test->target)
        return Error{options.test_file + ": no column '" + data->schema.target_name +
                     "' to compare predictions with"};

    BenchReport report{data->rows, test->rows, data->features(), 0, options.classify, {}, ""};
    std::vector<Outcome> outcomes;
    for (const Place place : {Place::Cpu, Place::Gpu}) {
        if (place == Place::Gpu && options.device == Place::Cpu)
            continue;
        auto device = open_device(place);
        if (!device)
            return device.error();
        auto outcome = Bench(options, *data, *test).measure(**device);
        if (!outcome)
            return outcome.error();
        report.devices.push_back(outcome->measured);
        outcomes.push_back(std::move(*outcome));
    }
    for (const Forest &forest : outcomes.front().forests)
        report.nodes += forest.nodes.size();
    report.difference = difference(outcomes.front(), outcomes.back());
    const std::string text = options.json ? bench_json(options, report) : bench_table(options, report);
    std::fputs(text.c_str(), stdout);
    if (!report.difference.empty())
        return Error{"the CPU's and the GPU's forests differ: " + report.difference};
    return std::nullopt;
}

} // namespace forest
