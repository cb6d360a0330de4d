/* A table of text cells from a CSV file: RFC 4180, with a header line.
 *
 * Lines end in LF or CRLF, a byte order mark and empty lines are skipped. What the cells mean is for
 * dataset.cpp to say. */
#ifndef FOREST_CSV_HPP
#define FOREST_CSV_HPP

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result.hpp"

namespace forest
{

struct CsvTable {
    std::string name;       /* the file's, for messages */
    std::vector<char> text; /* what the cells point into; a vector, for short strings move with their text */
    std::deque<std::string> unquoted; /* or into these, where a quoted cell has a quote in it */
    std::vector<std::string_view> header;
    std::vector<std::string_view> cells; /* row by row */
    std::vector<uint32_t> lines;         /* the line each row starts on, from 1 */

    size_t columns() const { return header.size(); }
    size_t rows() const { return lines.size(); }
    std::string_view cell(size_t row, size_t column) const { return cells[row * columns() + column]; }

    std::optional<size_t> find(std::string_view column) const;

    /* "file.csv:12: column 3 (bmi)", for a message about that cell. */
    std::string where(size_t row, size_t column) const;

    /* Cells point into `text`: a table moves, but is not copied. */
    CsvTable() = default;
    CsvTable(CsvTable &&) = default;
    CsvTable &operator=(CsvTable &&) = default;
    CsvTable(const CsvTable &) = delete;
    CsvTable &operator=(const CsvTable &) = delete;
};

/* At least one row; every row has as many cells as the header. */
Result<CsvTable> parse_csv(std::string name, std::vector<char> text);

Result<CsvTable> read_csv(const std::string &path);

} // namespace forest

#endif
