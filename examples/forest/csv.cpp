#include "csv.hpp"

#include <algorithm>
#include <utility>

#include <sys/stat.h>

namespace forest
{

namespace
{

constexpr size_t piece = size_t{1} << 18;
/* A row that goes on for longer is a file of another kind, or has a quote gone astray. */
constexpr size_t longest_row = size_t{1} << 24;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

} // namespace

/* Makes room behind what is not read yet, and reads on. False: an error. */
bool CsvReader::fill()
{
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= at_;
    at_ = 0;
    if (end_ > longest_row) {
        fail(line_, "a row of more than 16 MiB: is this CSV?");
        return false;
    }
    const size_t room = std::min(2 * end_, longest_row) + piece;
    if (buffer_.size() < room)
        buffer_.resize(room);
    const size_t wanted = buffer_.size() - end_;
    const size_t got = std::fread(buffer_.data() + end_, 1, wanted, file_.get());
    end_ += got;
    read_ += got;
    all_ = got < wanted;
    if (std::ferror(file_.get()) == 0)
        return true;
    error_ = last_error(name_);
    return false;
}

uint64_t CsvReader::estimate(uint64_t rows) const
{
    struct stat status;
    const uint64_t done = read_ - (end_ - at_);
    if (done == 0 || fstat(fileno(file_.get()), &status) != 0 || !S_ISREG(status.st_mode))
        return 0;
    return static_cast<uint64_t>(static_cast<double>(rows) / static_cast<double>(done) *
                                 static_cast<double>(status.st_size));
}

bool CsvReader::next()
{
    while (!failed()) {
        skip_empty_lines();
        const size_t begin = at_;
        const uint32_t line = line_;
        const Found found = read_row();
        if (found != Found::Unfinished)
            return found == Found::Row;
        at_ = begin;
        line_ = line;
        if (!fill())
            return false;
    }
    return false;
}

void CsvReader::skip_empty_lines()
{
    if (!begun_ && (all_ || end_ - at_ >= byte_order_mark.size())) {
        at_ += rest().starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
        begun_ = true;
    }
    while (begun_ && take_line_end()) {
    }
}

CsvReader::Found CsvReader::read_row()
{
    cells_.clear();
    unquoted_.clear();
    if (rest().empty() && all_)
        return Found::Nothing;
    if (!all_ && (!begun_ || rest().empty() || rest() == "\r"))
        return Found::Unfinished;
    row_line_ = line_;
    while (true) {
        const Found found = read_cell();
        if (found != Found::Row)
            return found;
        if (rest().empty()) /* the line's end may be to come */
            return all_ ? Found::Row : Found::Unfinished;
        if (take_line_end())
            return Found::Row;
        at_++; /* the comma */
    }
}

bool CsvReader::take_line_end()
{
    size_t size = 0;
    if (rest().starts_with("\r\n"))
        size = 2;
    else if (rest().starts_with('\n'))
        size = 1;
    at_ += size;
    line_ += size > 0 ? 1u : 0u;
    return size > 0;
}

CsvReader::Found CsvReader::read_cell()
{
    if (rest().starts_with('"'))
        return read_quoted();
    const std::string_view text = rest();
    size_t size = 0;
    while (size < text.size() && text[size] != ',' && text[size] != '\n')
        size++;
    if (size == text.size() && !all_)
        return Found::Unfinished;
    const bool before_line_end = size < text.size() && text[size] == '\n';
    if (before_line_end && size > 0 && text[size - 1] == '\r')
        size--;
    cells_.push_back(text.substr(0, size));
    at_ += size;
    return Found::Row;
}

CsvReader::Found CsvReader::read_quoted()
{
    const uint32_t first_line = line_;
    const std::string_view text = rest();
    bool doubled = false;
    size_t at = 1;
    while (true) {
        if (at == text.size())
            return all_ ? fail(first_line, "a quote is opened here and never closed") : Found::Unfinished;
        if (text[at] == '"') {
            if (at + 1 == text.size() && !all_)
                return Found::Unfinished;
            if (!text.substr(at).starts_with("\"\""))
                break;
            doubled = true;
            at++;
        }
        line_ += text[at] == '\n' ? 1u : 0u;
        at++;
    }
    const std::string_view inside = text.substr(1, at - 1);
    const std::string_view after = text.substr(at + 1);
    at_ += at + 1;
    if (!all_ && (after.empty() || after == "\r"))
        return Found::Unfinished;
    if (!after.empty() && after[0] != ',' && after[0] != '\n' && !after.starts_with("\r\n"))
        return fail(line_, "text after a closing quote");
    if (!doubled) {
        cells_.push_back(inside);
        return Found::Row;
    }
    std::string plain;
    for (size_t i = 0; i < inside.size(); i++) {
        plain += inside[i];
        i += inside[i] == '"' ? 1u : 0u;
    }
    cells_.push_back(unquoted_.emplace_back(std::move(plain)));
    return Found::Row;
}

CsvReader::Found CsvReader::fail(uint32_t line, const char *what)
{
    error_ = {name_ + ":" + std::to_string(line) + ": " + what};
    return Found::Wrong;
}

namespace
{

/* A first line of numbers is a row: without names nobody could tell the target. */
bool is_header(const std::vector<std::string_view> &cells)
{
    return std::any_of(cells.begin(), cells.end(), [](std::string_view cell) { return !parse_number(cell); });
}

/* The error is without the file and the line. */
std::optional<Error> add_row(const std::vector<std::string_view> &cells,
                             const std::vector<std::string> &header, TableBuilder &builder)
{
    if (cells.size() != header.size())
        return Error{std::to_string(cells.size()) + (cells.size() == 1 ? " cell" : " cells") +
                     ", but the header has " + std::to_string(header.size())};
    if (auto error = builder.add_row())
        return error;
    for (size_t column = 0; column < cells.size(); column++)
        if (const auto error = builder.set_cell(column, cells[column]))
            return Error{"column " + std::to_string(column + 1) + " (" + header[column] +
                         "): " + error->text};
    return std::nullopt;
}

} // namespace

Result<Table> read_csv(File file, const std::string &name, const Wanted &wanted)
{
    CsvReader reader(std::move(file), name);
    TableBuilder builder(name, wanted);
    if (!reader.next())
        return reader.failed() ? reader.error() : Error{name + ": the file is empty"};
    const std::vector<std::string> header(reader.cells().begin(), reader.cells().end());
    if (!is_header(reader.cells()))
        return Error{name + ":" + std::to_string(reader.line()) +
                     ": numbers where the columns' names should be: add a header line"};
    if (const auto error = builder.set_columns(header))
        return *error;
    constexpr uint32_t enough = 1000; /* to tell what rows are like */
    while (reader.next()) {
        if (const auto error = add_row(reader.cells(), header, builder))
            return Error{name + ":" + std::to_string(reader.line()) + ": " + error->text};
        if (builder.rows() == enough)
            builder.expect(reader.estimate(enough) * 51 / 50);
    }
    if (reader.failed())
        return reader.error();
    if (builder.rows() == 0)
        return Error{name + ": a header, but no rows"};
    return builder.finish();
}

} // namespace forest
