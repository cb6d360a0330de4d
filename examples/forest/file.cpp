#include "file.hpp"

#include <cerrno>
#include <cstring>

#include <sys/stat.h>

namespace forest
{

Error last_error(const std::string &path)
{
#ifdef __wasi__
    if (errno == ENOTCAPABLE || errno == EPERM)
        return {path + ": it is in no folder that this program was given: wasigpu run --dir FOLDER"};
#endif
    return {path + ": " + std::strerror(errno)};
}

Result<File> open_file(const std::string &path)
{
    File file(std::fopen(path.c_str(), "rb"));
    if (file == nullptr)
        return last_error(path);
    struct stat status;
    if (fstat(fileno(file.get()), &status) == 0 && S_ISDIR(status.st_mode))
        return Error{path + ": is a directory"};
    return file;
}

} // namespace forest
