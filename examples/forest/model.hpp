/* A model in memory: what is saved, read and predicted with.
 *
 * A prediction is the sum of the leaves that a row reaches, one in each tree, and of a base. Its terms are
 * floats; they are added as integers of 48 bits, in units so small that the largest sum there can be has 46.
 * So the sum is the same in any order and on any device. With 65,535 trees it is off by 2^-30 of the largest
 * at most, and with a few hundred by less than a double shows. */
#ifndef FOREST_MODEL_HPP
#define FOREST_MODEL_HPP

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace forest
{

/* Trees stand in pre-order: the left child of a node is the next one. */
struct ModelNode {
    float value = 0;      /* of an inner node: rows whose feature is less go left; of a leaf: what it adds */
    uint32_t feature = 0; /* of an inner node */
    uint32_t right = 0;   /* the right child, counted from the root; 0: a leaf */

    bool operator==(const ModelNode &) const = default;
    bool is_leaf() const { return right == 0; }
};

/* What is known of a node besides. */
struct NodeFacts {
    float gain = 0;  /* of an inner node: by how much it lowers the squared error of its rows */
    float cover = 0; /* how many rows it holds, counted as often as they were drawn */
    float mean = 0;  /* of their targets */

    bool operator==(const NodeFacts &) const = default;
};

struct Model {
    uint32_t features = 0;
    std::vector<std::string> names; /* of the features; none: they are known by their places */
    std::string target;             /* its name; may be empty */
    std::vector<std::string> classes;
    std::vector<float> bases{0};   /* of each output: what its sum starts from */
    std::vector<uint32_t> roots;   /* where each tree begins in `nodes` */
    std::vector<uint32_t> outputs; /* and which output it adds to */
    std::vector<ModelNode> nodes;
    std::vector<NodeFacts> facts; /* of each node */

    bool operator==(const Model &) const = default;
    uint32_t trees() const { return static_cast<uint32_t>(roots.size()); }
    uint32_t output_count() const { return static_cast<uint32_t>(bases.size()); }
    size_t tree_end(size_t tree) const { return tree + 1 < roots.size() ? roots[tree + 1] : nodes.size(); }
};

/* A sum of leaves: (whole * 65536 + fraction) in units of 2^-unit_exponent. `whole` is signed, two's
 * complement, and wraps. */
struct Vote {
    uint32_t whole = 0;
    uint32_t fraction = 0;

    bool operator==(const Vote &) const = default;
    Vote &operator+=(Vote other)
    {
        whole += other.whole;
        fraction += other.fraction;
        return *this;
    }
};

int unit_exponent(const Model &model);
Vote vote_of(float leaf, int unit_exponent);

/* Row by row each output's value, from the votes in the same order. */
std::vector<double> predictions(const Model &model, std::span<const Vote> votes);

/* The class, as a place in `classes`, that a row's outputs speak for; of equals the first. */
uint32_t class_of(std::span<const double> outputs);

} // namespace forest

#endif
