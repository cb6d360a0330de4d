/* Rows that walk down each tree as soon as it is grown, before it has left the GPU. */
#ifndef FOREST_WALKERS_HPP
#define FOREST_WALKERS_HPP

#include <cstdint>
#include <vector>

#include "forest.hpp"
#include "model.hpp"
#include "table.hpp"

namespace forest
{

struct Walkers {
    uint32_t rows = 0;
    std::vector<uint16_t> codes;  /* row by row */
    std::vector<uint32_t> leaves; /* out: tree by tree, row by row the leaf, counted from the tree's root */
};

/* More of them, or more leaves of all trees together, would take too much memory: then predictors are the
 * better way. */
inline constexpr uint32_t most_walkers = 65536;
inline constexpr uint64_t most_leaves = uint64_t{1} << 24;

/* The table has the schema's features. */
Walkers make_walkers(const Schema &schema, const Table &table);

/* Row by row a vote for each output, by the leaves that all trees of the model gave. */
std::vector<Vote> votes_of(const Model &model, const Walkers &walkers);

} // namespace forest

#endif
