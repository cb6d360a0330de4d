#include "draft.hpp"

#include <utility>

#include <unistd.h>

#ifndef __wasi__
#include <csignal>
#endif

namespace forest
{

#ifndef __wasi__

namespace
{

constexpr int endings[] = {SIGHUP, SIGINT, SIGTERM};

const char *draft_path; /* while handlers are there */

/* The handler is gone by then: what is raised ends the program. */
void remove_and_end(int number)
{
    unlink(draft_path);
    raise(number);
}

/* Leaves alone what somebody else handles or ignores. */
void change_handlers(void (*from)(int), void (*to)(int))
{
    struct sigaction wanted = {};
    wanted.sa_handler = to;
    wanted.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int number : endings) {
        struct sigaction now = {};
        if (sigaction(number, nullptr, &now) == 0 && now.sa_handler == from)
            sigaction(number, &wanted, nullptr);
    }
}

} // namespace

#endif

Draft::Draft(std::string path) : path_(std::move(path))
{
#ifndef __wasi__
    draft_path = path_.c_str();
    change_handlers(SIG_DFL, remove_and_end);
#endif
}

Draft::~Draft()
{
    unlink(path_.c_str());
#ifndef __wasi__
    change_handlers(remove_and_end, SIG_DFL);
#endif
}

} // namespace forest
