/* What both trainers are told. Their rules are one text; that they agree bit for bit is what `forest bench`
 * and the tests check.
 *
 * - Tree t trains on `rows` draws with replacement (random.hpp); a row counts as often as it was drawn.
 * - A node takes `features` looks. Look i is at the i-th of the data's features, in the order of their ranks
 *   (random.hpp); where that cannot be split with use (score.hpp), at the one `features` places further, and
 *   so on.
 * - Candidates of a feature: between each two neighbours c < c' of the codes that the node's rows have, where
 *   either side has at least `min_leaf` rows, counted as often as they were drawn. The best score wins; of
 *   equals, the earlier look, then the smaller code.
 * - The cut is the one halfway between c and c', (c + c') / 2 rounded down.
 * - A node is a leaf at the depth's end, or when no split is of use. */
#ifndef FOREST_TRAINER_HPP
#define FOREST_TRAINER_HPP

#include <cstdint>
#include <functional>

namespace forest
{

struct TrainOptions {
    uint32_t trees = 200;
    uint32_t depth = 16;
    uint32_t features = 3; /* more than the data has means all of them */
    uint32_t min_leaf = 1;
    uint32_t bins = 0; /* of each feature; 0: a code for every distinct value */
    uint32_t seed = 42;
};

/* Told now and then how many trees are done; may be empty. */
using Advance = std::function<void(uint32_t trees)>;

} // namespace forest

#endif
