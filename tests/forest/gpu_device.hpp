/* The GPU that tests share. */
#ifndef TESTS_FOREST_GPU_DEVICE_HPP
#define TESTS_FOREST_GPU_DEVICE_HPP

#include <cstdio>
#include <cstdlib>

#include "gpu.hpp"

namespace forest
{

/* Without one, all tests of the program fail. */
inline const Gpu &device()
{
    static const Result<Gpu> opened = open_gpu();
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().text.c_str());
        std::exit(1);
    }
    return *opened;
}

} // namespace forest

#endif
