#include "report.hpp"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "json.hpp"

namespace forest
{

namespace
{

__attribute__((format(printf, 1, 2))) std::string format(const char *text, ...)
{
    char line[256];
    va_list arguments;
    va_start(arguments, text);
    std::vsnprintf(line, sizeof line, text, arguments);
    va_end(arguments);
    return line;
}

/* Names of adapters come from drivers: a long one is cut, so that the columns hold. */
std::string fitted(const std::string &name, size_t width)
{
    return name.size() <= width ? name + std::string(width - name.size(), ' ') : name.substr(0, width);
}

} // namespace

std::string bench_table(const Options &options, const BenchReport &report)
{
    constexpr size_t widest = 44;
    size_t width = 6;
    for (const Measured &device : report.devices)
        width = std::max(width, std::min(device.name.size(), widest));

    std::string out = format(
        "%u trees, depth %u, %u of %zu features a split, seed %u; %zu rows to train on, %zu to predict\n\n",
        options.train.trees, options.train.depth, options.train.features, report.features, options.train.seed,
        report.train_rows, report.test_rows);
    out += fitted("device", width) + "        cold         both        train      predict  " +
           (report.classify ? "  accuracy\n" : "       MSE\n");
    for (const Measured &device : report.devices)
        out += fitted(device.name, width) + format("  %7.1f ms  %8.3f ms  %8.3f ms  %8.3f ms  %10.4f\n",
                                                   device.cold_ms, device.both_ms, device.train_ms,
                                                   device.predict_ms, device.quality);
    out += "\nboth: training, the model, and predicting with it; cold: that for the first time\n";
    for (const Measured &device : report.devices)
        if (device.both_waited_ms > 0)
            out += format("from the submit until the result is there: both %.3f ms, train %.3f ms\n",
                          device.both_waited_ms, device.train_waited_ms);
    if (report.devices.size() > 1)
        out += report.difference.empty()
                   ? format("\nThe trees are identical, bit for bit: %zu nodes.\n", report.nodes)
                   : "\nThe trees differ: " + report.difference + "\n";
    return out;
}

std::string bench_json(const Options &options, const BenchReport &report)
{
    DoubleJson devices = DoubleJson::array();
    for (const Measured &device : report.devices)
        devices.push_back({{"device", device.is_gpu ? "gpu" : "cpu"},
                           {"name", device.name},
                           {"cold_ms", device.cold_ms},
                           {"both_ms", device.both_ms},
                           {"train_ms", device.train_ms},
                           {"predict_ms", device.predict_ms},
                           {"both_waited_ms", device.both_waited_ms},
                           {"train_waited_ms", device.train_waited_ms},
                           {report.classify ? "accuracy" : "mse", device.quality}});
    DoubleJson root{{"trees", options.train.trees},
                    {"depth", options.train.depth},
                    {"features_a_split", options.train.features},
                    {"seed", options.train.seed},
                    {"train_rows", report.train_rows},
                    {"test_rows", report.test_rows},
                    {"features", report.features},
                    {"nodes", report.nodes},
                    {"devices", std::move(devices)}};
    if (report.devices.size() > 1)
        root["identical"] = report.difference.empty();
    return dump(root) + "\n";
}

} // namespace forest
