/* Forests to walk rows down, on the CPU and on the GPU: those of models, and those of trainers of large data
 * as they are. */
#ifndef FOREST_WALK_FOREST_HPP
#define FOREST_WALK_FOREST_HPP

#include <cstdint>
#include <vector>

#include "model.hpp"
#include "trainer_binned.hpp"

namespace forest
{

/* Trees stand in pre-order: the left child of a node is the next one. A row's values need no codes: they are
 * compared with the cuts themselves, as integers (key.hpp). None is less than a leaf's 0, so who walks on
 * from a leaf stays there. */
struct WalkNode {
    uint32_t step = 0;    /* how far on the right child is; 0: a leaf */
    uint32_t feature = 0; /* of an inner node */
    uint32_t key = 0;     /* of an inner node: values less than this go left */

    bool is_leaf() const { return step == 0; }
};

struct WalkTree {
    uint32_t root = 0;
    uint32_t output = 0; /* that it adds to */
};

struct WalkForest {
    uint32_t features = 0;
    uint32_t outputs = 1;
    std::vector<WalkTree> trees;
    std::vector<WalkNode> nodes;
    std::vector<Vote> leaves; /* node by node; of inner ones nothing */
};

/* Leaves are votes in the model's unit. */
WalkForest make_walk(const Model &model);

/* Leaves are means in 65536ths of a step, rounded. */
WalkForest make_walk(const BinnedForest &forest);

/* Of the latter, in the target's unit. */
double prediction(const BinnedForest &forest, Vote votes);

} // namespace forest

#endif
