/* A forest as trainers make it: integers, which are the same on every device. What is saved and predicted
 * with is made of it by assemble.hpp. */
#ifndef FOREST_FOREST_HPP
#define FOREST_FOREST_HPP

#include <cstdint>
#include <string>
#include <vector>

namespace forest
{

/* A feature's values are known by their codes: how many of the cuts are at most the value. The cuts lie
 * between neighbours among the distinct values of the training data, ascending: above the lower one and not
 * above the upper one. So a value has at most code k just if it is less than cut k. */
struct Feature {
    std::string name;
    std::vector<float> cuts;

    bool operator==(const Feature &) const = default;
    uint16_t code(float value) const;
};

/* The cut between two neighbours, halfway where floats have that; never -0. */
float cut_between(float lower, float upper);

/* Targets are integers: a value is (offset + integer) / per_unit. */
struct Scale {
    double offset = 0;
    double per_unit = 1;

    bool operator==(const Scale &) const = default;
};

/* What the trees were trained on. */
struct Schema {
    std::vector<Feature> features;
    bool named = true; /* whether their names are the file's */
    std::string target_name;
    Scale target;
    std::vector<std::string> classes; /* none: regression */

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

} // namespace forest

#endif
