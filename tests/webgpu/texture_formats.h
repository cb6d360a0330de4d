/* The texture formats that every device has, with what they can be used for there. WebGPU, "Texture Format
 * Capabilities", where only core-features-and-limits is enabled.
 *
 * Name; texels' bytes; how a component is told: U(norm), S(norm), F(loat), u(int), i(nt), or - for special
 * ones; components; bits of each; capabilities: R(ender), M(ultisample), S(torage), W(rite-)read storage. */
#ifndef TEXTURE_FORMATS_H
#define TEXTURE_FORMATS_H

#define COLOR_FORMATS(X) \
    X(R8Unorm, 1, 'U', 1, 8, "RM") \
    X(R8Snorm, 1, 'S', 1, 8, "") \
    X(R8Uint, 1, 'u', 1, 8, "RM") \
    X(R8Sint, 1, 'i', 1, 8, "RM") \
    X(RG8Unorm, 2, 'U', 2, 8, "RM") \
    X(RG8Snorm, 2, 'S', 2, 8, "") \
    X(RG8Uint, 2, 'u', 2, 8, "RM") \
    X(RG8Sint, 2, 'i', 2, 8, "RM") \
    X(RGBA8Unorm, 4, 'U', 4, 8, "RMS") \
    X(RGBA8UnormSrgb, 4, '-', 4, 8, "RM") \
    X(RGBA8Snorm, 4, 'S', 4, 8, "S") \
    X(RGBA8Uint, 4, 'u', 4, 8, "RMS") \
    X(RGBA8Sint, 4, 'i', 4, 8, "RMS") \
    X(BGRA8Unorm, 4, 'U', 4, 8, "RM") \
    X(BGRA8UnormSrgb, 4, '-', 4, 8, "RM") \
    X(R16Uint, 2, 'u', 1, 16, "RM") \
    X(R16Sint, 2, 'i', 1, 16, "RM") \
    X(R16Float, 2, 'F', 1, 16, "RM") \
    X(RG16Uint, 4, 'u', 2, 16, "RM") \
    X(RG16Sint, 4, 'i', 2, 16, "RM") \
    X(RG16Float, 4, 'F', 2, 16, "RM") \
    X(RGBA16Uint, 8, 'u', 4, 16, "RMS") \
    X(RGBA16Sint, 8, 'i', 4, 16, "RMS") \
    X(RGBA16Float, 8, 'F', 4, 16, "RMS") \
    X(R32Uint, 4, 'u', 1, 32, "RSW") \
    X(R32Sint, 4, 'i', 1, 32, "RSW") \
    X(R32Float, 4, 'F', 1, 32, "RMSW") \
    X(RG32Uint, 8, 'u', 2, 32, "RS") \
    X(RG32Sint, 8, 'i', 2, 32, "RS") \
    X(RG32Float, 8, 'F', 2, 32, "RS") \
    X(RGBA32Uint, 16, 'u', 4, 32, "RS") \
    X(RGBA32Sint, 16, 'i', 4, 32, "RS") \
    X(RGBA32Float, 16, 'F', 4, 32, "RS") \
    X(RGB10A2Uint, 4, '-', 4, 0, "RM") \
    X(RGB10A2Unorm, 4, '-', 4, 0, "RM") \
    X(RG11B10Ufloat, 4, '-', 3, 0, "") \
    X(RGB9E5Ufloat, 4, '-', 3, 0, "")

#define DEPTH_FORMATS(X) X(Stencil8) X(Depth16Unorm) X(Depth24Plus) X(Depth24PlusStencil8) X(Depth32Float)

/* Those that a feature brings: the feature; name; a block's width, height and bytes (0: it is not copied as a
 * whole). */
#define FEATURE_FORMATS(X) \
    X(TextureFormatsTier1, R16Unorm, 1, 1, 2) \
    X(TextureFormatsTier1, R16Snorm, 1, 1, 2) \
    X(TextureFormatsTier1, RG16Unorm, 1, 1, 4) \
    X(TextureFormatsTier1, RG16Snorm, 1, 1, 4) \
    X(TextureFormatsTier1, RGBA16Unorm, 1, 1, 8) \
    X(TextureFormatsTier1, RGBA16Snorm, 1, 1, 8) \
    X(Depth32FloatStencil8, Depth32FloatStencil8, 1, 1, 0) \
    X(TextureCompressionBC, BC1RGBAUnorm, 4, 4, 8) \
    X(TextureCompressionBC, BC1RGBAUnormSrgb, 4, 4, 8) \
    X(TextureCompressionBC, BC2RGBAUnorm, 4, 4, 16) \
    X(TextureCompressionBC, BC2RGBAUnormSrgb, 4, 4, 16) \
    X(TextureCompressionBC, BC3RGBAUnorm, 4, 4, 16) \
    X(TextureCompressionBC, BC3RGBAUnormSrgb, 4, 4, 16) \
    X(TextureCompressionBC, BC4RUnorm, 4, 4, 8) \
    X(TextureCompressionBC, BC4RSnorm, 4, 4, 8) \
    X(TextureCompressionBC, BC5RGUnorm, 4, 4, 16) \
    X(TextureCompressionBC, BC5RGSnorm, 4, 4, 16) \
    X(TextureCompressionBC, BC6HRGBUfloat, 4, 4, 16) \
    X(TextureCompressionBC, BC6HRGBFloat, 4, 4, 16) \
    X(TextureCompressionBC, BC7RGBAUnorm, 4, 4, 16) \
    X(TextureCompressionBC, BC7RGBAUnormSrgb, 4, 4, 16) \
    X(TextureCompressionETC2, ETC2RGB8Unorm, 4, 4, 8) \
    X(TextureCompressionETC2, ETC2RGB8UnormSrgb, 4, 4, 8) \
    X(TextureCompressionETC2, ETC2RGB8A1Unorm, 4, 4, 8) \
    X(TextureCompressionETC2, ETC2RGB8A1UnormSrgb, 4, 4, 8) \
    X(TextureCompressionETC2, ETC2RGBA8Unorm, 4, 4, 16) \
    X(TextureCompressionETC2, ETC2RGBA8UnormSrgb, 4, 4, 16) \
    X(TextureCompressionETC2, EACR11Unorm, 4, 4, 8) \
    X(TextureCompressionETC2, EACR11Snorm, 4, 4, 8) \
    X(TextureCompressionETC2, EACRG11Unorm, 4, 4, 16) \
    X(TextureCompressionETC2, EACRG11Snorm, 4, 4, 16) \
    X(TextureCompressionASTC, ASTC4x4Unorm, 4, 4, 16) \
    X(TextureCompressionASTC, ASTC4x4UnormSrgb, 4, 4, 16) \
    X(TextureCompressionASTC, ASTC5x4Unorm, 5, 4, 16) \
    X(TextureCompressionASTC, ASTC5x4UnormSrgb, 5, 4, 16) \
    X(TextureCompressionASTC, ASTC5x5Unorm, 5, 5, 16) \
    X(TextureCompressionASTC, ASTC5x5UnormSrgb, 5, 5, 16) \
    X(TextureCompressionASTC, ASTC6x5Unorm, 6, 5, 16) \
    X(TextureCompressionASTC, ASTC6x5UnormSrgb, 6, 5, 16) \
    X(TextureCompressionASTC, ASTC6x6Unorm, 6, 6, 16) \
    X(TextureCompressionASTC, ASTC6x6UnormSrgb, 6, 6, 16) \
    X(TextureCompressionASTC, ASTC8x5Unorm, 8, 5, 16) \
    X(TextureCompressionASTC, ASTC8x5UnormSrgb, 8, 5, 16) \
    X(TextureCompressionASTC, ASTC8x6Unorm, 8, 6, 16) \
    X(TextureCompressionASTC, ASTC8x6UnormSrgb, 8, 6, 16) \
    X(TextureCompressionASTC, ASTC8x8Unorm, 8, 8, 16) \
    X(TextureCompressionASTC, ASTC8x8UnormSrgb, 8, 8, 16) \
    X(TextureCompressionASTC, ASTC10x5Unorm, 10, 5, 16) \
    X(TextureCompressionASTC, ASTC10x5UnormSrgb, 10, 5, 16) \
    X(TextureCompressionASTC, ASTC10x6Unorm, 10, 6, 16) \
    X(TextureCompressionASTC, ASTC10x6UnormSrgb, 10, 6, 16) \
    X(TextureCompressionASTC, ASTC10x8Unorm, 10, 8, 16) \
    X(TextureCompressionASTC, ASTC10x8UnormSrgb, 10, 8, 16) \
    X(TextureCompressionASTC, ASTC10x10Unorm, 10, 10, 16) \
    X(TextureCompressionASTC, ASTC10x10UnormSrgb, 10, 10, 16) \
    X(TextureCompressionASTC, ASTC12x10Unorm, 12, 10, 16) \
    X(TextureCompressionASTC, ASTC12x10UnormSrgb, 12, 10, 16) \
    X(TextureCompressionASTC, ASTC12x12Unorm, 12, 12, 16) \
    X(TextureCompressionASTC, ASTC12x12UnormSrgb, 12, 12, 16)

#endif
