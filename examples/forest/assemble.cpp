#include "assemble.hpp"

#include <numeric>

namespace forest
{

namespace
{

struct Total {
    double count = 0;
    double sum = 0;
};

/* Each node's rows, from its leaves upwards: children stand behind their parents. */
std::vector<Total> totals(std::span<const Node> tree)
{
    std::vector<Total> out(tree.size());
    for (size_t i = tree.size(); i-- > 0;) {
        const Node &node = tree[i];
        if (node.is_leaf()) {
            out[i] = {static_cast<double>(node.count), static_cast<double>(node.value)};
            continue;
        }
        const Total &left = out[i + 1];
        const Total &right = out[node.value];
        out[i] = {left.count + right.count, left.sum + right.sum};
    }
    return out;
}

double gain(const Total &left, const Total &right)
{
    const double d = right.count * left.sum - left.count * right.sum;
    return d / left.count * d / right.count / (left.count + right.count);
}

void add_tree(const Forest &forest, std::span<const Node> tree, Model &out)
{
    const Scale &scale = forest.schema.target;
    const double trees = forest.trees();
    const std::vector<Total> rows = totals(tree);
    for (size_t i = 0; i < tree.size(); i++) {
        const Node &node = tree[i];
        const double mean = (scale.offset + rows[i].sum / rows[i].count) / scale.per_unit;
        NodeFacts facts{0, static_cast<float>(rows[i].count), static_cast<float>(mean)};
        if (node.is_leaf()) {
            out.nodes.push_back({static_cast<float>(mean / trees), 0, 0});
        } else {
            facts.gain =
                static_cast<float>(gain(rows[i + 1], rows[node.value]) / scale.per_unit / scale.per_unit);
            out.nodes.push_back(
                {forest.schema.features[node.feature].cuts[node.cut], node.feature, node.value});
        }
        out.facts.push_back(facts);
    }
}

} // namespace

Model assemble(std::span<const Forest> forests)
{
    const Schema &schema = forests[0].schema;
    Model out;
    out.features = static_cast<uint32_t>(schema.features.size());
    out.target = schema.target_name;
    out.classes = schema.classes;
    out.bases.assign(forests.size(), 0);
    size_t nodes = 0;
    for (const Forest &forest : forests)
        nodes += forest.nodes.size();
    out.nodes.reserve(nodes);
    out.facts.reserve(nodes);
    if (schema.named)
        for (const Feature &feature : schema.features)
            out.names.push_back(feature.name);
    for (uint32_t output = 0; output < forests.size(); output++) {
        const Forest &forest = forests[output];
        for (size_t tree = 0; tree < forest.roots.size(); tree++) {
            const size_t begin = forest.roots[tree];
            const size_t end = tree + 1 < forest.roots.size() ? forest.roots[tree + 1] : forest.nodes.size();
            out.roots.push_back(static_cast<uint32_t>(out.nodes.size()));
            out.outputs.push_back(output);
            add_tree(forest, std::span(forest.nodes).subspan(begin, end - begin), out);
        }
    }
    return out;
}

std::vector<double> importances(const Model &model)
{
    std::vector<double> out(model.features);
    std::vector<double> of_tree(model.features);
    for (size_t tree = 0; tree < model.trees(); tree++) {
        std::fill(of_tree.begin(), of_tree.end(), 0);
        for (size_t i = model.roots[tree]; i < model.tree_end(tree); i++)
            if (!model.nodes[i].is_leaf())
                of_tree[model.nodes[i].feature] += model.facts[i].gain;
        const double sum = std::accumulate(of_tree.begin(), of_tree.end(), 0.0);
        for (size_t feature = 0; sum > 0 && feature < out.size(); feature++)
            out[feature] += of_tree[feature] / sum;
    }
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double &value : out)
        value = sum > 0 ? value / sum : 0;
    return out;
}

} // namespace forest
