/* The rows that a tree draws of large data, on the CPU (bootstrap.hpp). */
#ifndef FOREST_DRAWN_ROWS_HPP
#define FOREST_DRAWN_ROWS_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include "weight.hpp"

namespace forest
{

/* A row that was drawn at most 13 times, with targets of at most 4,095, so that one word has room for it: its
 * number << 36 | how often << 32 | the sum of its targets. */
class DrawnRow
{
  public:
    DrawnRow() = default;
    DrawnRow(uint32_t row, uint32_t times, uint32_t target)
        : word_(uint64_t{row} << 36 | uint64_t{times} << 32 | times * target)
    {
    }

    size_t row() const { return static_cast<size_t>(word_ >> 36); }
    Weight weight() const { return word_ & 0xfffffffffu; }

  private:
    uint64_t word_ = 0;
};

/* In order; what they weigh together, if sums have room for it. */
struct DrawnRows {
    uint64_t count = 0; /* each as often as it was drawn */
    Weight weight = 0;
};

/* Makes `drawn` the rows that the tree with this key draws. */
DrawnRows draw_rows(uint32_t key, const std::vector<uint32_t> &targets, std::vector<DrawnRow> &drawn);

} // namespace forest

#endif
