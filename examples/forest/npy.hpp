/* Arrays as NumPy saves them: .npy, versions 1 to 3, of integers, bools or floats, little-endian, in C or
 * Fortran order, with rows and columns. They have no names: columns are known by their numbers. */
#ifndef FOREST_NPY_HPP
#define FOREST_NPY_HPP

#include <string>
#include <string_view>

#include "file.hpp"
#include "result.hpp"
#include "table.hpp"

namespace forest
{

/* What the header says. */
struct NpyHeader {
    char kind = 0;     /* f, i, u or b */
    uint32_t size = 0; /* of an element, in bytes */
    bool fortran_order = false;
    uint64_t rows = 0;
    uint64_t columns = 0;
};

/* From the dictionary that the header is. */
Result<NpyHeader> parse_npy_header(std::string_view text);

Result<Table> read_npy(File file, const std::string &name, const Wanted &wanted);

} // namespace forest

#endif
