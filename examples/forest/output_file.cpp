#include "output_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include <sys/stat.h>
#include <unistd.h>

#include "draft.hpp"
#include "file.hpp"

namespace forest
{

namespace
{

/* What is at the end of a chain of links, be it there or not. */
Result<std::string> follow_links(std::string path)
{
    constexpr int longest_chain = 40;
    for (int i = 0; i < longest_chain; i++) {
        char text[4096];
        const ssize_t size = readlink(path.c_str(), text, sizeof text);
        if (size < 0 && (errno == EINVAL || errno == ENOENT)) /* no link, or nothing */
            return path;
        if (size < 0)
            return last_error(path);
        const std::string_view target(text, static_cast<size_t>(size));
        const size_t folder = target.starts_with('/') ? 0 : path.rfind('/') + 1; /* 0 without one */
        path.replace(folder, std::string::npos, target);
    }
    errno = ELOOP;
    return last_error(path);
}

constexpr size_t at_once = size_t{1} << 20; /* Wasmtime refuses more than 128 MiB */

std::optional<Error> write_pieces(const std::string &path, const std::vector<std::string> &pieces)
{
    File file(std::fopen(path.c_str(), "wb"));
    if (file == nullptr)
        return last_error(path);
    for (const std::string &piece : pieces)
        for (size_t at = 0; at < piece.size(); at += at_once) {
            const size_t size = std::min(at_once, piece.size() - at);
            if (std::fwrite(piece.data() + at, 1, size, file.get()) != size)
                return last_error(path);
        }
    if (std::fclose(file.release()) != 0)
        return last_error(path);
    return std::nullopt;
}

/* Wasmtime (50) writes to devices, but not to pipes. */
std::optional<Error> write_straight(const std::string &path, const std::vector<std::string> &pieces)
{
    if (const auto error = write_pieces(path, pieces))
        return Error{error->text + " (it is not a file: name one)"};
    return std::nullopt;
}

bool is_there(const std::string &path, struct stat &status)
{
    return stat(path.c_str(), &status) == 0;
}

} // namespace

std::optional<Error> check_output(const std::string &path, const std::string &input)
{
    struct stat status, other;
    if (is_there(path, status) && is_there(input, other) && status.st_dev == other.st_dev &&
        status.st_ino == other.st_ino)
        return Error{path + ": is what is read: name another file"};
    return check_output(path);
}

std::optional<Error> check_output(const std::string &path)
{
    struct stat status;
    if (is_there(path, status)) {
        if (S_ISDIR(status.st_mode))
            return Error{path + ": is a directory: name a file in it"};
        return std::nullopt;
    }
    const auto place = follow_links(path);
    if (!place)
        return place.error();
    const size_t slash = place->rfind('/');
    if (slash == 0 || slash == std::string::npos)
        return std::nullopt;
    if (!is_there(place->substr(0, slash), status))
        return last_error(path);
    if (!S_ISDIR(status.st_mode))
        return Error{path + ": " + std::strerror(ENOTDIR)};
    return std::nullopt;
}

std::optional<Error> write_file(const std::string &path, const std::vector<std::string> &pieces)
{
    if (auto error = check_output(path))
        return error;
    struct stat status;
    if (is_there(path, status) && !S_ISREG(status.st_mode))
        return write_straight(path, pieces);
    const auto place = follow_links(path);
    if (!place)
        return place.error();
    const Draft draft(*place + ".part");
    if (auto error = write_pieces(draft.path(), pieces))
        return error;
    if (std::rename(draft.path().c_str(), place->c_str()) != 0)
        return last_error(path);
    return std::nullopt;
}

} // namespace forest
