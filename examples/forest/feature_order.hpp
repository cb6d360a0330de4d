/* A node's features in the order of their ranks (random.hpp), as far as somebody asks. */
#ifndef FOREST_FEATURE_ORDER_HPP
#define FOREST_FEATURE_ORDER_HPP

#include <cstdint>
#include <vector>

#include "random.hpp"

namespace forest
{

class FeatureOrder
{
  public:
    explicit FeatureOrder(uint32_t features) : ranks_(features), order_(features) {}

    /* The features of the node with this key. */
    void begin(uint32_t node_key)
    {
        for (uint32_t feature = 0; feature < ranks_.size(); feature++)
            ranks_[feature] = uint64_t{feature_rank(node_key, feature)} << 32 | feature;
        ranked_ = 0;
    }

    uint32_t size() const { return static_cast<uint32_t>(ranks_.size()); }

    uint32_t operator[](uint32_t i)
    {
        while (ranked_ <= i)
            rank_next();
        return order_[i];
    }

  private:
    void rank_next()
    {
        uint64_t least = UINT64_MAX;
        for (const uint64_t rank : ranks_) {
            least = rank < least ? rank : least;
            asm("" : "+r"(least)); /* no vectors: WebAssembly's have no such minimum */
        }
        const uint32_t feature = static_cast<uint32_t>(least);
        ranks_[feature] = UINT64_MAX;
        order_[ranked_++] = feature;
    }

    std::vector<uint64_t> ranks_; /* of those that are not in order: rank << 32 | feature */
    std::vector<uint32_t> order_;
    uint32_t ranked_ = 0; /* how many of these there are */
};

} // namespace forest

#endif
