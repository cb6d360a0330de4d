#include "model_file.hpp"

#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "file.hpp"
#include "limits.hpp"
#include "number.hpp"

namespace forest
{

namespace
{

using Json = nlohmann::ordered_json;

constexpr const char *format_name = "wasigpu-forest";
constexpr int format_version = 1;

/* Members are asked for with their type, so that nothing is ever thrown or assumed. */
const Json *member(const Json &object, const char *name, Json::value_t type)
{
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->type() == type ? &*found : nullptr;
}

bool read_unsigned(const Json &value, uint64_t limit, uint64_t &out)
{
    if (!value.is_number_unsigned())
        return false;
    out = value.get<uint64_t>();
    return out <= limit;
}

bool read_target(const Json &root, Schema &out)
{
    const Json *target = member(root, "target", Json::value_t::object);
    if (target == nullptr)
        return false;
    const Json *name = member(*target, "name", Json::value_t::string);
    const auto minimum = target->find("minimum");
    const auto decimals = target->find("decimals");
    uint64_t read_decimals = 0;
    if (name == nullptr || minimum == target->end() || !minimum->is_number_integer() ||
        decimals == target->end() || !read_unsigned(*decimals, max_decimals, read_decimals))
        return false;
    out.target_name = name->get<std::string>();
    out.target_minimum = minimum->get<int64_t>();
    out.target_decimals = static_cast<uint32_t>(read_decimals);
    return true;
}

bool read_feature(const Json &from, Feature &out)
{
    const Json *name = member(from, "name", Json::value_t::string);
    const Json *cuts = member(from, "cuts", Json::value_t::array);
    if (name == nullptr || cuts == nullptr || cuts->size() > max_rows)
        return false;
    out.name = name->get<std::string>();
    for (const Json &cut : *cuts) {
        if (!cut.is_number())
            return false;
        const double value = cut.get<double>();
        if (!std::isfinite(value) || (!out.cuts.empty() && value <= out.cuts.back()))
            return false;
        out.cuts.push_back(value);
    }
    return true;
}

bool read_node(const Json &from, const Schema &schema, uint64_t leaf_limit, Node &out)
{
    uint64_t a = 0;
    uint64_t b = 0;
    uint64_t c = 0;
    constexpr uint64_t limit = std::numeric_limits<uint32_t>::max();
    if (!from.is_array() || from.size() < 2 || from.size() > 3)
        return false;
    if (!read_unsigned(from[0], limit, a) || !read_unsigned(from[1], limit, b))
        return false;
    if (from.size() == 2) {
        if (a == 0 || a > max_rows || b / a > leaf_limit)
            return false;
        out = Node::leaf(static_cast<uint32_t>(a), static_cast<uint32_t>(b));
        return true;
    }
    if (!read_unsigned(from[2], limit, c) || a >= schema.features.size())
        return false;
    const Feature &feature = schema.features[static_cast<size_t>(a)];
    if (b >= feature.cuts.size())
        return false;
    out = Node::inner(static_cast<uint16_t>(a), static_cast<uint16_t>(b), static_cast<uint32_t>(c));
    return true;
}

/* In pre-order, the nodes after an inner one up to its right child are its left subtree, and the right one
 * reaches as far as the node itself does. */
bool is_tree(const Node *nodes, size_t size)
{
    std::vector<size_t> ends{size};
    for (size_t i = 0; i < size; i++) {
        if (ends.empty())
            return false;
        const size_t end = ends.back();
        if (nodes[i].is_leaf()) {
            if (end != i + 1)
                return false;
            ends.pop_back();
        } else {
            if (nodes[i].value <= i + 1 || nodes[i].value >= end)
                return false;
            ends.push_back(nodes[i].value);
        }
    }
    return ends.empty();
}

bool read_tree(const Json &from, uint64_t leaf_limit, Forest &out)
{
    if (!from.is_array())
        return false;
    const size_t root = out.nodes.size();
    if (root + from.size() > std::numeric_limits<uint32_t>::max())
        return false;
    for (const Json &node : from)
        if (!read_node(node, out.schema, leaf_limit, out.nodes.emplace_back()))
            return false;
    out.roots.push_back(static_cast<uint32_t>(root));
    return is_tree(out.nodes.data() + root, from.size());
}

Error damaged(const std::string &what)
{
    return {"damaged: " + what};
}

} // namespace

std::string write_model(const Forest &forest)
{
    const Schema &schema = forest.schema;
    Json features = Json::array();
    for (const Feature &feature : schema.features)
        features.push_back({{"name", feature.name}, {"cuts", feature.cuts}});
    Json trees = Json::array();
    for (size_t tree = 0; tree < forest.roots.size(); tree++) {
        const size_t end = tree + 1 < forest.roots.size() ? forest.roots[tree + 1] : forest.nodes.size();
        Json nodes = Json::array();
        for (size_t i = forest.roots[tree]; i < end; i++) {
            const Node &node = forest.nodes[i];
            if (node.is_leaf())
                nodes.push_back({node.count, node.value});
            else
                nodes.push_back({node.feature, node.cut, node.value});
        }
        trees.push_back(std::move(nodes));
    }
    const Json root{{"format", format_name},
                    {"version", format_version},
                    {"target",
                     {{"name", schema.target_name},
                      {"minimum", schema.target_minimum},
                      {"decimals", schema.target_decimals}}},
                    {"features", std::move(features)},
                    {"trees", std::move(trees)}};
    return root.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Forest> parse_model(const std::string &text)
{
    const Json root = Json::parse(text, nullptr, false);
    const Json *format = member(root, "format", Json::value_t::string);
    if (format == nullptr || format->get<std::string>() != format_name)
        return Error{"not a forest's model file"};
    const auto version = root.find("version");
    if (version == root.end() || *version != format_version)
        return Error{"a model file of another version; this program reads version " +
                     std::to_string(format_version)};

    Forest out;
    if (!read_target(root, out.schema))
        return damaged("no valid 'target'");
    const Json *features = member(root, "features", Json::value_t::array);
    if (features == nullptr || features->empty() || features->size() > max_features)
        return damaged("no valid 'features'");
    for (const Json &feature : *features)
        if (!read_feature(feature, out.schema.features.emplace_back()))
            return damaged("feature " + std::to_string(out.schema.features.size()) + " is invalid");
    const Json *trees = member(root, "trees", Json::value_t::array);
    if (trees == nullptr || trees->empty() || trees->size() > max_trees)
        return damaged("no valid 'trees'");
    const uint64_t leaf_limit = (sum_limit - 1) / trees->size();
    for (size_t i = 0; i < trees->size(); i++)
        if (!read_tree((*trees)[i], leaf_limit, out))
            return damaged("tree " + std::to_string(i + 1) + " is invalid");
    return out;
}

std::optional<Error> save_model(const Forest &forest, const std::string &path)
{
    return write_file(path, write_model(forest));
}

Result<Forest> load_model(const std::string &path)
{
    const auto text = read_file(path);
    if (!text)
        return text.error();
    auto forest = parse_model(std::string(text->begin(), text->end()));
    if (!forest)
        return Error{path + ": " + forest.error().text};
    return forest;
}

} // namespace forest
