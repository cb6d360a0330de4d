/* One tree of a model from XGBoost's JSON: whatever its arrays say, what is added of it can be walked. */
#ifndef FOREST_TREE_READER_HPP
#define FOREST_TREE_READER_HPP

#include <optional>

#include "json.hpp"
#include "model.hpp"
#include "result.hpp"

namespace forest
{

/* A tree's arrays, each with as many elements as there are nodes. Errors are without the tree's number. */
class TreeReader
{
  public:
    /* `tree` outlives this. */
    std::optional<Error> open(const Json &tree);

    /* Adds the nodes that the root reaches, in pre-order. */
    std::optional<Error> read(Model &out) const;

  private:
    const Json *facts(const Json &tree, const char *name) const;
    bool is_child(const std::optional<int32_t> &node) const;
    std::optional<Error> add_node(size_t node, bool is_leaf, Model &out) const;

    const Json *left_ = nullptr, *right_ = nullptr, *conditions_ = nullptr, *indices_ = nullptr;
    const Json *gains_ = nullptr, *covers_ = nullptr, *means_ = nullptr;
};

} // namespace forest

#endif
