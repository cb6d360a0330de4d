/* What forest_large is asked to do, from its command line. */
#ifndef BENCH_LARGE_SETTINGS_HPP
#define BENCH_LARGE_SETTINGS_HPP

#include <charconv>
#include <string>
#include <string_view>

#include "limits.hpp"
#include "result.hpp"
#include "trainer_binned.hpp"

namespace forest
{

struct LargeSettings {
    uint32_t rows = 1000000;
    uint32_t features = 28;
    uint32_t test_rows = 100000;
    uint32_t runs = 5;     /* after the first, */
    uint32_t seconds = 10; /* none of which begins when those before it have taken so long */
    std::string device = "both";
    TrainOptions train{.trees = 100, .depth = 10, .features = 9, .bins = 256};
};

inline std::optional<Error>
take_setting(LargeSettings &out, std::string_view name, std::string_view value)
{
    const struct {
        std::string_view name;
        uint32_t *number;
        uint32_t least, most;
    } numbers[] = {
        {"--rows", &out.rows, 1, max_binned_rows},
        {"--features", &out.features, 1, max_features},
        {"--test-rows", &out.test_rows, 1, max_binned_rows},
        {"--trees", &out.train.trees, 1, max_trees},
        {"--depth", &out.train.depth, 1, max_depth},
        {"--max-features", &out.train.features, 1, max_features},
        {"--bins", &out.train.bins, 2, max_bins},
        {"--seed", &out.train.seed, 0, UINT32_MAX},
        {"--runs", &out.runs, 0, 1000},
        {"--seconds", &out.seconds, 0, 86400},
    };
    for (const auto &known : numbers) {
        if (name != known.name)
            continue;
        const char *end = value.data() + value.size();
        const auto result = std::from_chars(value.data(), end, *known.number);
        if (result.ec == std::errc() && result.ptr == end && *known.number >= known.least &&
            *known.number <= known.most)
            return std::nullopt;
        return Error{std::string(name) + " takes a number from " + std::to_string(known.least) + " to " +
                     std::to_string(known.most) + ", not '" + std::string(value) + "'"};
    }
    if (name != "--device")
        return Error{std::string("no option '").append(name) + "'"};
    if (value != "cpu" && value != "gpu" && value != "both")
        return Error{std::string("--device is cpu, gpu or both, not '").append(value) + "'"};
    out.device = value;
    return std::nullopt;
}

inline Result<LargeSettings>
read_settings(int argc, char **argv)
{
    LargeSettings out;
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc)
            return Error{std::string("'") + argv[i] + "' needs a value, or is no option"};
        if (auto error = take_setting(out, argv[i], argv[i + 1]))
            return *error;
    }
    return out;
}

} // namespace forest

#endif
