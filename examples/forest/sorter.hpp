/* A node's rows in the order of a feature, on the CPU.
 *
 * All rows are sorted by each feature beforehand: a row has a place there, and a node's rows are sorted by
 * their places. */
#ifndef FOREST_SORTER_HPP
#define FOREST_SORTER_HPP

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset.hpp"

namespace forest
{

class Sorter
{
  public:
    /* The data is borrowed. */
    explicit Sorter(const Dataset &data);

    /* These rows as entries of Dataset::sorted, until the next time. */
    const uint32_t *sort(const uint16_t *rows, uint32_t size, uint32_t feature);

    static uint32_t row_of(uint32_t entry) { return entry & 0xffffu; }
    static uint32_t code_of(uint32_t entry) { return entry >> 16; }

  private:
    const uint32_t *sorted(uint32_t feature) const { return &data_.sorted[size_t{feature} * data_.rows]; }
    uint16_t *places(uint32_t feature) { return &places_[size_t{feature} * data_.rows]; }

    template <uint32_t few> void sort_few(const uint16_t *rows, uint32_t size, uint32_t feature);
    void sort_some(const uint16_t *rows, uint32_t size, uint32_t feature);
    void sort_many(const uint16_t *rows, uint32_t size, uint32_t feature);

    const Dataset &data_;
    std::vector<uint32_t> entries_;
    std::vector<uint16_t> places_;  /* per feature and row */
    std::vector<uint64_t> present_; /* a bit a place; zero between uses */
};

} // namespace forest

#endif
