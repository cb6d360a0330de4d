/* A feature's cuts, laid out so that the CPU finds the codes of values in no time.
 *
 * Of a sorted row of 256 it first counts which of each 16th are at most the value, then in the group of 16
 * that this leads to: two times 16 comparisons that need not wait for each other, and fit four vectors. A
 * binary search has half the instructions, each of which waits for the one before it. */
#ifndef FOREST_CUT_TABLE_HPP
#define FOREST_CUT_TABLE_HPP

#include <array>
#include <cstdint>

#include "binning.hpp"

namespace forest
{

class CutTable
{
  public:
    explicit CutTable(const Cuts &cuts);

    /* How many cuts are at most the value. */
    uint32_t code_of(float value) const
    {
        const int32_t place = place_of(value);
        const uint32_t group = count_at_most(lasts_, place);
        return group * group_size + count_at_most(groups_[group], place);
    }

  private:
    static constexpr uint32_t group_size = 16;

    using Four [[gnu::vector_size(16)]] = int32_t;
    using Two [[gnu::vector_size(16)]] = uint64_t;
    using Group = std::array<Four, 4>;

    /* Signed, for that is what vectors compare. */
    static int32_t place_of(float value) { return static_cast<int32_t>(key_of(value) ^ 0x80000000u); }

    static uint32_t count_at_most(const Group &group, int32_t place)
    {
        const Four here = Four{} + place;
        const Four found = (group[0] <= here) + (group[1] <= here) + (group[2] <= here) + (group[3] <= here);
        const Two counts = reinterpret_cast<Two>(-found); /* -1 where it is so */
        const uint64_t sums = counts[0] + counts[1];
        return static_cast<uint32_t>(sums + (sums >> 32));
    }

    Group lasts_; /* of each group */
    std::array<Group, 16> groups_;
};

} // namespace forest

#endif
