# Compiles C11 and C++20 to WebAssembly with WASI: cmake --toolchain wasigpu-toolchain.cmake
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

set(CMAKE_C_COMPILER ${wasigpu_compiler_dir}/clang${wasigpu_version})
set(CMAKE_CXX_COMPILER ${wasigpu_compiler_dir}/clang++${wasigpu_version})
set(CMAKE_C_COMPILER_TARGET ${wasigpu_target})
set(CMAKE_CXX_COMPILER_TARGET ${wasigpu_target})
set(CMAKE_ASM_COMPILER ${CMAKE_C_COMPILER})
set(CMAKE_ASM_COMPILER_TARGET ${wasigpu_target})
foreach(tool AR RANLIB NM STRIP)
  string(TOLOWER ${tool} name)
  set(CMAKE_${tool} ${wasigpu_compiler_dir}/llvm-${name}${wasigpu_version} CACHE FILEPATH "")
  if(NOT EXISTS ${CMAKE_${tool}}) # a wasi-sdk has them without the prefix
    set(CMAKE_${tool} ${wasigpu_compiler_dir}/${name} CACHE FILEPATH "" FORCE)
  endif()
endforeach()

set(wasigpu_features "-msign-ext -mnontrapping-fptoint -mbulk-memory -msimd128")
set(CMAKE_C_FLAGS_INIT "${wasigpu_features}")
set(CMAKE_CXX_FLAGS_INIT "${wasigpu_features} -fno-exceptions")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG" CACHE STRING "")
set(CMAKE_C_FLAGS_MINSIZEREL "-Oz -DNDEBUG" CACHE STRING "")
set(CMAKE_CXX_FLAGS_MINSIZEREL "-Oz -DNDEBUG" CACHE STRING "")

# Programs are looked for on this machine, libraries and headers only where the target's are.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)

# So that find_package(wasigpu-sdk) finds the SDK that this file is part of.
set(wasigpu-sdk_DIR ${CMAKE_CURRENT_LIST_DIR} CACHE PATH "the SDK for guests of wasigpu")
