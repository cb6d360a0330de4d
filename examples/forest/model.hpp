/* A forest in memory: what a trainer makes and a predictor walks. */
#ifndef FOREST_MODEL_HPP
#define FOREST_MODEL_HPP

#include <cstdint>
#include <string>
#include <vector>

namespace forest
{

/* A feature's values are known by their codes: how many of the cuts lie below the value. The cuts are the
 * midpoints between neighbours among the distinct values of the training data, ascending. */
struct Feature {
    std::string name;
    std::vector<double> cuts;

    bool operator==(const Feature &) const = default;
    uint16_t code(double value) const;
};

/* What the trees were trained on. */
struct Schema {
    std::vector<Feature> features;
    std::string target_name;
    /* Targets are integers: (value - minimum) in units of 10^-decimals. */
    int64_t target_minimum = 0; /* in these units too */
    uint32_t target_decimals = 0;

    bool operator==(const Schema &) const = default;
};

/* Trees stand in pre-order: the left child of a node is the next one. */
struct Node {
    /* Of an inner node: rows whose code of this feature is at most `cut` go left. */
    uint16_t feature = 0;
    uint16_t cut = 0;
    /* Of a leaf: how many rows it holds, counted as often as they were drawn. 0: an inner node. */
    uint32_t count = 0;
    /* Of a leaf: the sum of its rows' targets. Of an inner node: its right child, counted from the root. */
    uint32_t value = 0;

    bool operator==(const Node &) const = default;
    bool is_leaf() const { return count > 0; }

    static Node leaf(uint32_t count, uint32_t sum) { return {0, 0, count, sum}; }
    static Node inner(uint16_t feature, uint16_t cut, uint32_t right) { return {feature, cut, 0, right}; }
};

struct Forest {
    Schema schema;
    std::vector<uint32_t> roots; /* where each tree begins in `nodes` */
    std::vector<Node> nodes;

    bool operator==(const Forest &) const = default;
    uint32_t trees() const { return static_cast<uint32_t>(roots.size()); }
};

/* What the trees say of one row, added up. A leaf's mean is its whole part and the rest in 65536ths,
 * rounded; integers, so that the order of adding does not matter. */
struct Vote {
    uint32_t whole = 0;
    uint32_t fraction = 0;

    bool operator==(const Vote &) const = default;
};

Vote leaf_mean(uint32_t count, uint32_t sum);

/* The forest's prediction, in the target's own unit, from the votes of all its trees. */
double prediction(const Schema &schema, uint32_t trees, Vote votes);

} // namespace forest

#endif
