#include "progress.hpp"

#include <cmath>
#include <cstdio>

#include <unistd.h>

namespace forest
{

namespace
{

std::string duration(double seconds)
{
    const auto whole = static_cast<uint64_t>(std::ceil(seconds));
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    if (whole >= 86400)
        return std::to_string(whole / 86400) + " d " + std::to_string(whole % 86400 / 3600) + " h";
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

} // namespace

Progress::Progress(When when)
    : is_shown_(when == When::Always || (when == When::Auto && isatty(STDERR_FILENO) == 1))
{
}

void Progress::show(const std::string &text)
{
    if (!is_shown_ || (is_empty_ && text.empty()))
        return;
    std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
    std::fflush(stderr);
    is_empty_ = text.empty();
}

void Progress::show(const std::string &what, uint32_t done, uint32_t all)
{
    constexpr double pause_ms = 100;
    if (!is_shown_)
        return;
    if (done <= last_done_)
        stopwatch_ = Stopwatch();
    const double ms = stopwatch_.ms();
    const bool is_first = done <= last_done_;
    if (is_first || ms - last_ms_ >= pause_ms || done == all) {
        show(progress_bar(what, done, all, ms / 1000));
        last_ms_ = ms;
    }
    last_done_ = done;
}

std::string progress_bar(const std::string &what, uint32_t done, uint32_t all, double seconds)
{
    constexpr uint64_t width = 20;
    const auto filled = static_cast<size_t>(width * done / all);
    std::string out = what + " [" + std::string(filled, '#') + std::string(width - filled, '-') + "] " +
                      std::to_string(done) + " of " + std::to_string(all) + " trees";
    if (done > 0 && done < all)
        out += ", " + duration(seconds / done * (all - done)) + " left";
    return out;
}

} // namespace forest
