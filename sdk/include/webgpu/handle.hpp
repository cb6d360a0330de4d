/**
 * What the classes of webgpu.hpp are made of: counted handles, strings and lists.
 *
 * Nothing here is of use by itself; namespace detail is no part of the interface.
 */
#ifndef WASI_WEBGPU_HANDLE_HPP
#define WASI_WEBGPU_HANDLE_HPP

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <webgpu/webgpu.h>

namespace wasi::webgpu
{

/** "As far as the buffer reaches", for sizes that may be left out. */
inline constexpr uint64_t whole_size = WGPU_WHOLE_SIZE;

namespace detail
{

/* Of an enum: whether its values are sets. */
template <typename Enum> inline constexpr bool is_set = false;

inline WGPUStringView to_view(std::string_view text)
{
    return {text.data(), text.size()};
}

inline std::string to_string(WGPUStringView view)
{
    if (view.data == nullptr)
        return {};
    return {view.data, view.length == WGPU_STRLEN ? std::strlen(view.data) : view.length};
}

/* One reference to a WebGPU object; a copy holds another. */
template <typename Handle, void (*AddRef)(Handle), void (*Release)(Handle)> class Counted
{
  public:
    Counted() = default;
    explicit Counted(Handle taken_over) : handle_(taken_over) {}
    Counted(const Counted &other) : handle_(other.handle_)
    {
        if (handle_ != nullptr)
            AddRef(handle_);
    }
    Counted(Counted &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Counted &operator=(Counted other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Counted()
    {
        if (handle_ != nullptr)
            Release(handle_);
    }

    Handle get() const { return handle_; }

  private:
    Handle handle_ = nullptr;
};

/* What each class of this library has: a counted handle and the text of what went wrong. */
template <typename Handle, void (*AddRef)(Handle), void (*Release)(Handle)> class Object
{
  public:
    /** True if the object was made, and is valid as far as was checked (see DeviceOptions::check). */
    explicit operator bool() const { return handle_.get() != nullptr && error_.empty(); }

    /** What went wrong last, in words; empty if nothing did. */
    const std::string &error() const { return error_; }

    /** The object for calls of webgpu.h: borrowed, NULL if there is none. */
    Handle get() const { return handle_.get(); }

  protected:
    using Ref = Counted<Handle, AddRef, Release>;

    Object() = default;
    Object(const Object &) = default;
    Object(Object &&) noexcept = default;
    Object &operator=(const Object &) = default;
    /* What is moved to itself stays what it is, as Counted does. */
    Object &operator=(Object &&other) noexcept
    {
        Object taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Object() = default;

    void swap(Object &other) noexcept
    {
        std::swap(handle_, other.handle_);
        std::swap(error_, other.error_);
    }

    void set_handle(Handle taken_over) { handle_ = Ref(taken_over); }
    void set_handle(Ref handle) { handle_ = std::move(handle); }
    const Ref &handle() const { return handle_; }
    void set_error(std::string text) { error_ = std::move(text); }

  private:
    Ref handle_;
    std::string error_;
};

/* Most have a label, too. */
template <typename Handle, void (*AddRef)(Handle), void (*Release)(Handle),
          void (*SetLabel)(Handle, WGPUStringView)>
class LabeledObject : public Object<Handle, AddRef, Release>
{
  public:
    /** The name that messages call it by. */
    void set_label(std::string_view label) const
    {
        if (this->get() != nullptr)
            SetLabel(this->get(), to_view(label));
    }
};

/* What whatever was made from an instance shares of it. Operations under way have a weak one: they do not
 * keep an instance that the program has ended, and whatever they bring then is of no use. */
using InstanceRef = std::shared_ptr<Counted<WGPUInstance, wgpuInstanceAddRef, wgpuInstanceRelease>>;
using WeakInstanceRef = InstanceRef::weak_type;

/* Borrowed; NULL: none. */
inline WGPUInstance to_raw(const InstanceRef &instance)
{
    return instance != nullptr ? instance->get() : nullptr;
}

/* Something in words, whatever the implementation has left empty. */
inline std::string or_else(std::string text, const char *otherwise)
{
    return text.empty() ? otherwise : text;
}

/* A list of enums in the other of their two types. As all lists whose length is known, it has that from the
 * start: the code that grows a list is large, and a program has it once for each type. */
template <typename To, typename From> std::vector<To> cast_all(std::span<const From> items)
{
    std::vector<To> list(items.size());
    for (size_t i = 0; i < items.size(); i++)
        list[i] = static_cast<To>(items[i]);
    return list;
}

} // namespace detail

/** What is in either of two sets, such as BufferUsage. */
template <typename Set>
    requires detail::is_set<Set>
constexpr Set operator|(Set a, Set b)
{
    return static_cast<Set>(static_cast<uint64_t>(a) | static_cast<uint64_t>(b));
}

/** What is in both. */
template <typename Set>
    requires detail::is_set<Set>
constexpr Set operator&(Set a, Set b)
{
    return static_cast<Set>(static_cast<uint64_t>(a) & static_cast<uint64_t>(b));
}

} // namespace wasi::webgpu

#endif
