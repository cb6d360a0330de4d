/* A model as XGBoost's JSON. */
#include <cstdint>
#include <span>
#include <utility>

#include "json.hpp"
#include "model_file.hpp"
#include "output_file.hpp"

namespace forest
{

namespace
{

constexpr int32_t no_child = -1;
constexpr int32_t no_parent = INT32_MAX;

/* XGBoost has numbers in strings where they are parameters. */
template <typename T> std::string parameter(T value)
{
    return std::to_string(value);
}

/* The tree's nodes level by level, as places in pre-order: XGBoost takes the right child to be the one after
 * the left. */
std::vector<size_t> by_level(std::span<const ModelNode> tree)
{
    std::vector<size_t> order{0};
    for (size_t i = 0; i < order.size(); i++) {
        const size_t node = order[i];
        if (!tree[node].is_leaf())
            order.insert(order.end(), {node + 1, size_t{tree[node].right}});
    }
    return order;
}

Json tree_json(const Model &model, size_t number)
{
    const size_t begin = model.roots[number];
    const size_t count = model.tree_end(number) - begin;
    const auto tree = std::span(model.nodes).subspan(begin, count);
    std::vector<int32_t> left(count, no_child);
    std::vector<int32_t> right(count, no_child);
    std::vector<int32_t> parents(count, no_parent);
    std::vector<uint32_t> features(count);
    std::vector<float> values(count), gains(count), covers(count), means(count);
    size_t children = 1;
    const std::vector<size_t> order = by_level(tree);
    for (size_t i = 0; i < count; i++) {
        const ModelNode &node = tree[order[i]];
        const NodeFacts &facts = model.facts[begin + order[i]];
        values[i] = node.value;
        gains[i] = facts.gain;
        covers[i] = facts.cover;
        means[i] = facts.mean;
        if (node.is_leaf())
            continue;
        features[i] = node.feature;
        left[i] = static_cast<int32_t>(children);
        right[i] = static_cast<int32_t>(children + 1);
        parents[children] = parents[children + 1] = static_cast<int32_t>(i);
        children += 2;
    }
    const std::vector<int> zeros(count, 0);
    return {{"base_weights", means},
            {"categories", Json::array()},
            {"categories_nodes", Json::array()},
            {"categories_segments", Json::array()},
            {"categories_sizes", Json::array()},
            {"default_left", zeros},
            {"id", number},
            {"left_children", left},
            {"loss_changes", gains},
            {"parents", parents},
            {"right_children", right},
            {"split_conditions", values},
            {"split_indices", features},
            {"split_type", zeros},
            {"sum_hessian", covers},
            {"tree_param",
             {{"num_deleted", "0"},
              {"num_feature", parameter(model.features)},
              {"num_nodes", parameter(count)},
              {"size_leaf_vector", "1"}}}};
}

Json attributes_json(const Model &model)
{
    Json out = Json::object();
    if (!model.target.empty())
        out["forest_target"] = model.target;
    if (!model.classes.empty())
        out["forest_classes"] = dump(Json(model.classes));
    return out;
}

} // namespace

/* Tree by tree: as one document a large forest would take many times its text. */
std::vector<std::string> write_model(const Model &model)
{
    constexpr size_t piece = size_t{1} << 20;
    std::vector<std::string> pieces;
    const std::vector<std::string> types(model.names.size(), "float");
    const uint32_t outputs = model.output_count();
    std::string out = R"({"learner":{"attributes":)" + dump(attributes_json(model)) + R"(,"feature_names":)" +
                      dump(Json(model.names)) + R"(,"feature_types":)" + dump(Json(types)) +
                      R"(,"gradient_booster":{"model":{"gbtree_model_param":)" +
                      dump({{"num_parallel_tree", parameter(model.trees() / outputs)},
                            {"num_trees", parameter(model.trees())}}) +
                      R"(,"iteration_indptr":[0,)" + parameter(model.trees()) + R"(],"tree_info":)" +
                      dump(Json(model.outputs)) + R"(,"trees":[)";
    for (size_t tree = 0; tree < model.trees(); tree++) {
        out += tree > 0 ? "," : "";
        out += dump(tree_json(model, tree));
        if (out.size() >= piece)
            pieces.push_back(std::exchange(out, {}));
    }
    out += R"(]},"name":"gbtree"},"learner_model_param":)" +
           dump({{"base_score", "0E0"},
                 {"boost_from_average", "0"},
                 {"num_class", "0"},
                 {"num_feature", parameter(model.features)},
                 {"num_target", parameter(outputs)}}) +
           R"(,"objective":{"name":"reg:squarederror","reg_loss_param":{"scale_pos_weight":"1"}}},)"
           R"("version":[2,1,0]})"
           "\n";
    pieces.push_back(std::move(out));
    return pieces;
}

std::optional<Error> save_model(const Model &model, const std::string &path)
{
    return write_file(path, write_model(model));
}

} // namespace forest
