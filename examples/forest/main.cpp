/* forest: trains a random forest, on the CPU or on the GPU, and predicts with it.
 *
 * Exit codes: 0, 1 for what cannot be done (one line on standard error says why), 2 for a command line that
 * is not understood. */
#include <cstdio>
#include <cstdlib>
#include <new>

#include "commands.hpp"
#include "options.hpp"

namespace
{

/* For what Cells does not hold. Without exceptions, memory that runs out would end the program without a
 * word. */
[[noreturn]] void out_of_memory()
{
    std::fputs("forest: out of memory: use a part of the rows, or fewer trees\n", stderr);
    std::_Exit(1);
}

std::optional<forest::Error> run(const forest::Options &options)
{
    switch (options.command) {
    case forest::Command::Help:
        std::fputs(forest::help_text, stdout);
        return std::nullopt;
    case forest::Command::Train:
        return forest::run_train(options);
    case forest::Command::Predict:
        return forest::run_predict(options);
    case forest::Command::Bench:
        return forest::run_bench(options);
    }
    return std::nullopt;
}

} // namespace

int main(int argc, char **argv)
{
    std::set_new_handler(out_of_memory);
    const auto options = forest::parse_options(argc, argv);
    if (!options) {
        std::fprintf(stderr, "forest: %s (see forest --help)\n", options.error().text.c_str());
        return 2;
    }
    if (const auto error = run(*options)) {
        std::fprintf(stderr, "forest: %s\n", error->text.c_str());
        return 1;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        std::fputs("forest: standard output was not written, or not all of it: is the disk full?\n", stderr);
        return 1;
    }
    return 0;
}
