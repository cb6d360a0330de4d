/* A model from XGBoost's JSON. */
#include "model_file.hpp"

#include <charconv>

#include "file.hpp"
#include "json.hpp"
#include "limits.hpp"
#include "number.hpp"
#include "tree_reader.hpp"

namespace forest
{

namespace
{

using Type = Json::value_t;

Error damaged(const std::string &what)
{
    return {"damaged: " + what};
}

Error no_valid(const char *name)
{
    return damaged("no valid '" + std::string(name) + "'");
}

/* A parameter: an integer in a string. */
std::optional<uint32_t> parameter(const Json *object, const char *name)
{
    const Json *found = member(object, name, Type::string);
    if (found == nullptr)
        return std::nullopt;
    const std::string &text = found->get_ref<const std::string &>();
    uint32_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

/* What a model is like that this program predicts with; the error if this one is not. */
std::optional<Error> check_kind(const Json *learner, const Json *booster)
{
    const Json *name = member(booster, "name", Type::string);
    if (name == nullptr)
        return Error{"not a model of XGBoost or of this program"};
    if (*name != "gbtree")
        return Error{"its booster is " + in_quotes(name->get<std::string>()) +
                     ", and not 'gbtree': not a forest"};
    const Json *objective = member(member(learner, "objective", Type::object), "name", Type::string);
    if (objective == nullptr)
        return no_valid("objective");
    if (*objective != "reg:squarederror")
        return Error{"its objective is " + in_quotes(objective->get<std::string>()) +
                     "; of XGBoost's models it takes those of 'reg:squarederror'"};
    return std::nullopt;
}

/* "1.5E2", "[1.5E2]" or "[1.5E2,3E0]": one for all outputs, or one for each. */
std::optional<std::vector<float>> parse_bases(std::string_view text, uint32_t outputs)
{
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    std::vector<float> bases;
    while (!text.empty()) {
        const size_t comma = text.find(',');
        const auto number = parse_number(text.substr(0, comma));
        if (!number)
            return std::nullopt;
        bases.push_back(static_cast<float>(number->value));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    if (bases.size() == 1)
        bases.resize(outputs, bases[0]);
    if (bases.size() != outputs)
        return std::nullopt;
    return bases;
}

std::optional<Error> read_parameters(const Json *learner, Model &out)
{
    const Json *parameters = member(learner, "learner_model_param", Type::object);
    const auto features = parameter(parameters, "num_feature");
    if (!features || *features == 0)
        return no_valid("num_feature");
    const auto classes = parameter(parameters, "num_class");
    if (classes && *classes > 0)
        return Error{"it has classes as XGBoost trains them ('num_class'); it takes regression"};
    const uint32_t outputs = parameter(parameters, "num_target").value_or(1); /* old files have none */
    if (outputs == 0 || outputs > max_classes)
        return no_valid("num_target");
    const Json *base = member(parameters, "base_score", Type::string);
    const auto bases =
        base == nullptr ? std::nullopt : parse_bases(base->get_ref<const std::string &>(), outputs);
    if (!bases)
        return no_valid("base_score");
    out.features = *features;
    out.bases = *bases;
    return std::nullopt;
}

std::optional<std::vector<std::string>> strings(const Json *array)
{
    std::vector<std::string> out;
    if (array == nullptr)
        return out;
    for (const Json &element : *array) {
        if (!element.is_string())
            return std::nullopt;
        out.push_back(element.get<std::string>());
    }
    return out;
}

std::optional<Error> read_names(const Json *learner, Model &out)
{
    const auto names = strings(member(learner, "feature_names", Type::array));
    if (!names || (!names->empty() && names->size() != out.features))
        return no_valid("feature_names");
    out.names = *names;
    const Json *attributes = member(learner, "attributes", Type::object);
    if (const Json *target = member(attributes, "forest_target", Type::string))
        out.target = target->get<std::string>();
    const Json *text = member(attributes, "forest_classes", Type::string);
    if (text == nullptr)
        return std::nullopt;
    const Json array = Json::parse(text->get_ref<const std::string &>(), nullptr, false);
    const auto classes = array.is_array() ? strings(&array) : std::nullopt;
    const size_t outputs = out.output_count();
    if (!classes || classes->size() != (outputs == 1 ? 2 : outputs))
        return no_valid("forest_classes");
    out.classes = *classes;
    return std::nullopt;
}

std::optional<Error> read_trees(const Json *booster, Model &out)
{
    const Json *model = member(booster, "model", Type::object);
    const Json *trees = member(model, "trees", Type::array);
    const Json *info = member(model, "tree_info", Type::array);
    if (trees == nullptr || trees->empty())
        return no_valid("trees");
    if (trees->size() > max_trees)
        return Error{std::to_string(trees->size()) + " trees, at most " + std::to_string(max_trees) +
                     " can be predicted with"};
    for (const Json &tree : *trees)
        if (parameter(member(&tree, "tree_param", Type::object), "size_leaf_vector").value_or(1) > 1)
            return Error{"its leaves hold vectors (multi_strategy), which this program does not take"};
    if (info == nullptr || info->size() != trees->size())
        return no_valid("tree_info");
    const auto parallel = parameter(member(model, "gbtree_model_param", Type::object), "num_parallel_tree");
    if (!parallel)
        return no_valid("num_parallel_tree");
    if (uint64_t{*parallel} * out.output_count() != trees->size())
        return Error{
            "its trees were boosted, one after the other; it takes forests, all of whose trees are of "
            "one round (XGBRFRegressor, or num_parallel_tree)"};
    for (size_t i = 0; i < trees->size(); i++) {
        const auto output = integer((*info)[i]);
        if (!output || *output < 0 || static_cast<uint32_t>(*output) >= out.output_count())
            return no_valid("tree_info");
        out.roots.push_back(static_cast<uint32_t>(out.nodes.size()));
        out.outputs.push_back(static_cast<uint32_t>(*output));
        TreeReader reader;
        auto error = reader.open((*trees)[i]);
        if (!error)
            error = reader.read(out);
        if (error)
            return damaged("tree " + std::to_string(i) + ": " + error->text);
    }
    return std::nullopt;
}

Result<Model> model_of(const Json &root)
{
    if (root.is_discarded())
        return Error{"not JSON, or only a part of it (XGBoost writes JSON to names that end in .json)"};
    const Json *learner = member(&root, "learner", Type::object);
    const Json *booster = member(learner, "gradient_booster", Type::object);
    Model out;
    if (auto error = check_kind(learner, booster))
        return *error;
    if (auto error = read_parameters(learner, out))
        return *error;
    if (auto error = read_names(learner, out))
        return *error;
    if (auto error = read_trees(booster, out))
        return *error;
    return out;
}

} // namespace

Result<Model> parse_model(std::string_view text)
{
    return model_of(Json::parse(text, nullptr, false));
}

/* As a stream: what JSON takes in memory is enough. */
Result<Model> load_model(const std::string &path)
{
    std::vector<char> buffer(size_t{1} << 20); /* the guest's C library has 1 KiB */
    const auto file = open_file(path);
    if (!file)
        return file.error();
    std::setvbuf(file->get(), buffer.data(), _IOFBF, buffer.size());
    const Json root = Json::parse(file->get(), nullptr, false);
    if (std::ferror(file->get()) != 0)
        return last_error(path);
    auto model = model_of(root);
    if (!model)
        return Error{path + ": " + model.error().text};
    return model;
}

} // namespace forest
