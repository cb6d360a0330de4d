/** QuerySet: what passes note about themselves. */
#ifndef WASI_WEBGPU_QUERY_SET_HPP
#define WASI_WEBGPU_QUERY_SET_HPP

#include <webgpu/error_scope.hpp>

namespace wasi::webgpu
{

enum class QueryType {
    Occlusion = WGPUQueryType_Occlusion,
    Timestamp = WGPUQueryType_Timestamp,
};

/** Places for timestamps, which need Feature::TimestampQuery, or for how much was drawn. */
class QuerySet : public detail::LabeledObject<WGPUQuerySet, wgpuQuerySetAddRef, wgpuQuerySetRelease,
                                              wgpuQuerySetSetLabel>
{
  public:
    QuerySet(const Device &device, QueryType type, uint32_t count, std::string_view label = {})
    {
        WGPUQuerySetDescriptor raw = WGPU_QUERY_SET_DESCRIPTOR_INIT;
        raw.label = detail::to_view(label);
        raw.type = static_cast<WGPUQueryType>(type);
        raw.count = count;
        set_error(detail::make_checked(device, {},
                                       [&] { set_handle(wgpuDeviceCreateQuerySet(device.get(), &raw)); }));
    }

    QueryType type() const
    {
        return get() != nullptr ? static_cast<QueryType>(wgpuQuerySetGetType(get())) : QueryType::Occlusion;
    }
    uint32_t count() const { return get() != nullptr ? wgpuQuerySetGetCount(get()) : 0; }
    void destroy()
    {
        if (get() != nullptr)
            wgpuQuerySetDestroy(get());
    }
};

/** Where a pass puts the times of its begin and end. The set is borrowed. */
struct TimestampWrites {
    const QuerySet &query_set;
    uint32_t begin_index = WGPU_QUERY_SET_INDEX_UNDEFINED;
    uint32_t end_index = WGPU_QUERY_SET_INDEX_UNDEFINED;
};

namespace detail
{

inline WGPUPassTimestampWrites to_raw(const TimestampWrites &timestamps)
{
    WGPUPassTimestampWrites raw = WGPU_PASS_TIMESTAMP_WRITES_INIT;
    raw.querySet = timestamps.query_set.get();
    raw.beginningOfPassWriteIndex = timestamps.begin_index;
    raw.endOfPassWriteIndex = timestamps.end_index;
    return raw;
}

} // namespace detail

} // namespace wasi::webgpu

#endif
