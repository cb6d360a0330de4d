# Compiles C11 and C++20 to WebAssembly with WASI: cmake --toolchain wasigpu-toolchain.cmake
#
# Where the SDK lies around it, its headers are found and its library is linked without a word in the project: what
# includes webgpu/webgpu.h builds as it stands. find_package(wasigpu-sdk) has more to offer (wasigpu-guest.cmake).
#
# Uses Debian's clang-19, lld-19, wasi-libc and libc++-19-dev-wasm32, or the wasi-sdk in WASI_SDK_PATH
# (a CMake or an environment variable). Guests may use WebAssembly 2.0, which wasigpu runs. There are
# no C++ exceptions: the C++ library is built without them.
set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR}) # for Platform/WASI.cmake

if(NOT WASI_SDK_PATH AND DEFINED ENV{WASI_SDK_PATH})
  set(WASI_SDK_PATH $ENV{WASI_SDK_PATH})
endif()
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WASI_SDK_PATH)

if(WASI_SDK_PATH)
  set(wasigpu_compiler_dir ${WASI_SDK_PATH}/bin)
  if(NOT EXISTS ${wasigpu_compiler_dir}/clang)
    message(FATAL_ERROR "no ${wasigpu_compiler_dir}/clang: set WASI_SDK_PATH to the folder of a wasi-sdk, or unset it "
                        "for Debian's clang-19")
  endif()
  set(wasigpu_version "")
  set(CMAKE_SYSROOT ${WASI_SDK_PATH}/share/wasi-sysroot)
  set(wasigpu_target wasm32-wasi)
  if(EXISTS ${CMAKE_SYSROOT}/lib/wasm32-wasip1) # its newer name
    set(wasigpu_target wasm32-wasip1)
  endif()
else()
  set(wasigpu_compiler_dir /usr/bin)
  set(wasigpu_version -19)
  set(wasigpu_target wasm32-wasi)
  if(NOT EXISTS ${wasigpu_compiler_dir}/clang-19)
    message(FATAL_ERROR "no ${wasigpu_compiler_dir}/clang-19: install clang-19, lld-19, wasi-libc, "
                        "libc++-19-dev-wasm32 and libclang-rt-19-dev-wasm32, or set WASI_SDK_PATH")
  endif()
endif()

execute_process(COMMAND ${wasigpu_compiler_dir}/clang${wasigpu_version} -dumpversion
  OUTPUT_VARIABLE wasigpu_clang OUTPUT_STRIP_TRAILING_WHITESPACE)
if(wasigpu_clang VERSION_LESS 19) # the SDK's library is LLVM's bitcode, which older ones cannot read
  message(FATAL_ERROR "${wasigpu_compiler_dir}/clang${wasigpu_version} is clang ${wasigpu_clang}: take clang 19 or newer, "
                      "or wasi-sdk 25 or newer")
endif()

# Part of the compiler, for flags of their own that users give replace CMAKE_<LANG>_FLAGS_INIT.
set(wasigpu_features -msign-ext -mnontrapping-fptoint -mbulk-memory -msimd128)
set(CMAKE_C_COMPILER ${wasigpu_compiler_dir}/clang${wasigpu_version} ${wasigpu_features})
set(CMAKE_CXX_COMPILER ${wasigpu_compiler_dir}/clang++${wasigpu_version} ${wasigpu_features} -fno-exceptions)
set(CMAKE_C_COMPILER_TARGET ${wasigpu_target})
set(CMAKE_CXX_COMPILER_TARGET ${wasigpu_target})
set(CMAKE_ASM_COMPILER ${wasigpu_compiler_dir}/clang${wasigpu_version})
set(CMAKE_ASM_COMPILER_TARGET ${wasigpu_target})
foreach(tool AR RANLIB NM STRIP)
  string(TOLOWER ${tool} name)
  set(CMAKE_${tool} ${wasigpu_compiler_dir}/llvm-${name}${wasigpu_version} CACHE FILEPATH "")
  if(NOT EXISTS ${CMAKE_${tool}}) # a wasi-sdk has them without the prefix
    set(CMAKE_${tool} ${wasigpu_compiler_dir}/${name} CACHE FILEPATH "" FORCE)
  endif()
endforeach()

set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_C_FLAGS_MINSIZEREL "-Oz -DNDEBUG" CACHE STRING "")
set(CMAKE_CXX_FLAGS_MINSIZEREL "-Oz -DNDEBUG" CACHE STRING "")

# The stack lies below the data, so that an overflow traps. Before the flags of projects and users, which win.
set(WASIGPU_STACK_SIZE 1048576 CACHE STRING "bytes of stack of each guest")
get_filename_component(wasigpu_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
foreach(language C CXX)
  set(CMAKE_${language}_LINK_FLAGS -Wl,--stack-first,-z,stack-size=${WASIGPU_STACK_SIZE})
  if(EXISTS ${wasigpu_root}/lib/libwasigpu-sdk.a) # not while the SDK itself is built
    set(CMAKE_${language}_STANDARD_INCLUDE_DIRECTORIES ${wasigpu_root}/include)
    # Its start files take the C library's place.
    set(CMAKE_${language}_STANDARD_LIBRARIES "-nostartfiles \"${wasigpu_root}/lib/libwasigpu-sdk.a\"")
  endif()
endforeach()

# Programs are looked for on this machine, libraries and headers only where the target's are.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# So that find_package(wasigpu-sdk) finds the SDK that this file is part of.
set(wasigpu-sdk_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE PATH "the SDK for guests of wasigpu")
