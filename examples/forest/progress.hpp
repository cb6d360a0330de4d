/* Progress on standard error: one line that is written over, and gone in the end. */
#ifndef FOREST_PROGRESS_HPP
#define FOREST_PROGRESS_HPP

#include <cstdint>
#include <string>

#include "options.hpp"
#include "stopwatch.hpp"

namespace forest
{

class Progress
{
  public:
    /* On a terminal if `when` is Auto. */
    explicit Progress(When when);
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;
    ~Progress() { show(""); }

    /* Short enough for a terminal's line. */
    void show(const std::string &text);
    /* A bar, ten times a second at most; the estimate counts from the first call with less done. */
    void show(const std::string &what, uint32_t done, uint32_t all);

  private:
    const bool is_shown_;
    bool is_empty_ = true;
    uint32_t last_done_ = UINT32_MAX;
    double last_ms_ = 0;
    Stopwatch stopwatch_;
};

/* "training on CPU [#####---------------] 50 of 200 trees, 3 s left". Fits a terminal of 80 columns: a line
 * that is wider could not be written over. */
std::string progress_bar(const std::string &what, uint32_t done, uint32_t all, double seconds);

} // namespace forest

#endif
