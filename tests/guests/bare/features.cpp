#include "features.c"
