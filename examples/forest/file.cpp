#include "file.hpp"

#include <cerrno>
#include <cstring>

namespace forest
{

Error last_error(const std::string &path)
{
    return {path + ": " + std::strerror(errno)};
}

Result<File> open_file(const std::string &path)
{
    File file(std::fopen(path.c_str(), "rb"));
    if (file == nullptr)
        return last_error(path);
    return file;
}

Result<std::vector<char>> read_file(const std::string &path)
{
    const auto file = open_file(path);
    if (!file)
        return file.error();
    std::vector<char> text;
    size_t used = 0;
    do {
        text.resize(2 * used + 4096);
        used += std::fread(text.data() + used, 1, text.size() - used, file->get());
    } while (used == text.size());
    text.resize(used);
    if (std::ferror(file->get()) != 0)
        return last_error(path);
    return text;
}

std::optional<Error> write_file(const std::string &path, std::string_view text)
{
    const std::string draft = path + ".part";
    File file(std::fopen(draft.c_str(), "wb"));
    if (file == nullptr)
        return last_error(draft);
    bool written = std::fwrite(text.data(), 1, text.size(), file.get()) == text.size();
    written = std::fclose(file.release()) == 0 && written;
    if (written && std::rename(draft.c_str(), path.c_str()) == 0)
        return std::nullopt;
    const Error error = last_error(path);
    std::remove(draft.c_str());
    return error;
}

} // namespace forest
