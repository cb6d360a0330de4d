/* A file that takes another's place when it is whole: whoever ends the program meanwhile finds what was there
 * before. Errors begin with the file's name. */
#ifndef FOREST_OUTPUT_FILE_HPP
#define FOREST_OUTPUT_FILE_HPP

#include <optional>
#include <string>
#include <vector>

#include "result.hpp"

namespace forest
{

/* Before what goes there is made, which may take long: why write_file would fail, as far as can be told. */
std::optional<Error> check_output(const std::string &path);

/* Likewise; also that it is not `input`, which is read before. */
std::optional<Error> check_output(const std::string &path, const std::string &input);

/* One piece behind the other. Links are followed; devices and pipes are written to as they are. */
std::optional<Error> write_file(const std::string &path, const std::vector<std::string> &pieces);

} // namespace forest

#endif
