/* The vertex formats. WebGPU, "Vertex Formats": name; how a component is told: U(norm), S(norm), F(loat),
 * u(int), i(nt), or - for packed ones; components; bits of each. */
#ifndef VERTEX_FORMATS_H
#define VERTEX_FORMATS_H

#define VERTEX_FORMATS(X) \
    X(Uint8, 'u', 1, 8) \
    X(Uint8x2, 'u', 2, 8) \
    X(Uint8x4, 'u', 4, 8) \
    X(Sint8, 'i', 1, 8) \
    X(Sint8x2, 'i', 2, 8) \
    X(Sint8x4, 'i', 4, 8) \
    X(Unorm8, 'U', 1, 8) \
    X(Unorm8x2, 'U', 2, 8) \
    X(Unorm8x4, 'U', 4, 8) \
    X(Snorm8, 'S', 1, 8) \
    X(Snorm8x2, 'S', 2, 8) \
    X(Snorm8x4, 'S', 4, 8) \
    X(Uint16, 'u', 1, 16) \
    X(Uint16x2, 'u', 2, 16) \
    X(Uint16x4, 'u', 4, 16) \
    X(Sint16, 'i', 1, 16) \
    X(Sint16x2, 'i', 2, 16) \
    X(Sint16x4, 'i', 4, 16) \
    X(Unorm16, 'U', 1, 16) \
    X(Unorm16x2, 'U', 2, 16) \
    X(Unorm16x4, 'U', 4, 16) \
    X(Snorm16, 'S', 1, 16) \
    X(Snorm16x2, 'S', 2, 16) \
    X(Snorm16x4, 'S', 4, 16) \
    X(Float16, 'F', 1, 16) \
    X(Float16x2, 'F', 2, 16) \
    X(Float16x4, 'F', 4, 16) \
    X(Float32, 'F', 1, 32) \
    X(Float32x2, 'F', 2, 32) \
    X(Float32x3, 'F', 3, 32) \
    X(Float32x4, 'F', 4, 32) \
    X(Uint32, 'u', 1, 32) \
    X(Uint32x2, 'u', 2, 32) \
    X(Uint32x3, 'u', 3, 32) \
    X(Uint32x4, 'u', 4, 32) \
    X(Sint32, 'i', 1, 32) \
    X(Sint32x2, 'i', 2, 32) \
    X(Sint32x3, 'i', 3, 32) \
    X(Sint32x4, 'i', 4, 32) \
    X(Unorm10_10_10_2, '-', 4, 0) \
    X(Unorm8x4BGRA, '-', 4, 8)

#endif
