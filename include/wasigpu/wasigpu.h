/**
 * \file wasigpu/wasigpu.h
 *
 * All of the library: GPU programs in WebAssembly, run through wasi:webgpu.
 *
 * wasigpu/run.h runs a command as the program `wasigpu` does. wasigpu/guest.h puts wasi:webgpu into an
 * embedder's own Wasmtime linker. Both start with a host, wasigpu/host.h.
 *
 * Functions named `_new` make what `_delete` frees. What a function takes is borrowed for the call, or
 * copied, unless it says otherwise. Functions that can fail return an error (wasigpu/error.h), and give their
 * result through the last parameter.
 */
#ifndef WASIGPU_WASIGPU_H
#define WASIGPU_WASIGPU_H

#include <wasigpu/config.h>
#include <wasigpu/error.h>
#include <wasigpu/export.h>
#include <wasigpu/guest.h>
#include <wasigpu/host.h>
#include <wasigpu/info.h>
#include <wasigpu/log.h>
#include <wasigpu/module.h>
#include <wasigpu/run.h>
#include <wasigpu/trace.h>
#include <wasigpu/version.h>

#endif
