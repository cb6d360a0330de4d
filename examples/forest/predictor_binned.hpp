/* Predicts rows of numbers with a forest of large data: what is common to the CPU and the GPU, and the CPU.
 *
 * A row needs no codes: its values are compared with the cuts themselves, as integers (key_of). */
#ifndef FOREST_PREDICTOR_BINNED_HPP
#define FOREST_PREDICTOR_BINNED_HPP

#include "model.hpp"
#include "trainer_binned.hpp"

namespace forest
{

/* A forest to walk: a tree's nodes in pre-order, so that a node's left child is the next one. */
struct WalkNode {
    uint32_t step = 0; /* how far on the right child is, << 8 | feature; 0: a leaf */
    uint32_t key = 0;  /* values less than this go left; of a leaf the mean in 65536ths, rounded */

    bool is_leaf() const { return step == 0; }
};

struct WalkForest {
    uint32_t features = 0;
    std::vector<WalkNode> nodes;
    std::vector<uint32_t> roots;
};

/* An error where a tree has too many nodes to be walked so. */
Result<WalkForest> make_walk(const BinnedForest &forest);

/* For each row the sum of its leaves' means. */
std::vector<Vote> predict_rows_on_cpu(const WalkForest &forest, const FloatRows &rows);

/* In the target's unit. */
double prediction(const BinnedForest &forest, Vote votes);

} // namespace forest

#endif
