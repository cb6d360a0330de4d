/* A component of a texel or a vertex as a number: what WebGPU's tables of formats say its bits mean. */
#ifndef COMPONENT_H
#define COMPONENT_H

#include <stdint.h>

/* `bits` bits at `data`, told by `kind`: U(norm), S(norm), F(loat), u(int), i(nt). Floats are normal ones. */
double component(const uint8_t *data, char kind, int bits);

#endif
