/* What the program does, a file per command. Each prints to standard output, and returns an error that is
 * left to print. */
#ifndef FOREST_COMMANDS_HPP
#define FOREST_COMMANDS_HPP

#include <optional>

#include "options.hpp"
#include "result.hpp"

namespace forest
{

std::optional<Error> run_train(const Options &options);
std::optional<Error> run_predict(const Options &options);
std::optional<Error> run_bench(const Options &options);

} // namespace forest

#endif
