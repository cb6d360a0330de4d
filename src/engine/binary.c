/* What a file's bytes are: WebAssembly Core Specification, "Binary Format, Modules"; the component model's
 * Binary.md, "Component Definitions"; the ELF header, for what Wasmtime has compiled.
 *
 * Sections are only walked over; what is in them is for Wasmtime to validate. */
#include "engine/binary.h"

#include <elf.h>
#include <stdbool.h>
#include <string.h>

#include "base/error.h"

#define PREAMBLE_SIZE 8
#define VERSION_MODULE 1
#define VERSION_COMPONENT 0x0001000d /* version 0xd of layer 1 */
#define OSABI_WASMTIME 200           /* EI_OSABI of Wasmtime's objects */
#define FLAG_COMPONENT 2             /* e_flags of a compiled component; a module's is 1 */

static const uint8_t wasm_magic[4] = {0, 'a', 's', 'm'};

static bool
starts_with(const uint8_t *bytes, size_t size, const void *magic, size_t magic_size)
{
    return memcmp(bytes, magic, size < magic_size ? size : magic_size) == 0;
}

/* An unsigned LEB128 of at most 32 bits at *at, which moves behind it. False: the bytes end in it. */
static bool
read_u32(const uint8_t *bytes, size_t size, size_t *at, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (*at == size)
            return false;
        const uint8_t byte = bytes[(*at)++];
        *value |= (uint64_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            break;
    }
    return true;
}

wasigpu_error_t *
engine_binary_walk(const uint8_t *bytes, size_t size)
{
    size_t at = PREAMBLE_SIZE;
    while (at < size) {
        const uint8_t id = bytes[at++];
        uint64_t length;
        if (!read_u32(bytes, size, &at, &length))
            return base_error_new("is cut off within the header of a section");
        if (length > size - at)
            return base_error_new("is cut off: section %u should have %llu bytes, %zu are there", id,
                                  (unsigned long long)length, size - at);
        at += (size_t)length;
    }
    return NULL;
}

static wasigpu_error_t *
look_at_wasm(const uint8_t *bytes, size_t size, enum engine_binary *kind)
{
    if (size < PREAMBLE_SIZE)
        return base_error_new("is cut off: only %zu bytes of a WebAssembly file", size);
    uint32_t version;
    memcpy(&version, bytes + 4, sizeof version);
    if (version == VERSION_COMPONENT)
        return base_error_new("is a component; components are not served yet, only core modules");
    if (version != VERSION_MODULE)
        return base_error_new("is WebAssembly of version 0x%x, which is not known", version);
    *kind = ENGINE_BINARY_MODULE;
    return NULL;
}

static wasigpu_error_t *
look_at_elf(const uint8_t *bytes, size_t size, uint64_t whole_size, enum engine_binary *kind)
{
    Elf64_Ehdr header;
    if (size < sizeof header)
        return base_error_new("is cut off: only %zu bytes of an ELF file", size);
    memcpy(&header, bytes, sizeof header);
    if (header.e_ident[EI_OSABI] != OSABI_WASMTIME || header.e_ident[EI_CLASS] != ELFCLASS64)
        return base_error_new("is a native program or library, not WebAssembly");
    if (header.e_flags == FLAG_COMPONENT)
        return base_error_new("is a precompiled component; components are not served yet");
    const uint64_t sections = (uint64_t)header.e_shnum * header.e_shentsize;
    if (header.e_shoff > whole_size || sections > whole_size - header.e_shoff) /* they come last */
        return base_error_new("is precompiled, but cut off");
    *kind = ENGINE_BINARY_PRECOMPILED;
    return NULL;
}

/* Text starts with "(module" or "(component", behind blanks and comments. */
static bool
is_text(const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size; at++) {
        if (bytes[at] == '(' && !(at + 1 < size && bytes[at + 1] == ';'))
            return size - at > 7 &&
                   (memcmp(bytes + at, "(module", 7) == 0 || memcmp(bytes + at, "(compon", 7) == 0);
        if (bytes[at] == ';' || bytes[at] == '(')
            while (at < size && bytes[at] != '\n')
                at++;
        else if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\n' && bytes[at] != '\r')
            return false;
    }
    return false;
}

wasigpu_error_t *
engine_binary_look(const uint8_t *bytes, size_t size, uint64_t whole_size, enum engine_binary *kind)
{
    if (size == 0)
        return base_error_new("is empty");
    if (starts_with(bytes, size, wasm_magic, sizeof wasm_magic))
        return look_at_wasm(bytes, size, kind);
    if (starts_with(bytes, size, ELFMAG, SELFMAG) && size >= SELFMAG)
        return look_at_elf(bytes, size, whole_size, kind);
    if (is_text(bytes, size))
        return base_error_new("is WebAssembly in text form; make it binary first (wat2wasm)");
    return base_error_new("is not WebAssembly");
}
