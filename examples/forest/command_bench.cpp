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
    /* What a run gave, and in what time. */
    template <typename T> struct Timed {
        T result;
        double ms;
        double waited_ms = 0;
    };
    template <typename T> struct Repeated {
        T result;
        double first_ms;
        double median_ms; /* of the others */
        double waited_ms; /* likewise */
    };

    /* `what` and `otherwise` say what a run does, and what one did that gave something else. */
    template <typename T, typename Run>
    Result<Repeated<T>> repeat(const Device &device, const char *what, const char *otherwise, Run run)
    {
        std::optional<Timed<T>> first;
        std::vector<double> times, waits;
        for (uint32_t number = 0; number <= options_.runs; number++) {
            progress_.show(std::string(what) + (device.is_gpu() ? " on GPU, " : " on CPU, ") +
                           of_runs(number));
            Result<Timed<T>> timed = run();
            if (!timed)
                return timed.error();
            if (number == 0) {
                first = std::move(*timed);
                continue;
            }
            times.push_back(timed->ms);
            waits.push_back(timed->waited_ms);
            if (timed->result != first->result)
                return Error{device.name() + ": run " + std::to_string(number) + " " + otherwise};
        }
        return Repeated<T>{std::move(first->result), first->ms, median(times), median(waits)};
    }

    /* First, so that nothing is compiled yet. */
    std::optional<Error> measure_both(Device &device, Outcome &out)
    {
        using Votes = std::vector<Vote>;
        auto runs = repeat<Votes>(device, "training and predicting", "predicted otherwise",
                                  [&]() -> Result<Timed<Votes>> {
                                      const Stopwatch stopwatch;
                                      auto fitted = train_and_predict(device, data_, options_.train, test_);
                                      const double ms = stopwatch.ms();
                                      if (!fitted)
                                          return fitted.error();
                                      return Timed<Votes>{std::move(fitted->votes), ms, fitted->waited_ms};
                                  });
        if (!runs)
            return runs.error();
        out.votes = std::move(runs->result);
        out.measured.cold_ms = runs->first_ms;
        out.measured.both_ms = runs->median_ms;
        out.measured.both_waited_ms = runs->waited_ms;
        return std::nullopt;
    }

    std::optional<Error> measure_training(Device &device, Outcome &out)
    {
        using Forests = std::vector<Forest>;
        auto runs =
            repeat<Forests>(device, "training", "trained another forest", [&]() -> Result<Timed<Forests>> {
                const Stopwatch stopwatch;
                auto forests = train_all(device, data_, options_.train);
                const double ms = stopwatch.ms();
                if (!forests)
                    return forests.error();
                return Timed<Forests>{std::move(*forests), ms, device.waited_ms()};
            });
        if (!runs)
            return runs.error();
        out.forests = std::move(runs->result);
        out.measured.train_ms = runs->median_ms;
        out.measured.train_waited_ms = runs->waited_ms;
        return std::nullopt;
    }

    std::optional<Error> measure_prediction(Device &device, Outcome &out)
    {
        const Model model = assemble(out.forests);
        if (auto error = device.load(model))
            return error;
        const auto runs = repeat<std::vector<Vote>>(device, "predicting", "predicted otherwise",
                                                    [&] { return predict(device, Stopwatch()); });
        if (!runs)
            return runs.error();
        if (runs->result != out.votes)
            return Error{device.name() + ": run 0 predicted otherwise"};
        out.measured.predict_ms = runs->median_ms;
        const Evaluation evaluation = evaluate(model, test_, out.votes);
        out.measured.quality = data_.schema.classes.empty() ? evaluation.mse : evaluation.accuracy;
        return std::nullopt;
    }

    /* With what the stopwatch says then. */
    Result<Timed<std::vector<Vote>>> predict(Device &device, const Stopwatch &stopwatch) const
    {
        auto votes = device.predict(test_);
        const double ms = stopwatch.ms();
        if (!votes)
            return votes.error();
        return Timed<std::vector<Vote>>{std::move(*votes), ms};
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
