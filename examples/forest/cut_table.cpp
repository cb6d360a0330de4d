#include "cut_table.hpp"

namespace forest
{

/* What is left of the table no value reaches. */
CutTable::CutTable(const Cuts &cuts)
{
    for (size_t i = 0; i < groups_.size() * group_size; i++) {
        const size_t group = i / group_size;
        const int32_t place = i < cuts.size() ? place_of(cuts[i]) : INT32_MAX;
        groups_[group][i % group_size / 4][i % 4] = place;
        lasts_[group / 4][group % 4] = place; /* until the next one of this group */
    }
}

} // namespace forest
