/* Milliseconds that pass. */
#ifndef FOREST_STOPWATCH_HPP
#define FOREST_STOPWATCH_HPP

#include <chrono>

namespace forest
{

class Stopwatch
{
  public:
    double ms() const { return std::chrono::duration<double, std::milli>(Clock::now() - start_).count(); }

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

} // namespace forest

#endif
