#include "npy.hpp"

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

namespace forest
{

static_assert(std::endian::native == std::endian::little);

namespace
{

constexpr std::string_view magic("\x93NUMPY", 6);
constexpr uint32_t longest_header = 1u << 16; /* what NumPy writes for an array of numbers is 128 bytes */
constexpr uint64_t most_rows = std::numeric_limits<uint32_t>::max();
constexpr uint64_t most_columns = 1u << 20;

const Error not_npy{"not a .npy file"};
const Error damaged{"damaged: its header is not what NumPy writes"};

bool read_bytes(std::FILE *file, void *to, size_t size)
{
    return std::fread(to, 1, size, file) == size;
}

/* What stands behind `'key':` in a Python dictionary without nesting. */
std::string_view value_of(std::string_view text, std::string_view key)
{
    const size_t found = text.find(key);
    if (found == std::string_view::npos)
        return {};
    text.remove_prefix(found + key.size());
    const size_t begin = text.find_first_not_of(": ");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

std::optional<Error> parse_type(std::string_view text, NpyHeader &out)
{
    if (text.empty() || (text[0] != '\'' && text[0] != '"'))
        return Error{"its elements are records; it takes plain numbers"};
    text = text.substr(1, text.find(text[0], 1) - 1);
    for (const std::string_view known :
         {"<f4", "<f8", "<i1", "<i2", "<i4", "<i8", "<u1", "<u2", "<u4", "<u8", "|i1", "|u1", "|b1"}) {
        if (text != known)
            continue;
        out.kind = text[1];
        out.size = static_cast<uint32_t>(text[2] - '0');
        return std::nullopt;
    }
    return Error{"its elements are of type " + in_quotes(text) +
                 "; it takes little-endian floats of 4 or 8 bytes, integers and bools"};
}

/* "(rows, columns)" */
std::optional<Error> parse_shape(std::string_view text, NpyHeader &out)
{
    if (text.empty() || text[0] != '(')
        return damaged;
    std::vector<uint64_t> shape;
    const size_t end = text.find(')');
    if (end == std::string_view::npos)
        return damaged;
    text = text.substr(1, end - 1);
    while (true) {
        const size_t begin = text.find_first_not_of(", ");
        if (begin == std::string_view::npos)
            break;
        uint64_t value = 0;
        const auto result = std::from_chars(text.data() + begin, text.data() + text.size(), value);
        if (result.ec != std::errc())
            return damaged;
        shape.push_back(value);
        text.remove_prefix(static_cast<size_t>(result.ptr - text.data()));
    }
    if (shape.size() != 2)
        return Error{"it has " + std::to_string(shape.size()) +
                     (shape.size() == 1 ? " dimension" : " dimensions") + "; it takes rows and columns"};
    if (shape[0] == 0 || shape[1] == 0)
        return Error{"it has no rows or no columns"};
    if (shape[0] > most_rows || shape[1] > most_columns)
        return Error{"more rows or columns than fit"};
    out.rows = shape[0];
    out.columns = shape[1];
    return std::nullopt;
}

template <typename T> double as_double(const char *from)
{
    T value;
    std::memcpy(&value, from, sizeof value);
    return static_cast<double>(value);
}

double element(const NpyHeader &header, const char *from)
{
    switch (header.size) {
    case 1:
        return header.kind == 'i' ? as_double<int8_t>(from) : as_double<uint8_t>(from);
    case 2:
        return header.kind == 'i' ? as_double<int16_t>(from) : as_double<uint16_t>(from);
    case 4:
        return header.kind == 'f'   ? double{as_double<float>(from)}
               : header.kind == 'i' ? as_double<int32_t>(from)
                                    : as_double<uint32_t>(from);
    default:
        return header.kind == 'f'   ? as_double<double>(from)
               : header.kind == 'i' ? as_double<int64_t>(from)
                                    : as_double<uint64_t>(from);
    }
}

Result<NpyHeader> read_header(std::FILE *file)
{
    char start[8];
    if (!read_bytes(file, start, sizeof start) || std::string_view(start, magic.size()) != magic)
        return not_npy;
    const int version = start[6];
    if (version < 1 || version > 3)
        return Error{"a .npy file of version " + std::to_string(version) + "; it takes 1 to 3"};
    uint32_t size = 0;
    if (!read_bytes(file, &size, version == 1 ? 2 : 4) || size > longest_header)
        return damaged;
    std::string text(size, '\0');
    if (!read_bytes(file, text.data(), size))
        return damaged;
    return parse_npy_header(text);
}

/* Fills the builder's table with the elements as they come. */
std::optional<Error> read_elements(std::FILE *file, const NpyHeader &header, TableBuilder &builder)
{
    constexpr uint64_t at_once = 8192;
    const uint64_t lines = header.fortran_order ? header.columns : header.rows;
    const uint64_t length = header.fortran_order ? header.rows : header.columns;
    std::vector<char> buffer(static_cast<size_t>(at_once * header.size));
    builder.expect(header.rows);
    if (header.fortran_order)
        for (uint64_t row = 0; row < header.rows; row++)
            if (auto error = builder.add_row())
                return error;
    for (uint64_t line = 0; line < lines; line++) {
        if (!header.fortran_order)
            if (auto error = builder.add_row())
                return error;
        for (uint64_t i = 0; i < length; i++) {
            const uint64_t place = i % at_once;
            const uint64_t count = std::min(at_once, length - i);
            if (place == 0 && !read_bytes(file, buffer.data(), static_cast<size_t>(count * header.size)))
                return Error{"it ends before its last element"};
            const auto row = static_cast<uint32_t>(header.fortran_order ? i : line);
            const auto column = static_cast<size_t>(header.fortran_order ? line : i);
            const double value = element(header, buffer.data() + place * header.size);
            if (const auto error = builder.set_cell(row, column, value))
                return Error{"row " + std::to_string(row) + ", column " + std::to_string(column) +
                             " (from 0): " + error->text};
        }
    }
    return std::nullopt;
}

} // namespace

Result<NpyHeader> parse_npy_header(std::string_view text)
{
    NpyHeader out;
    if (auto error = parse_type(value_of(text, "'descr'"), out))
        return *error;
    const std::string_view order = value_of(text, "'fortran_order'");
    if (!order.starts_with("True") && !order.starts_with("False"))
        return damaged;
    out.fortran_order = order.starts_with("True");
    if (auto error = parse_shape(value_of(text, "'shape'"), out))
        return *error;
    return out;
}

Result<Table> read_npy(File file, const std::string &name, const Wanted &wanted)
{
    const auto header = read_header(file.get());
    if (!header)
        return Error{name + ": " + header.error().text};
    TableBuilder builder(name, wanted);
    if (const auto error = builder.set_columns(static_cast<size_t>(header->columns)))
        return *error;
    if (const auto error = read_elements(file.get(), *header, builder))
        return Error{name + ": " + error->text};
    return builder.finish();
}

} // namespace forest
