/* Whole files. Errors begin with the file's name. */
#ifndef FOREST_FILE_HPP
#define FOREST_FILE_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result.hpp"

namespace forest
{

Result<std::vector<char>> read_file(const std::string &path);

/* By way of a file beside it: either all is written, or what was there before stays. */
std::optional<Error> write_file(const std::string &path, std::string_view text);

} // namespace forest

#endif
