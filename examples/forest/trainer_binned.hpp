/* The rules for large data, which both its trainers follow to the last bit.
 *
 * - A feature without cuts (binning.hpp) is never looked at; the others are columns, in their order.
 * - Tree t trains on rows drawn as bootstrap.hpp says; a row counts as often as it was drawn.
 * - A node looks at the `features` columns whose ranks (random.hpp), from the node's key, are the lowest, in
 *   this order; of equal ranks, at the lower column first. The key is features_key() for the root, for other
 *   nodes child_key() of their parent's, with side 0 on the left.
 * - Candidates of a column: each code c; rows with at most c go left. Either side has to have at least
 *   `min_leaf` rows. The best score (score.hpp) wins; of equals, the earlier look, then the smaller code.
 * - A node is a leaf at the depth's end, or when it has only one row, drawn however often, or no split is of
 *   use.
 *
 * So unlike in trainer.hpp, useless looks are not made up for: among many rows they are rare. */
#ifndef FOREST_TRAINER_BINNED_HPP
#define FOREST_TRAINER_BINNED_HPP

#include "binning.hpp"
#include "forest.hpp"
#include "trainer.hpp"

namespace forest
{

/* What a trainer of large data makes: nodes as Forest has them. An inner node's cut is the number of one of
 * its feature's cuts; rows with less than this go left. */
struct BinnedForest {
    std::vector<Cuts> cuts; /* by feature */
    double target_minimum = 0;
    double target_step = 1; /* leaves count in these, from the minimum */
    std::vector<uint32_t> roots;
    std::vector<Node> nodes;

    bool operator==(const BinnedForest &) const = default;
    uint32_t trees() const { return static_cast<uint32_t>(roots.size()); }
};

/* The same forest with what its schema says besides: names and classes. */
Forest to_forest(const BinnedForest &forest, const Schema &schema);

/* What both trainers start from. */
struct Binned {
    std::vector<Cuts> cuts;
    std::vector<uint32_t> columns; /* the features that have cuts; if none has, the first */
    Targets targets;

    uint32_t looks(const TrainOptions &options) const;
    BinnedForest forest() const; /* without a tree */
};

/* What cannot be trained on is an error, in words. As many targets as rows, at least one. */
Result<Binned> make_binned(const FloatRows &rows, std::span<const double> targets,
                           const TrainOptions &options);

} // namespace forest

#endif
