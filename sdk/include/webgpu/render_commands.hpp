/**
 * What render passes and bundles record alike: draws. Programs use the classes made of it.
 */
#ifndef WASI_WEBGPU_RENDER_COMMANDS_HPP
#define WASI_WEBGPU_RENDER_COMMANDS_HPP

#include <webgpu/recorder.hpp>
#include <webgpu/render_pipeline.hpp>

namespace wasi::webgpu::detail
{

template <typename Functions> class RenderCommands : public Recorder<Functions>
{
  public:
    void set_pipeline(const RenderPipeline &pipeline)
    {
        if (this->can_record(pipeline))
            Functions::set_pipeline(this->get(), pipeline.get());
    }

    void set_index_buffer(const Buffer &buffer, IndexFormat format, uint64_t offset = 0,
                          uint64_t size = whole_size)
    {
        if (this->can_record(buffer))
            Functions::set_index_buffer(this->get(), buffer.get(), static_cast<WGPUIndexFormat>(format),
                                        offset, size);
    }

    void set_vertex_buffer(uint32_t slot, const Buffer &buffer, uint64_t offset = 0,
                           uint64_t size = whole_size)
    {
        if (this->can_record(buffer))
            Functions::set_vertex_buffer(this->get(), slot, buffer.get(), offset, size);
    }

    void draw(uint32_t vertex_count, uint32_t instance_count = 1, uint32_t first_vertex = 0,
              uint32_t first_instance = 0)
    {
        if (this->can_record())
            Functions::draw(this->get(), vertex_count, instance_count, first_vertex, first_instance);
    }

    void draw_indexed(uint32_t index_count, uint32_t instance_count = 1, uint32_t first_index = 0,
                      int32_t base_vertex = 0, uint32_t first_instance = 0)
    {
        if (this->can_record())
            Functions::draw_indexed(this->get(), index_count, instance_count, first_index, base_vertex,
                                    first_instance);
    }

    /** `buffer` has the four numbers of draw() at `offset`, 32 bits each. */
    void draw_indirect(const Buffer &buffer, uint64_t offset = 0)
    {
        if (this->can_record(buffer))
            Functions::draw_indirect(this->get(), buffer.get(), offset);
    }

    /** Likewise the five of draw_indexed(). */
    void draw_indexed_indirect(const Buffer &buffer, uint64_t offset = 0)
    {
        if (this->can_record(buffer))
            Functions::draw_indexed_indirect(this->get(), buffer.get(), offset);
    }

  protected:
    using Recorder<Functions>::Recorder;
};

} // namespace wasi::webgpu::detail

#endif
