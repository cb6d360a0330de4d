/* What the GPU's program for large data (binned_train.wgsl.hpp) is compiled for, its options, and the sizes
 * of its buffers; how many trees it grows at a time. */
#ifndef FOREST_BINNED_SHAPE_HPP
#define FOREST_BINNED_SHAPE_HPP

#include <optional>
#include <string>

#include "gpu.hpp"
#include "trainer_binned.hpp"

namespace forest
{

/* As `Options` in the program. */
struct BinnedOptions {
    uint32_t rows, seed, range, min_leaf, depth, level, trees, first_tree, capacity, most_tasks, most_items,
        columns;
};

struct BinnedShape {
    /* What all buffers take together, at most. */
    static constexpr uint64_t memory_limit = uint64_t{960} << 20;
    static constexpr uint64_t word = sizeof(uint32_t);
    static constexpr uint64_t options_stride = 256; /* what every adapter takes for dynamic offsets */
    static constexpr uint64_t node_bytes = 4 * word;

    BinnedOptions options{}; /* without those of a level and of a batch of trees */
    uint32_t lanes, block_rows, columns, row_words, looks, looks_at_once, bins, part_bins, parts;
    uint32_t slots = 1; /* trees at a time */
    uint64_t tasks_a_tree, places_a_tree, nodes_a_tree;
    uint64_t rows_bytes;

    BinnedShape(const Gpu &gpu, const FloatRows &rows, const Binned &binned, const TrainOptions &train);

    /* As many trees at a time as fit; one always does, or nothing. */
    std::optional<Error> choose_slots(const Gpu &gpu, uint32_t trees);

    /* The program's, as text. */
    std::string constants() const;

    uint32_t chunk() const;                        /* rows of an item */
    uint64_t tasks_of_level(uint32_t level) const; /* at most, of all trees */

    uint64_t list_bytes() const;
    uint64_t tasks_bytes() const;
    uint64_t items_bytes() const;
    uint64_t counters_bytes() const;
    uint64_t sums_bytes() const;
    uint64_t nodes_bytes() const;
    uint64_t staging_bytes() const;
    uint64_t options_bytes() const;

    /* Of the counters those that are read back; and where the trees' roots begin in them. */
    uint64_t head_words() const { return roots_begin() + 3 * uint64_t{slots}; }
    uint64_t roots_begin() const { return 1 + 3 * (uint64_t{options.depth} + 1); }

  private:
    void choose_parts(const Gpu &gpu);
    uint64_t look_groups() const;
    uint64_t tasks() const { return slots * tasks_a_tree; }
    uint64_t items() const { return slots * (tasks_a_tree + places_a_tree); }
    uint64_t largest() const;
    uint64_t all() const;
    bool fits(const Gpu &gpu) const { return largest() <= gpu.largest_binding && all() <= memory_limit; }
};

/* Rounded up. */
constexpr uint64_t divided_up(uint64_t value, uint64_t by)
{
    return (value + by - 1) / by;
}

} // namespace forest

#endif
