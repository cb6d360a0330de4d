/**
 * \file wasigpu/version.h
 *
 * The version of this library, when a program is compiled and when it runs.
 */
#ifndef WASIGPU_VERSION_H
#define WASIGPU_VERSION_H

#include <wasigpu/export.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WASIGPU_VERSION "0.1.0"
#define WASIGPU_VERSION_MAJOR 0
#define WASIGPU_VERSION_MINOR 1
#define WASIGPU_VERSION_PATCH 0

/** The version of the library that is loaded: `WASIGPU_VERSION` as it was compiled with. */
WASIGPU_API const char *wasigpu_version(void);

/** The version of Wasmtime that the library was compiled for: "50.0.1". */
WASIGPU_API const char *wasigpu_version_wasmtime(void);

#ifdef __cplusplus
}
#endif

#endif
