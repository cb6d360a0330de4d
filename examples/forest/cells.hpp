/* Numbers by the hundred million: an array that says when memory is full, where a vector ends the program. */
#ifndef FOREST_CELLS_HPP
#define FOREST_CELLS_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <type_traits>

namespace forest
{

template <typename T> class Cells
{
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    /* Room for `count` in all; false: there is no memory for them, and nothing has changed. */
    [[nodiscard]] bool reserve(size_t count)
    {
        if (count <= capacity_)
            return true;
        if (count > PTRDIFF_MAX / sizeof(T))
            return false;
        T *moved = static_cast<T *>(std::realloc(data_.get(), count * sizeof(T)));
        if (moved == nullptr)
            return false;
        (void)data_.release();
        data_.reset(moved);
        capacity_ = count;
        return true;
    }

    /* Adds as many that are zero. */
    [[nodiscard]] bool extend(size_t count)
    {
        const size_t wanted = size_ + count;
        if (wanted > capacity_ && !reserve(wanted + wanted / 2) && !reserve(wanted))
            return false;
        std::fill(data_.get() + size_, data_.get() + wanted, T{});
        size_ = wanted;
        return true;
    }

    [[nodiscard]] bool push(T value)
    {
        if (!extend(1))
            return false;
        data_.get()[size_ - 1] = value;
        return true;
    }

    size_t size() const { return size_; }
    T &operator[](size_t index) { return data_.get()[index]; }
    const T &operator[](size_t index) const { return data_.get()[index]; }
    operator std::span<const T>() const { return {data_.get(), size_}; }

  private:
    struct Free {
        void operator()(T *data) const { std::free(data); }
    };
    std::unique_ptr<T, Free> data_;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

} // namespace forest

#endif
