#include "drawn_rows.hpp"

#include "bootstrap.hpp"

namespace forest
{

/* Each row is written, and stays if it was drawn: no processor foresees which are. */
DrawnRows draw_rows(uint32_t key, const std::vector<uint32_t> &targets, std::vector<DrawnRow> &drawn)
{
    const auto rows = static_cast<uint32_t>(targets.size());
    const uint32_t sure = sure_row(key, rows);
    drawn.resize(rows);
    DrawnRows all;
    DrawnRow *to = drawn.data();
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t times = drawn_times(key, row, sure);
        *to = DrawnRow(row, times, targets[row]);
        all.count += times;
        all.weight += to->weight();
        to += times > 0 ? 1 : 0;
    }
    drawn.resize(static_cast<size_t>(to - drawn.data()));
    return all;
}

} // namespace forest
