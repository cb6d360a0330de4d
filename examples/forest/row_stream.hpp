/* Rows of numbers on their way to the GPU, a few at a time: all of them together need not fit there. */
#ifndef FOREST_ROW_STREAM_HPP
#define FOREST_ROW_STREAM_HPP

#include <array>
#include <optional>

#include "float_rows.hpp"
#include "gpu.hpp"

namespace forest
{

/* Through a ring of buffers that are mapped in turn: on a discrete GPU that is several times as fast as what
 * Dawn makes of a large write_buffer. */
class RowStream
{
  public:
    static constexpr uint32_t bytes_at_once = 8u << 20;
    static constexpr uint32_t ring_size = 3;
    static constexpr uint64_t memory = uint64_t{bytes_at_once} * (1 + ring_size); /* of the GPU's, in all */

    explicit RowStream(const Gpu &gpu) : gpu_(gpu) {}

    /* Makes the buffers, for rows of so many features. */
    std::optional<Error> prepare(uint32_t features);

    /* How many are sent at once. */
    uint32_t rows_at_once() const { return rows_at_once_; }

    /* Where the numbers arrive, row by row; and a word for each row, from words_begin() on. */
    const wasi::webgpu::Buffer &buffer() const { return buffer_; }
    uint32_t words_begin() const { return rows_at_once_ * features_; }

    /* Has `commands` bring them there; no more rows than rows_at_once(). Submit these before the next are
     * sent. */
    std::optional<Error> send(wasi::webgpu::CommandEncoder &commands, std::span<const float> values,
                              std::span<const uint32_t> words = {});

  private:
    Gpu gpu_;
    uint32_t features_ = 0;
    uint32_t rows_at_once_ = 0;
    uint32_t next_ = 0; /* of the ring */
    wasi::webgpu::Buffer buffer_;
    std::array<wasi::webgpu::Buffer, ring_size> ring_;
};

} // namespace forest

#endif
