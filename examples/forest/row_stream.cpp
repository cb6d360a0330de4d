#include "row_stream.hpp"

#include <string>

namespace forest
{

namespace gpu = wasi::webgpu;

std::optional<Error> RowStream::prepare(uint32_t features)
{
    using enum gpu::BufferUsage;
    if (buffer_ && features == features_)
        return std::nullopt;
    const uint64_t row_bytes = (uint64_t{features} + 1) * sizeof(float);
    features_ = features;
    rows_at_once_ =
        static_cast<uint32_t>(bytes_at_once / row_bytes / 2 * 2); /* words begin at a multiple of 8 bytes */
    if (rows_at_once_ == 0)
        return Error{"GPU: rows of " + std::to_string(features) +
                     " features are too long to be sent: take --device cpu"};
    const uint64_t size = uint64_t{rows_at_once_} * row_bytes;
    buffer_ = gpu::Buffer(gpu_.device, size, Storage | CopyDst);
    bool made = static_cast<bool>(buffer_);
    for (gpu::Buffer &slot : ring_) {
        slot = gpu::Buffer(gpu_.device, size, MapWrite | CopySrc, {.mapped_at_creation = true});
        made = made && slot;
    }
    next_ = 0;
    if (!made)
        return Error{"GPU: no memory to send rows through"};
    return std::nullopt;
}

std::optional<Error> RowStream::send(gpu::CommandEncoder &commands, std::span<const float> values,
                                     std::span<const uint32_t> words)
{
    gpu::Buffer &slot = ring_[next_];
    next_ = (next_ + 1) % ring_size;
    if (slot.map_state() != gpu::MapState::Mapped && !slot.map(gpu::MapMode::Write))
        return Error{"GPU: " + slot.error()};
    const uint64_t words_offset = uint64_t{words_begin()} * sizeof(uint32_t);
    const bool copied = slot.copy_from(std::as_bytes(values)) &&
                        (words.empty() || slot.copy_from(std::as_bytes(words), words_offset));
    slot.unmap();
    if (!copied)
        return Error{"GPU: rows cannot be copied to it"};
    commands.copy_buffer_to_buffer(slot, 0, buffer_, 0, values.size_bytes());
    if (!words.empty())
        commands.copy_buffer_to_buffer(slot, words_offset, buffer_, words_offset, words.size_bytes());
    return std::nullopt;
}

} // namespace forest
