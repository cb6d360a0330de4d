// check.h for C++.
#ifndef CHECK_HPP
#define CHECK_HPP

extern "C" {
#include "check.h"
}

#endif
