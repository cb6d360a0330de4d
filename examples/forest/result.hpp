/* A value, or one line that says why there is none. The forest builds without exceptions. */
#ifndef FOREST_RESULT_HPP
#define FOREST_RESULT_HPP

#include <optional>
#include <string>
#include <utility>

namespace forest
{

/* One line for the user: what is wrong, where, and what to do about it. */
struct Error {
    std::string text;
};

template <typename T> class [[nodiscard]] Result
{
  public:
    Result(T value) : value_(std::move(value)) {}
    Result(Error error) : error_(std::move(error)) {}

    explicit operator bool() const { return value_.has_value(); }

    /* Only where there is a value. */
    T &operator*() { return *value_; }
    const T &operator*() const { return *value_; }
    T *operator->() { return &*value_; }
    const T *operator->() const { return &*value_; }

    /* Only where there is none. */
    const Error &error() const { return error_; }

  private:
    std::optional<T> value_;
    Error error_;
};

} // namespace forest

#endif
