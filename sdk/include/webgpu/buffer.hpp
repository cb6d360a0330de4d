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

constexpr BufferUsage operator|(BufferUsage a, BufferUsage b)
{
    return static_cast<BufferUsage>(static_cast<uint64_t>(a) | static_cast<uint64_t>(b));
}

constexpr BufferUsage operator&(BufferUsage a, BufferUsage b)
{
    return static_cast<BufferUsage>(static_cast<uint64_t>(a) & static_cast<uint64_t>(b));
}

enum class MapMode : uint64_t {
    Read = WGPUMapMode_Read,
    Write = WGPUMapMode_Write,
};

struct BufferOptions {
    /** Begins mapped for writing, whatever its usage: its size is then a multiple of 4. */
    bool mapped_at_creation = false;
    std::string_view label = {};
};

/**
 * Memory of the GPU. A guest never sees it: what is mapped is copied to and from the guest's own.
 */
class Buffer : public detail::Object<WGPUBuffer, wgpuBufferAddRef, wgpuBufferRelease>
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
            error = "no buffer of " + std::to_string(size) + " bytes";
        set_error(std::move(error));
    }

    uint64_t size() const { return get() != nullptr ? wgpuBufferGetSize(get()) : 0; }

    /**
     * Maps a range, and blocks until the GPU has done what it was to do with the buffer.
     *
     * \param offset  a multiple of 8.
     * \param size    in bytes, a multiple of 4.
     * \return false: it is not mapped, and error() says why.
     */
    bool map(MapMode mode, uint64_t offset = 0, uint64_t size = whole_size)
    {
        if (get() == nullptr)
            return false;
        const detail::Answer<Mapped> answer;
        WGPUBufferMapCallbackInfo callback = WGPU_BUFFER_MAP_CALLBACK_INFO_INIT;
        callback.mode = WGPUCallbackMode_WaitAnyOnly;
        callback.callback = [](WGPUMapAsyncStatus status, WGPUStringView message, void *userdata, void *) {
            detail::Answer<Mapped>::set(userdata, {status, detail::to_string(message)});
        };
        callback.userdata1 = answer.userdata();
        const size_t raw_size = size == whole_size ? WGPU_WHOLE_MAP_SIZE : static_cast<size_t>(size);
        const auto mapped =
            connection_.wait(answer, wgpuBufferMapAsync(get(), static_cast<WGPUMapMode>(mode),
                                                        static_cast<size_t>(offset), raw_size, callback));
        if (mapped && mapped->status == WGPUMapAsyncStatus_Success) {
            set_error({});
            return true;
        }
        set_error(detail::or_else(mapped ? mapped->message : "", "the buffer cannot be mapped"));
        return false;
    }

    /** Copies out of a mapped range, in one crossing. `offset` is the buffer's, a multiple of 8; the size is
     *  a multiple of 4. False: the range is not mapped. */
    bool copy_to(std::span<std::byte> out, uint64_t offset = 0) const
    {
        return get() != nullptr && wgpuBufferReadMappedRange(get(), static_cast<size_t>(offset), out.data(),
                                                             out.size()) == WGPUStatus_Success;
    }

    /** Copies into a range mapped for writing, likewise. */
    bool copy_from(std::span<const std::byte> in, uint64_t offset = 0)
    {
        return get() != nullptr && wgpuBufferWriteMappedRange(get(), static_cast<size_t>(offset), in.data(),
                                                              in.size()) == WGPUStatus_Success;
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
        WGPUMapAsyncStatus status;
        std::string message;
    };

    detail::Connection connection_;
};

} // namespace wasi::webgpu

#endif
