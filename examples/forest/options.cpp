#include "options.hpp"

#include <cstdlib>
#include <string_view>
#include <vector>

#include <getopt.h>

#include "limits.hpp"

namespace forest
{

namespace
{

enum LongOption {
    opt_train = 256,
    opt_test,
    opt_target,
    opt_trees,
    opt_depth,
    opt_max_features,
    opt_min_samples_leaf,
    opt_bins,
    opt_seed,
    opt_device,
    opt_task,
    opt_oob_score,
    opt_importances,
    opt_progress,
    opt_runs,
    opt_json
};

const option long_options[] = {
    {"train", required_argument, nullptr, opt_train},
    {"test", required_argument, nullptr, opt_test},
    {"target", required_argument, nullptr, opt_target},
    {"output", required_argument, nullptr, 'o'},
    {"model", required_argument, nullptr, 'm'},
    {"trees", required_argument, nullptr, opt_trees},
    {"depth", required_argument, nullptr, opt_depth},
    {"max-features", required_argument, nullptr, opt_max_features},
    {"features", required_argument, nullptr, opt_max_features}, /* its name before */
    {"min-samples-leaf", required_argument, nullptr, opt_min_samples_leaf},
    {"bins", required_argument, nullptr, opt_bins},
    {"seed", required_argument, nullptr, opt_seed},
    {"device", required_argument, nullptr, opt_device},
    {"task", required_argument, nullptr, opt_task},
    {"oob-score", no_argument, nullptr, opt_oob_score},
    {"importances", no_argument, nullptr, opt_importances},
    {"progress", required_argument, nullptr, opt_progress},
    {"runs", required_argument, nullptr, opt_runs},
    {"json", no_argument, nullptr, opt_json},
    {"help", no_argument, nullptr, 'h'},
    {nullptr, 0, nullptr, 0},
};

struct CommandName {
    Command command;
    const char *name;
};
constexpr CommandName command_names[] = {
    {Command::Train, "train"}, {Command::Predict, "predict"}, {Command::Bench, "bench"}};

/* Whether it has an effect there. */
bool is_of(int option, Command command)
{
    switch (option) {
    case opt_train:
    case opt_task:
    case opt_trees:
    case opt_depth:
    case opt_max_features:
    case opt_min_samples_leaf:
    case opt_bins:
    case opt_seed:
    case opt_progress:
        return command != Command::Predict;
    case 'o':
    case opt_oob_score:
    case opt_importances:
        return command == Command::Train;
    case opt_test:
        return command != Command::Train;
    case 'm':
        return command == Command::Predict;
    case opt_runs:
        return command == Command::Bench;
    default:
        return true;
    }
}

std::string name_of(int value)
{
    const option *found = long_options;
    while (found->val != value)
        found++;
    return std::string("--") + found->name;
}

/* "--runs is an option of bench, and not of train" */
Error misplaced(int value, Command command)
{
    std::string text = name_of(value) + " is an option of ";
    const char *separator = "";
    const char *given = "";
    for (const CommandName &known : command_names) {
        if (known.command == command)
            given = known.name;
        if (!is_of(value, known.command))
            continue;
        text.append(separator).append(known.name);
        separator = " and ";
    }
    return Error{text + ", and not of " + given};
}

/* False: `error` says what is allowed. */
bool take_number(const char *name, const char *text, uint32_t least, uint32_t most, uint32_t &out,
                 std::string &error)
{
    char *end = nullptr;
    const bool is_digit = text[0] >= '0' && text[0] <= '9';
    const unsigned long long value = is_digit ? std::strtoull(text, &end, 10) : 0;
    if (!is_digit || *end != '\0' || value < least || value > most) {
        error = std::string("--") + name + " takes a number from " + std::to_string(least) + " to " +
                std::to_string(most) + ", not '" + text + "'";
        return false;
    }
    out = static_cast<uint32_t>(value);
    return true;
}

/* 0, or as many as a byte tells apart. */
bool take_bins(const char *text, uint32_t &out, std::string &error)
{
    if (!take_number("bins", text, 0, max_bins, out, error))
        return false;
    if (out == 1)
        error = "--bins takes at least 2, or 0: a feature with one value cannot be split";
    return error.empty();
}

template <typename T> struct Word {
    std::string_view text;
    T value;
};

/* One of the words. */
template <typename T, size_t count>
bool take_word(const char *name, std::string_view text, const Word<T> (&words)[count], T &out,
               std::string &error)
{
    std::string known;
    for (size_t i = 0; i < count; i++) {
        if (words[i].text == text) {
            out = words[i].value;
            return true;
        }
        known.append(i == 0 ? "" : i + 1 < count ? ", " : " or ").append(words[i].text);
    }
    error = std::string("--") + name + " is " + known + ", not '" + std::string(text) + "'";
    return false;
}

constexpr Word<Place> places[] = {{"cpu", Place::Cpu}, {"gpu", Place::Gpu}, {"auto", Place::Auto}};
constexpr Word<When> times[] = {{"always", When::Always}, {"never", When::Never}, {"auto", When::Auto}};
constexpr Word<bool> tasks[] = {{"regression", false}, {"classification", true}}; /* whether it classifies */

bool take_option(int option, Options &out, std::string &error)
{
    switch (option) {
    case opt_train:
        out.train_file = optarg;
        return true;
    case opt_test:
        out.test_file = optarg;
        return true;
    case opt_target:
        out.target = optarg;
        return true;
    case 'o':
    case 'm':
        out.model_file = optarg;
        return true;
    case opt_trees:
        return take_number("trees", optarg, 1, max_trees, out.train.trees, error);
    case opt_depth:
        return take_number("depth", optarg, 1, max_depth, out.train.depth, error);
    case opt_max_features:
        return take_number("max-features", optarg, 1, max_features, out.train.features, error);
    case opt_min_samples_leaf:
        return take_number("min-samples-leaf", optarg, 1, max_binned_rows, out.train.min_leaf, error);
    case opt_bins:
        return take_bins(optarg, out.train.bins, error);
    case opt_seed:
        return take_number("seed", optarg, 0, UINT32_MAX, out.train.seed, error);
    case opt_runs:
        return take_number("runs", optarg, 1, 1000, out.runs, error);
    case opt_device:
        return take_word("device", optarg, places, out.device, error);
    case opt_task:
        return take_word("task", optarg, tasks, out.classify, error);
    case opt_oob_score:
        out.oob_score = true;
        return true;
    case opt_importances:
        out.importances = true;
        return true;
    case opt_progress:
        return take_word("progress", optarg, times, out.progress, error);
    default: /* opt_json */
        out.json = true;
        return true;
    }
}

bool take_command(std::string_view text, Options &out)
{
    for (const CommandName &known : command_names) {
        if (text != known.name)
            continue;
        out.command = known.command;
        return true;
    }
    return text == "help";
}

/* What a command cannot do without. A bench has files of its own. */
std::optional<Error> complete(Options &out)
{
    if (out.command == Command::Train && out.train_file.empty())
        return Error{"train needs --train FILE, what to train on"};
    if (out.command == Command::Train && out.model_file.empty())
        return Error{"train needs -o MODEL, where to save the model"};
    if (out.command == Command::Predict && out.model_file.empty())
        return Error{"predict needs -m MODEL, the model to predict with"};
    if (out.command == Command::Predict && out.test_file.empty())
        return Error{"predict needs --test FILE, what to predict"};
    if (out.train_file.empty())
        out.train_file = "data/diabetes_train.csv";
    if (out.test_file.empty())
        out.test_file = "data/diabetes_test.csv";
    return std::nullopt;
}

} // namespace

Result<Options> parse_options(int argc, char **argv)
{
    Options out;
    opterr = 0;
    std::string error;
    std::vector<int> options;
    int option = 0;
    while ((option = getopt_long(argc, argv, ":o:m:h", long_options, nullptr)) != -1) {
        if (option == 'h')
            return Options{};
        if (option == '?')
            return Error{std::string("no option '") + argv[optind - 1] + "'"};
        if (option == ':')
            return Error{name_of(optopt) + " needs a value"};
        if (!take_option(option, out, error))
            return Error{error};
        options.push_back(option);
    }
    if (optind == argc)
        return Error{"no command: train, predict or bench"};
    if (!take_command(argv[optind], out))
        return Error{std::string("no command '") + argv[optind] + "': train, predict or bench"};
    if (optind + 1 < argc)
        return Error{std::string("too much: '") + argv[optind + 1] + "'"};
    if (out.command == Command::Help)
        return out;
    for (const int given : options)
        if (!is_of(given, out.command))
            return misplaced(given, out.command);
    if (auto missing = complete(out))
        return *missing;
    return out;
}

} // namespace forest
