/* CSV: RFC 4180, with a header line.
 *
 * Lines end in LF or CRLF, a byte order mark and empty lines are skipped. The text is read piece by piece,
 * and kept no longer than its row. */
#ifndef FOREST_CSV_HPP
#define FOREST_CSV_HPP

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "file.hpp"
#include "result.hpp"
#include "table.hpp"

namespace forest
{

/* Row by row the cells of a file, as text. */
class CsvReader
{
  public:
    CsvReader(File file, std::string name) : file_(std::move(file)), name_(std::move(name)) {}

    /* Goes to the next row; false: there is none, or `failed`. */
    bool next();
    bool failed() const { return !error_.text.empty(); }
    const Error &error() const { return error_; }

    /* Of the row; valid until the next one. */
    const std::vector<std::string_view> &cells() const { return cells_; }
    uint32_t line() const { return row_line_; } /* that it starts on, from 1 */

    /* How many rows there may be in all, if those to come are like the `rows` that have come; 0: nobody
     * knows. */
    uint64_t estimate(uint64_t rows) const;

  private:
    enum class Found { Row, Nothing, Unfinished, Wrong };

    bool fill();
    void skip_empty_lines();
    Found read_row();
    Found read_cell();
    Found read_quoted();
    bool take_line_end();
    Found fail(uint32_t line, const char *what);
    std::string_view rest() const { return {buffer_.data() + at_, end_ - at_}; }

    File file_;
    std::string name_;
    std::vector<char> buffer_;
    uint64_t read_ = 0;  /* of the file, in bytes */
    size_t at_ = 0;      /* what comes next in the buffer */
    size_t end_ = 0;     /* and where it ends */
    bool all_ = false;   /* the buffer has the last of the file */
    bool begun_ = false; /* the byte order mark is behind us */
    uint32_t line_ = 1;
    uint32_t row_line_ = 1;
    std::vector<std::string_view> cells_;
    std::deque<std::string> unquoted_; /* cells that have quotes in them */
    Error error_;
};

Result<Table> read_csv(File file, const std::string &name, const Wanted &wanted);

} // namespace forest

#endif
