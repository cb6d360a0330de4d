#include "tree_reader.hpp"

#include <cmath>
#include <limits>

namespace forest
{

namespace
{

using Type = Json::value_t;

float fact(const Json *array, size_t node)
{
    return array != nullptr && (*array)[node].is_number() ? (*array)[node].get<float>() : 0;
}

} // namespace

std::optional<Error> TreeReader::open(const Json &tree)
{
    left_ = member(&tree, "left_children", Type::array);
    right_ = member(&tree, "right_children", Type::array);
    conditions_ = member(&tree, "split_conditions", Type::array);
    indices_ = member(&tree, "split_indices", Type::array);
    for (const Json *array : {left_, right_, conditions_, indices_})
        if (array == nullptr || array->empty() || array->size() != left_->size())
            return Error{"its arrays are missing or of different lengths"};
    /* These may be missing: no categories then, and facts that are zero. */
    const Json *types = member(&tree, "split_type", Type::array);
    for (size_t i = 0; types != nullptr && i < types->size(); i++)
        if ((*types)[i] != 0)
            return Error{"it splits by categories, which this program does not take"};
    gains_ = facts(tree, "loss_changes");
    covers_ = facts(tree, "sum_hessian");
    means_ = facts(tree, "base_weights");
    return std::nullopt;
}

std::optional<Error> TreeReader::read(Model &out) const
{
    const size_t root = out.nodes.size();
    std::vector<bool> seen(left_->size());
    struct Todo {
        size_t node;
        size_t parent; /* whose right child it is */
    };
    constexpr size_t no_parent = std::numeric_limits<size_t>::max();
    std::vector<Todo> todo{{0, no_parent}};
    while (!todo.empty()) {
        const Todo next = todo.back();
        todo.pop_back();
        if (seen[next.node])
            return Error{"node " + std::to_string(next.node) + " is the child of two nodes, or of itself"};
        seen[next.node] = true;
        if (next.parent != no_parent)
            out.nodes[root + next.parent].right = static_cast<uint32_t>(out.nodes.size() - root);
        const size_t self = out.nodes.size() - root;
        const auto left = integer((*left_)[next.node]);
        const auto right = integer((*right_)[next.node]);
        if (auto error = add_node(next.node, left == -1, out))
            return error;
        if (left == -1 && right == -1)
            continue;
        if (!is_child(left) || !is_child(right))
            return Error{"node " + std::to_string(next.node) + " has a child that is not there"};
        todo.push_back({static_cast<size_t>(*right), self});
        todo.push_back({static_cast<size_t>(*left), no_parent});
    }
    return std::nullopt;
}

const Json *TreeReader::facts(const Json &tree, const char *name) const
{
    const Json *found = member(&tree, name, Type::array);
    return found != nullptr && found->size() == left_->size() ? found : nullptr;
}

bool TreeReader::is_child(const std::optional<int32_t> &node) const
{
    return node && *node > 0 && static_cast<size_t>(*node) < left_->size();
}

std::optional<Error> TreeReader::add_node(size_t node, bool is_leaf, Model &out) const
{
    const auto where = [&] { return "node " + std::to_string(node); };
    const Json &condition = (*conditions_)[node];
    const float value = condition.is_number() ? condition.get<float>() : NAN;
    if (!std::isfinite(value))
        return Error{where() + (is_leaf ? ": its leaf" : ": its split condition") +
                     " is not a finite number"};
    const auto feature = is_leaf ? 0 : integer((*indices_)[node]);
    if (!feature || *feature < 0 || static_cast<uint32_t>(*feature) >= out.features)
        return Error{where() + " splits by a feature that is not there"};
    out.nodes.push_back({value + 0.0F, static_cast<uint32_t>(*feature), 0});
    out.facts.push_back({fact(gains_, node), fact(covers_, node), fact(means_, node)});
    return std::nullopt;
}

} // namespace forest
