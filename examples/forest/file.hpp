/* Files: open to read, whole to read, whole to write. Errors begin with the file's name. */
#ifndef FOREST_FILE_HPP
#define FOREST_FILE_HPP

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result.hpp"

namespace forest
{

struct CloseFile {
    void operator()(std::FILE *file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Result<File> open_file(const std::string &path);

/* What errno says of `path`. */
Error last_error(const std::string &path);

Result<std::vector<char>> read_file(const std::string &path);

/* By way of a file beside it: either all is written, or what was there before stays. */
std::optional<Error> write_file(const std::string &path, std::string_view text);

} // namespace forest

#endif
