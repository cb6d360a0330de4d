/* Tables for tests, from text. */
#ifndef TESTS_FOREST_TABLES_HPP
#define TESTS_FOREST_TABLES_HPP

#include <cstdio>
#include <string>
#include <string_view>

#include "csv.hpp"
#include "dataset.hpp"
#include "hpp/check.hpp"

namespace forest
{

/* A file that has these bytes. */
inline File file_of(std::string_view bytes)
{
    File file(std::tmpfile());
    std::fwrite(bytes.data(), 1, bytes.size(), file.get());
    std::rewind(file.get());
    return file;
}

inline Result<Table> try_table(std::string_view text, const Wanted &wanted)
{
    return read_csv(file_of(text), "t.csv", wanted);
}

inline Table table_of(std::string_view text, const Wanted &wanted = {.target = "y"})
{
    auto table = try_table(text, wanted);
    if (!table)
        std::fprintf(stderr, "%s\n", table.error().text.c_str());
    CHECK(table);
    return std::move(*table);
}

inline std::string table_error(std::string_view text, const Wanted &wanted = {.target = "y"})
{
    const auto table = try_table(text, wanted);
    return table ? "no error" : table.error().text;
}

inline Dataset data_of(std::string_view text, const Wanted &wanted = {.target = "y"})
{
    auto data = make_dataset(table_of(text, wanted));
    CHECK(data);
    return std::move(*data);
}

inline std::string data_error(std::string_view text, const Wanted &wanted = {.target = "y"})
{
    const auto data = make_dataset(table_of(text, wanted));
    return data ? "no error" : data.error().text;
}

} // namespace forest

#endif
