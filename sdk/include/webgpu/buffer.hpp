/** Buffer: memory of the GPU, and mapping it to read and write it. */
#ifndef WASI_WEBGPU_BUFFER_HPP
#define WASI_WEBGPU_BUFFER_HPP

#include <cstddef>

#include <webgpu/error_scope.hpp>

namespace wasi::webgpu
{

/** A set: combined with |. */
enum class BufferUsage : uint64_t {
    None = WGPUBufferUsage_None,
    MapRead = WGPUBufferUsage_MapRead,
    MapWrite = WGPUBufferUsage_MapWrite,
    CopySrc = WGPUBufferUsage_CopySrc,
    CopyDst = WGPUBufferUsage_CopyDst,
    Index = WGPUBufferUsage_Index,
    Vertex = WGPUBufferUsage_Vertex,
    Uniform = WGPUBufferUsage_Uniform,
    Storage = WGPUBufferUsage_Storage,
    Indirect = WGPUBufferUsage_Indirect,
    QueryResolve = WGPUBufferUsage_QueryResolve,
};

template <> inline constexpr bool detail::is_set<BufferUsage> = true;

enum class MapMode : uint64_t {
    Read = WGPUMapMode_Read,
    Write = WGPUMapMode_Write,
};

enum class MapState {
    Unmapped = WGPUBufferMapState_Unmapped,
    Pending = WGPUBufferMapState_Pending,
    Mapped = WGPUBufferMapState_Mapped,
};

enum class MapStatus {
    Success = WGPUMapAsyncStatus_Success,
    CallbackCancelled = WGPUMapAsyncStatus_CallbackCancelled,
    Error = WGPUMapAsyncStatus_Error,
    Aborted = WGPUMapAsyncStatus_Aborted,
};

struct BufferOptions {
    /** Begins mapped for writing, whatever its usage: its size is then a multiple of 4. */
    bool mapped_at_creation = false;
    std::string_view label = {};
};

/**
 * Memory of the GPU. A guest never sees it: what is mapped is copied to and from the guest's own.
 */
class Buffer
    : public detail::LabeledObject<WGPUBuffer, wgpuBufferAddRef, wgpuBufferRelease, wgpuBufferSetLabel>
{
  public:
    /** None: false. For a buffer that is assigned later. */
    Buffer() = default;

    /** \param size  in bytes; all zero at first. */
    Buffer(const Device &device, uint64_t size, BufferUsage usage, const BufferOptions &options = {})
        : connection_(device.connection())
    {
        WGPUBufferDescriptor raw = WGPU_BUFFER_DESCRIPTOR_INIT;
        raw.label = detail::to_view(options.label);
        raw.usage = static_cast<WGPUBufferUsage>(usage);
        raw.size = size;
        raw.mappedAtCreation = options.mapped_at_creation ? WGPU_TRUE : WGPU_FALSE;
        std::string error =
            detail::make_checked(device, {}, [&] { set_handle(wgpuDeviceCreateBuffer(device.get(), &raw)); });
        if (error.empty() && get() == nullptr)
            error = "no memory for the buffer";
        set_error(std::move(error));
    }

    uint64_t size() const { return get() != nullptr ? wgpuBufferGetSize(get()) : 0; }

    BufferUsage usage() const
    {
        return get() != nullptr ? static_cast<BufferUsage>(wgpuBufferGetUsage(get())) : BufferUsage::None;
    }

    MapState map_state() const
    {
        return get() != nullptr ? static_cast<MapState>(wgpuBufferGetMapState(get())) : MapState::Unmapped;
    }

    /**
     * Maps a range, and blocks until the GPU has done what it was to do with the buffer.
     *
     * \param offset  a multiple of 8.
     * \param size    in bytes, a multiple of 4.
     * \return false: it is not mapped, and error() says why.
     */
    bool map(MapMode mode, uint64_t offset = 0, uint64_t size = whole_size)
    {
        const detail::Answer<Mapped> answer;
        const Future future = map_async(mode, offset, size, CallbackMode::WaitAnyOnly,
                                        [answer](MapStatus status, std::string_view message) {
                                            answer.set({status, std::string(message)});
                                        });
        const auto mapped = connection_.wait(answer, future);
        if (mapped && mapped->status == MapStatus::Success) {
            set_error({});
            return true;
        }
        set_error(detail::or_else(mapped ? mapped->message : "", "the buffer cannot be mapped"));
        return false;
    }

    /** The same without blocking. The buffer need not stay where it is, but must not be gone. */
    template <std::invocable<MapStatus, std::string_view> Callback>
    Future map_async(MapMode mode, uint64_t offset, uint64_t size, CallbackMode callback_mode,
                     Callback callback) const
    {
        if (get() == nullptr) {
            callback(MapStatus::Error, std::string_view(error()));
            return {};
        }
        if (!is_sayable(offset, size)) {
            callback(MapStatus::Error, std::string_view("the range ends behind this program's memory"));
            return {};
        }
        WGPUBufferMapCallbackInfo info = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(callback_mode);
        info.callback = [](WGPUMapAsyncStatus status, WGPUStringView message, void *userdata, void *) {
            detail::call_once<Callback>(userdata, static_cast<MapStatus>(status), detail::to_string(message));
        };
        info.userdata1 = detail::own(std::move(callback));
        return {wgpuBufferMapAsync(get(), static_cast<WGPUMapMode>(mode), static_cast<size_t>(offset),
                                   to_map_size(size), info)
                    .id};
    }

    /** A mapped range to read from: copied from the buffer when it is first asked for, where the buffer is
     * not in this program's memory. Empty: the range is not mapped. Until unmap(). */
    std::span<const std::byte> const_mapped_range(uint64_t offset = 0, uint64_t size = whole_size) const
    {
        if (get() == nullptr || !is_sayable(offset, size))
            return {};
        const void *range =
            wgpuBufferGetConstMappedRange(get(), static_cast<size_t>(offset), to_map_size(size));
        return {static_cast<const std::byte *>(range), range_size(range, offset, size)};
    }

    /** One mapped for writing, likewise. */
    std::span<std::byte> mapped_range(uint64_t offset = 0, uint64_t size = whole_size)
    {
        if (get() == nullptr || !is_sayable(offset, size))
            return {};
        void *range = wgpuBufferGetMappedRange(get(), static_cast<size_t>(offset), to_map_size(size));
        return {static_cast<std::byte *>(range), range_size(range, offset, size)};
    }

    /** Copies out of a mapped range, in one crossing. `offset` is the buffer's, a multiple of 8; the size is
     *  a multiple of 4. False: the range is not mapped. */
    bool copy_to(std::span<std::byte> out, uint64_t offset = 0) const
    {
        return get() != nullptr && is_sayable(offset, out.size()) &&
               wgpuBufferReadMappedRange(get(), static_cast<size_t>(offset), out.data(), out.size()) ==
                   WGPUStatus_Success;
    }

    /** Copies into a range mapped for writing, likewise. */
    bool copy_from(std::span<const std::byte> in, uint64_t offset = 0)
    {
        return get() != nullptr && is_sayable(offset, in.size()) &&
               wgpuBufferWriteMappedRange(get(), static_cast<size_t>(offset), in.data(), in.size()) ==
                   WGPUStatus_Success;
    }

    /** Hands the memory back to the GPU. */
    void unmap()
    {
        if (get() != nullptr)
            wgpuBufferUnmap(get());
    }

    /** Frees the memory at once, not only with the last reference. */
    void destroy()
    {
        if (get() != nullptr)
            wgpuBufferDestroy(get());
    }

  private:
    struct Mapped {
        MapStatus status;
        std::string message;
    };

    /* webgpu.h's own name of the whole is another number where size_t has 32 bits. */
    static bool is_whole(uint64_t size) { return size == whole_size || size == WGPU_WHOLE_MAP_SIZE; }

    /* Whether a range can be said in size_t, as webgpu.h wants it. */
    static bool is_sayable(uint64_t offset, uint64_t size)
    {
        return static_cast<size_t>(offset) == offset && (is_whole(size) || static_cast<size_t>(size) == size);
    }

    static size_t to_map_size(uint64_t size)
    {
        return is_whole(size) ? WGPU_WHOLE_MAP_SIZE : static_cast<size_t>(size);
    }

    /* Of a range that was got, NULL: none. */
    size_t range_size(const void *range, uint64_t offset, uint64_t size) const
    {
        if (range == nullptr)
            return 0;
        return static_cast<size_t>(is_whole(size) ? this->size() - offset : size);
    }

    detail::Connection connection_;
};

} // namespace wasi::webgpu

#endif
