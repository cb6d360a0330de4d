/* .npy files: headers of all versions, all types, both orders, and what is wrong with others. */
#include "npy.hpp"

#include <cmath>
#include <cstring>

#include "tables.hpp"

using namespace forest;

namespace
{

/* As NumPy writes it: the header padded to a multiple of 64 bytes. */
std::string npy(const std::string &dictionary, std::string_view data, int version = 1)
{
    const size_t before = version == 1 ? 10 : 12;
    std::string header = dictionary;
    while ((before + header.size() + 1) % 64 != 0)
        header += ' ';
    header += '\n';
    std::string out = "\x93NUMPY";
    out += static_cast<char>(version);
    out += '\0';
    for (size_t i = 0; i < (version == 1 ? 2 : 4); i++)
        out += static_cast<char>(header.size() >> 8 * i & 0xff);
    return out.append(header).append(data);
}

std::string dictionary(const std::string &type, const std::string &shape, const char *order = "False")
{
    return "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': (" + shape + "), }";
}

template <typename T> std::string bytes(std::initializer_list<T> values)
{
    std::string out;
    for (const T value : values) {
        char copy[sizeof(T)];
        std::memcpy(copy, &value, sizeof copy);
        out.append(copy, sizeof copy);
    }
    return out;
}

Result<Table> read(const std::string &file, const Wanted &wanted = {})
{
    return read_npy(file_of(file), "t.npy", wanted);
}

/* Of a row: two features, then the target. */
template <typename T> void check_type(const std::string &type, T a, T b, T target)
{
    for (const int version : {1, 2, 3}) {
        const auto table = read(npy(dictionary(type, "1, 3"), bytes<T>({a, b, target}), version));
        if (!table)
            std::fprintf(stderr, "%s: %s\n", type.c_str(), table.error().text.c_str());
        CHECK(table && table->rows == 1 && table->features.size() == 2);
        CHECK(table && table->values[0] == static_cast<float>(a) &&
              table->values[1] == static_cast<float>(b));
        CHECK(table && table->target->numbers[0] == static_cast<double>(target));
    }
}

std::string error_of(const std::string &file)
{
    const auto table = read(file);
    return table ? "no error" : table.error().text;
}

} // namespace

TEST(types)
{
    check_type<float>("<f4", 0.1F, -3e38F, 1e-45F);
    check_type<double>("<f8", 0.1, -3e38, 1e-300);
    check_type<int8_t>("|i1", -128, 127, 5);
    check_type<int16_t>("<i2", -32768, 32767, 5);
    check_type<int32_t>("<i4", -2147483647, 2147483647, 5);
    check_type<int64_t>("<i8", -9223372036854775807, 9223372036854775807, -5);
    check_type<uint8_t>("|u1", 0, 255, 5);
    check_type<uint16_t>("<u2", 0, 65535, 5);
    check_type<uint32_t>("<u4", 0, 4294967295, 5);
    check_type<uint64_t>("<u8", 0, 18446744073709551615u, 5);
    check_type<bool>("|b1", false, true, true);
}

TEST(orders)
{
    const auto rows = read(npy(dictionary("<f4", "2, 3"), bytes<float>({1, 2, 3, 4, 5, 6})));
    const auto columns = read(npy(dictionary("<f4", "2, 3", "True"), bytes<float>({1, 4, 2, 5, 3, 6})));
    for (const auto &table : {&rows, &columns}) {
        CHECK(*table);
        const std::span<const float> values = (*table)->values;
        CHECK((std::vector<float>(values.begin(), values.end()) == std::vector<float>{1, 2, 4, 5}));
        CHECK((*table)->target->numbers[0] == 3 && (*table)->target->numbers[1] == 6);
    }
}

/* More than are read at a time, in either order. */
TEST(long_ones)
{
    const uint32_t rows = 20000;
    for (const char *order : {"False", "True"}) {
        const bool by_column = order[0] == 'T';
        std::string data;
        for (uint32_t i = 0; i < 2 * rows; i++)
            data += bytes<uint32_t>({by_column ? (i % rows) * 2 + i / rows : i});
        const auto table = read(npy(dictionary("<u4", "20000, 2", order), data));
        CHECK(table && table->rows == rows);
        for (uint32_t row = 0; table && row < rows; row++)
            if (table->values[row] != static_cast<float>(2 * row) ||
                table->target->numbers[row] != 2 * row + 1)
                CHECK(false);
    }
}

TEST(headers)
{
    const auto header =
        parse_npy_header("{\"x\": 1, 'shape': (7,2,), 'fortran_order': True, 'descr':'<i2'}\n");
    CHECK(header && header->kind == 'i' && header->size == 2 && header->fortran_order);
    CHECK(header && header->rows == 7 && header->columns == 2);
}

TEST(other_files)
{
    const std::string data = bytes<float>({1, 2, 3, 4});
    CHECK(error_of("") == "t.npy: not a .npy file");
    CHECK(error_of("a,b\n1,2\n") == "t.npy: not a .npy file");
    CHECK(error_of(npy(dictionary("<f4", "2, 2"), data, 4)) ==
          "t.npy: a .npy file of version 4; it takes 1 to 3");
    CHECK_HAS(error_of(npy(dictionary(">f4", "2, 2"), data)), "its elements are of type '>f4'");
    CHECK_HAS(error_of(npy(dictionary("<f2", "2, 2"), data)), "its elements are of type '<f2'");
    CHECK_HAS(error_of(npy(dictionary("|O", "2, 2"), data)), "its elements are of type '|O'");
    CHECK_HAS(error_of(npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 2), }", data)),
              "its elements are records");
    CHECK_HAS(error_of(npy(dictionary("<f4", "4,"), data)), "it has 1 dimension; it takes rows and columns");
    CHECK_HAS(error_of(npy(dictionary("<f4", ""), data)), "it has 0 dimensions");
    CHECK_HAS(error_of(npy(dictionary("<f4", "1, 2, 2"), data)), "it has 3 dimensions");
    CHECK_HAS(error_of(npy(dictionary("<f4", "0, 2"), "")), "no rows or no columns");
    CHECK_HAS(error_of(npy(dictionary("<f4", "4, 1"), data)), "the target is the only column");
    for (const char *shape : {"5000000000, 2", "2, 5000000000"})
        CHECK_HAS(error_of(npy(dictionary("<f4", shape), data)), "more rows or columns than fit");
    for (const char *shape : {"-2, 2", "a, 2", "99999999999999999999, 2"})
        CHECK_HAS(error_of(npy(dictionary("<f4", shape), data)), "damaged: its header");
    CHECK_HAS(error_of(npy("{'descr': '<f4', 'fortran_order': Perhaps, 'shape': (2, 2), }", data)),
              "damaged");
    CHECK_HAS(error_of(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2", data)), "damaged");
    CHECK_HAS(error_of(npy("{'descr': '<f4", data)), "its elements are of type");
    CHECK_HAS(error_of(npy(dictionary("<f4", "2, 2"), bytes<float>({1, 2, 3, NAN}))),
              "t.npy: row 1, column 1 (from 0): not a number (NaN)");
}

/* A file may end anywhere. */
TEST(truncated)
{
    const std::string whole = npy(dictionary("<f4", "2, 2"), bytes<float>({1, 2, 3, 4}));
    CHECK(error_of(whole) == "no error");
    for (size_t size = 0; size < whole.size(); size++)
        CHECK(error_of(whole.substr(0, size)) != "no error");
    CHECK(error_of(whole.substr(0, whole.size() - 1)) == "t.npy: it ends before its last element");
}

int main()
{
    return RUN_TESTS();
}
