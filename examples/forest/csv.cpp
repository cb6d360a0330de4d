#include "csv.hpp"

#include <utility>

#include "file.hpp"

namespace forest
{

namespace
{

/* Walks over the text once; on failure `error` is set. */
class Reader
{
  public:
    explicit Reader(CsvTable &table) : table_(table), text_(table.text.data(), table.text.size())
    {
        if (text_.starts_with("\xef\xbb\xbf"))
            at_ = 3;
    }

    bool at_end() const { return at_ == text_.size(); }
    uint32_t line() const { return line_; }
    const std::string &error() const { return error_; }

    /* Skips lines with nothing in them. */
    void skip_empty_lines()
    {
        while (take_line_end()) {
        }
    }

    /* Appends the cells of one line to `out`. */
    bool read_row(std::vector<std::string_view> &out)
    {
        while (true) {
            if (!read_cell(out))
                return false;
            if (at_end() || take_line_end())
                return true;
            at_++; /* the comma */
        }
    }

  private:
    bool take_line_end()
    {
        size_t size = 0;
        if (text_.substr(at_).starts_with("\r\n"))
            size = 2;
        else if (!at_end() && text_[at_] == '\n')
            size = 1;
        at_ += size;
        line_ += size > 0 ? 1u : 0u;
        return size > 0;
    }

    bool at_cell_end() const
    {
        const std::string_view rest = text_.substr(at_);
        return rest.empty() || rest[0] == ',' || rest[0] == '\n' || rest.starts_with("\r\n");
    }

    bool read_cell(std::vector<std::string_view> &out)
    {
        if (!at_end() && text_[at_] == '"')
            return read_quoted(out);
        const size_t begin = at_;
        while (!at_cell_end())
            at_++;
        out.push_back(text_.substr(begin, at_ - begin));
        return true;
    }

    bool read_quoted(std::vector<std::string_view> &out)
    {
        const uint32_t first_line = line_;
        const size_t begin = ++at_;
        bool doubled = false;
        while (true) {
            if (at_end())
                return fail(first_line, "a quote is opened here and never closed");
            if (text_[at_] == '"') {
                if (!text_.substr(at_).starts_with("\"\""))
                    break;
                doubled = true;
                at_++;
            }
            line_ += text_[at_] == '\n' ? 1u : 0u;
            at_++;
        }
        const std::string_view inside = text_.substr(begin, at_ - begin);
        at_++;
        if (!at_cell_end())
            return fail(line_, "text after a closing quote");
        out.push_back(doubled ? undouble(inside) : inside);
        return true;
    }

    std::string_view undouble(std::string_view inside)
    {
        std::string plain;
        for (size_t i = 0; i < inside.size(); i++) {
            plain += inside[i];
            i += inside[i] == '"' ? 1u : 0u;
        }
        return table_.unquoted.emplace_back(std::move(plain));
    }

    bool fail(uint32_t line, const char *what)
    {
        error_ = table_.name + ":" + std::to_string(line) + ": " + what;
        return false;
    }

    CsvTable &table_;
    std::string_view text_;
    size_t at_ = 0;
    uint32_t line_ = 1;
    std::string error_;
};

std::string check_header(const CsvTable &table)
{
    for (size_t i = 0; i < table.header.size(); i++)
        for (size_t j = 0; j < i; j++)
            if (table.header[i] == table.header[j])
                return table.name + ": columns " + std::to_string(j + 1) + " and " + std::to_string(i + 1) +
                       " are both named '" + std::string(table.header[i]) + "'";
    return "";
}

std::string ragged(const CsvTable &table, uint32_t line, size_t cells)
{
    return table.name + ":" + std::to_string(line) + ": " + std::to_string(cells) +
           (cells == 1 ? " cell" : " cells") + ", but the header has " + std::to_string(table.columns());
}

} // namespace

std::optional<size_t> CsvTable::find(std::string_view column) const
{
    for (size_t i = 0; i < header.size(); i++)
        if (header[i] == column)
            return i;
    return std::nullopt;
}

std::string CsvTable::where(size_t row, size_t column) const
{
    return name + ":" + std::to_string(lines[row]) + ": column " + std::to_string(column + 1) + " (" +
           std::string(header[column]) + ")";
}

Result<CsvTable> parse_csv(std::string name, std::vector<char> text)
{
    CsvTable table;
    table.name = std::move(name);
    table.text = std::move(text);
    Reader reader(table);
    reader.skip_empty_lines();
    if (reader.at_end())
        return Error{table.name + ": the file is empty"};
    if (!reader.read_row(table.header))
        return Error{reader.error()};
    if (const std::string error = check_header(table); !error.empty())
        return Error{error};

    while (reader.skip_empty_lines(), !reader.at_end()) {
        const uint32_t line = reader.line();
        const size_t before = table.cells.size();
        if (!reader.read_row(table.cells))
            return Error{reader.error()};
        if (table.cells.size() - before != table.columns())
            return Error{ragged(table, line, table.cells.size() - before)};
        table.lines.push_back(line);
    }
    if (table.rows() == 0)
        return Error{table.name + ": a header, but no rows"};
    return table;
}

Result<CsvTable> read_csv(const std::string &path)
{
    auto text = read_file(path);
    if (!text)
        return text.error();
    return parse_csv(path, std::move(*text));
}

} // namespace forest
