/**
 * \file wasigpu/guest.h
 *
 * wasi:webgpu for an embedder's own linker and store.
 *
 * The way of a guest: wasigpu_guest_new; wasigpu_guest_define into the linker; the module is instantiated;
 * wasigpu_guest_bind to the instance; its exports are called; wasigpu_guest_delete, while the store is still
 * there. For a whole command with WASI, limits and a clock, wasigpu/run.h does all this.
 */
#ifndef WASIGPU_GUEST_H
#define WASIGPU_GUEST_H

#include <stddef.h>
#include <stdint.h>

#include <wasmtime.h>

#include <wasigpu/error.h>
#include <wasigpu/export.h>
#include <wasigpu/host.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * One guest: the handles it holds, and the instance whose imports it serves.
 *
 * Threads: as the store it is bound to, any, one at a time; only wasigpu_guest_interrupt at any time. But
 * while it has error scopes, the one in which it has pushed them: on Dawn they are a thread's. In another one
 * it gets an operation-error for each, and what they have captured is lost.
 */
typedef struct wasigpu_guest wasigpu_guest_t;

/**
 * Makes a guest, and opens the host's GPU for it.
 *
 * \param host  outlives the guest.
 * \param guest owned by the caller (wasigpu_guest_delete); as it was when this fails.
 * \return NULL, or an error the caller owns: see wasigpu_host_open_gpu.
 */
WASIGPU_API wasigpu_error_t *wasigpu_guest_new(wasigpu_host_t *host, wasigpu_guest_t **guest);

/**
 * Ends `guest`, if it has not ended, and frees it; NULL is allowed. Its linkers and its store may stay: what
 * they keep of it is freed with the last of them.
 */
WASIGPU_API void wasigpu_guest_delete(wasigpu_guest_t *guest);

/**
 * Defines every function of wasi:webgpu in `linker`, which may be of any engine, and the component model's
 * built-ins ("$root", "[export]$root"), with which a guest waits for its async functions.
 *
 * \param linker borrowed; keeps what it needs. It serves this guest only: another one needs its own linker.
 * \return NULL, or an error the caller owns, such as that a name is defined already.
 *
 * Until wasigpu_guest_bind each of them traps, so that a module's start function cannot use them.
 */
WASIGPU_API wasigpu_error_t *wasigpu_guest_define(wasigpu_guest_t *guest, wasmtime_linker_t *linker);

/**
 * The memory that calls work in, for a module that imports it instead of exporting it as "memory".
 *
 * \param memory copied; of the store that `guest` will be bound to.
 *
 * Before wasigpu_guest_bind. It takes precedence over an export.
 */
WASIGPU_API void wasigpu_guest_set_memory(wasigpu_guest_t *guest, const wasmtime_memory_t *memory);

/**
 * Says that the guest's memory never moves, so that its address is kept from call to call, which makes each
 * of them some nanoseconds faster.
 *
 * True in the host's own engine, and in one with wasmtime_config_memory_may_move_set(config, false). In any
 * other a guest whose memory grows would write into memory that is no longer its own.
 *
 * Before wasigpu_guest_bind.
 */
WASIGPU_API void wasigpu_guest_keep_memory(wasigpu_guest_t *guest);

/**
 * Ties `guest` to the core instance whose imports it serves. Until then, each of them traps.
 *
 * \param guest    bound for good: one guest, one instance.
 * \param context  borrowed: its store must outlive `guest`. Calls from another store trap.
 * \param instance copied, of that store; its exports `memory` and `cabi_realloc` are looked up here. A call
 *                 that needs one which is not there traps.
 * \return NULL, or an error the caller owns; `guest` is as it was before. It is one to be bound twice, and to
 *         have such an export of another type.
 */
WASIGPU_API wasigpu_error_t *wasigpu_guest_bind(wasigpu_guest_t *guest, wasmtime_context_t *context,
                                                const wasmtime_instance_t *instance);

/**
 * Gives the guest's calls until `timeout_ns` from now to wait for the GPU; a wait that lasts longer traps.
 *
 * UINT64_MAX, the default: as long as it takes. What the guest itself computes is the store's own affair
 * (epochs, fuel).
 *
 * The end of a device, by its destroy() or with its last handle, waits for the GPU too, but does not trap: it
 * has two seconds for all of the guest's devices that hang, or what is left until the timeout. Those that are
 * busy even then are abandoned (wasigpu_host_statistics), and lost to the guest. What a call of the native
 * library takes, such as to compile a shader, is not bounded.
 */
WASIGPU_API void wasigpu_guest_set_timeout(wasigpu_guest_t *guest, uint64_t timeout_ns);

/**
 * How many of the host's objects the guest may have at a time: adapters, devices, and all that is made of
 * them.
 *
 * \param count 0, the default: any number, but on an adapter that is a CPU half as many as the process may
 * have mappings of memory (Linux's vm.max_map_count), for drivers there take some for an object.
 *
 * What is over it is made, but invalid, and its device has an out-of-memory error, for an error scope or the
 * log. Where the interface has no such thing: a request for an adapter has none, one for a device is an
 * operation-error, an asynchronous pipeline a pipeline-error of reason internal; and objects without a device
 * (records, errors, compilation messages) are counted, but not refused. A guest that goes on regardless traps
 * once it has twice as many handles, and some.
 *
 * Of devices it may have 64 at a time besides, with any limit, because each takes a thread and megabytes of
 * the host: a request for one more is an operation-error. One whose GPU hangs goes on to count when the guest
 * has dropped it.
 *
 * Operations under way are not counted with them: each has a handle, or is one of at most 4,096 that the
 * guest has cancelled and that still run. The next one beyond those traps.
 *
 * With Dawn, which keeps what is released until the GPU is through with what it had before, such objects
 * count until then, and submits with them. A creation for which there is else no room waits for that: for all
 * that hangs two seconds at most, as the end of a device does.
 *
 * What is made is refused in the same way, with any limit, when the process is about to run out of mappings.
 */
WASIGPU_API void wasigpu_guest_set_max_objects(wasigpu_guest_t *guest, size_t count);

/**
 * How much of the GPU's memory the guest may have at a time in its buffers and textures. One that is over it
 * is made, but invalid, and its device has an out-of-memory error.
 *
 * \param bytes 0, the default: what the driver gives, but on an adapter that is a CPU no more than half of
 * the machine's memory.
 *
 * Counted is the size of each buffer and texture, from its creation until its destroy(), its device's, or its
 * last owner's end; with Dawn until it has let go of the memory, as of objects. Not counted is what drivers
 * take besides, and copies under way: of writes that the GPU has not got yet, which have a limit of their own
 * below, and of a buffer that was mapped at creation until its unmap.
 */
WASIGPU_API void wasigpu_guest_set_max_gpu_memory(wasigpu_guest_t *guest, uint64_t bytes);

/*
 * What no limit changes: a guest has 256 MiB of the host's memory for what it gives its objects to keep.
 * Counted are labels, of which a library gets 256 bytes; recorded commands, 256 bytes each and their data if
 * it is longer than 64, until their command buffer or bundle is dropped, and in each pass that executes a
 * bundle as often as it does; open error scopes, 1 KiB each; entries of records; errors, and the queues of
 * streams of them. Over it, a command makes its encoder invalid and a scope captures nothing, each with an
 * out-of-memory error of the device; a label stays as it was and an entry is left out, each with a line in
 * the log; an error is dropped from each stream with others that are not read yet, and counted there.
 *
 * It has as much again for what is written to buffers and textures, and for maps, until the GPU is through
 * with them: 4 KiB each and what is written, with 256 bytes for each row of a texture. Over it, writes and
 * maps wait for the GPU; where that takes as long as devices that go may take, they are left out, with an
 * out-of-memory error of the device, and maps with an operation-error too.
 *
 * Not counted is what a library keeps for each object besides, as the code of shaders: that, the number of
 * objects bounds; what a call needs until it returns, which the guest's own memory bounds; and what a library
 * and a driver take to compile a shader, which nothing here bounds: a small one can need gigabytes.
 */

/**
 * Makes the wait of the guest's call under way, and every later one, end in a trap.
 *
 * Threads: any, also a signal handler, until wasigpu_guest_delete.
 */
WASIGPU_API void wasigpu_guest_interrupt(wasigpu_guest_t *guest);

/**
 * Drops all of the guest's handles. From here on each of its imports traps. Twice is once.
 *
 * The GPU gets two seconds for what the guest has submitted, whatever its timeout was: devices that are busy
 * even then are abandoned (wasigpu_host_statistics).
 */
WASIGPU_API void wasigpu_guest_end(wasigpu_guest_t *guest);

/** The number of the host's objects that the guest keeps alive: none once it has ended. */
WASIGPU_API size_t wasigpu_guest_live_objects(const wasigpu_guest_t *guest);

#ifdef __cplusplus
}
#endif

#endif
