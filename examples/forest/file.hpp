/* Files that are read. Errors begin with the file's name. */
#ifndef FOREST_FILE_HPP
#define FOREST_FILE_HPP

#include <cstdio>
#include <memory>
#include <string>

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

} // namespace forest

#endif
