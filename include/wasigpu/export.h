/**
 * \file wasigpu/export.h
 *
 * WASIGPU_API marks what the library exports; everything else in it is hidden.
 */
#ifndef WASIGPU_EXPORT_H
#define WASIGPU_EXPORT_H

#if defined(__GNUC__)
#define WASIGPU_API __attribute__((visibility("default")))
#else
#define WASIGPU_API
#endif

#endif
