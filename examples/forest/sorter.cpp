#include "sorter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "unrolled.hpp"

namespace forest
{

Sorter::Sorter(const Dataset &data)
    : data_(data), entries_(data.rows), places_(data.sorted.size()), present_((data.rows + 63) / 64)
{
    for (uint32_t feature = 0; feature < data.features(); feature++)
        for (uint32_t place = 0; place < data.rows; place++)
            places(feature)[row_of(sorted(feature)[place])] = static_cast<uint16_t>(place);
}

const uint32_t *Sorter::sort(const uint16_t *rows, uint32_t size, uint32_t feature)
{
    if (size <= 8)
        sort_few<8>(rows, size, feature);
    else if (size <= 16)
        sort_few<16>(rows, size, feature);
    else if (size < present_.size() / 4) /* few among many: a walk over all costs more */
        sort_some(rows, size, feature);
    else
        sort_many(rows, size, feature);
    return entries_.data();
}

/* At most `few`: counts for each place how many are smaller, without branches, and with vectors. */
template <uint32_t few> void Sorter::sort_few(const uint16_t *rows, uint32_t size, uint32_t feature)
{
    using Lanes [[gnu::vector_size(few * sizeof(uint16_t))]] = uint16_t;
    const uint16_t *place = places(feature);
    const uint32_t *entry = sorted(feature);
    std::array<uint16_t, few> found;
    found.fill(UINT16_MAX); /* smaller than none */
    take_steps<2>(0, size, [&](uint32_t i) { found[i] = place[rows[i]]; });
    Lanes lanes;
    std::memcpy(&lanes, found.data(), sizeof lanes);
    Lanes smaller{};
    take_steps<8>(0, few == 8 ? 8 : size, [&](uint32_t i) {
        smaller -= reinterpret_cast<Lanes>(found[i] < lanes); /* -1 where it is so */
    });
    std::array<uint16_t, few> rank;
    std::memcpy(rank.data(), &smaller, sizeof rank);
    uint32_t *to = entries_.data();
    take_steps<2>(0, size, [&](uint32_t i) { to[rank[i]] = entry[found[i]]; });
}

void Sorter::sort_some(const uint16_t *rows, uint32_t size, uint32_t feature)
{
    const uint16_t *place = places(feature);
    const uint32_t *entry = sorted(feature);
    for (uint32_t i = 0; i < size; i++)
        entries_[i] = entry[place[rows[i]]];
    std::sort(entries_.data(), entries_.data() + size);
}

/* A bit for each place; then these in their order. */
void Sorter::sort_many(const uint16_t *rows, uint32_t size, uint32_t feature)
{
    const uint16_t *place = places(feature);
    const uint32_t *entry = sorted(feature);
    uint64_t *present = present_.data();
    take_steps(0, size, [&](uint32_t i) {
        const uint32_t here = place[rows[i]];
        present[here / 64] |= uint64_t{1} << here % 64;
    });
    uint32_t *to = entries_.data();
    for (const uint64_t *end = present + present_.size(); present < end; present++, entry += 64) {
        for (uint64_t bits = *present; bits != 0; bits &= bits - 1)
            *to++ = entry[std::countr_zero(bits)];
        *present = 0;
    }
}

} // namespace forest
