/* Progress on standard error, where that is a terminal. */
#ifndef FOREST_TERMINAL_HPP
#define FOREST_TERMINAL_HPP

#include <cstdio>
#include <string>

#include <unistd.h>

namespace forest
{

/* One line that is written over, and gone when this is. */
class Progress
{
  public:
    Progress() = default;
    Progress(const Progress &) = delete;
    Progress &operator=(const Progress &) = delete;
    ~Progress() { show(""); }

    void show(const std::string &text) const
    {
        if (is_terminal_)
            std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
    }

  private:
    const bool is_terminal_ = isatty(STDERR_FILENO) == 1;
};

} // namespace forest

#endif
