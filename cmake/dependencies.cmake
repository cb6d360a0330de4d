# Where the native libraries are: a place the user named, else what `make setup` has put under deps/root.
#
# WASMTIME_ROOT, DAWN_ROOT and WGPU_NATIVE_ROOT are read from CMake's cache, then from the environment.
function(wasigpu_root variable default)
  set(place ${default})
  if(DEFINED ENV{${variable}})
    set(place $ENV{${variable}})
  endif()
  set(${variable} ${place} CACHE PATH "an unpacked release, used instead of deps/root")
endfunction()

wasigpu_root(WASMTIME_ROOT ${PROJECT_SOURCE_DIR}/deps/root/wasmtime)
wasigpu_root(DAWN_ROOT ${PROJECT_SOURCE_DIR}/deps/root/dawn)
wasigpu_root(WGPU_NATIVE_ROOT ${PROJECT_SOURCE_DIR}/deps/root/wgpu-native)

find_library(WASMTIME_LIBRARY wasmtime PATHS ${WASMTIME_ROOT}/lib NO_DEFAULT_PATH REQUIRED)
find_library(DAWN_LIBRARY webgpu_dawn PATHS ${DAWN_ROOT}/lib NO_DEFAULT_PATH REQUIRED)
find_library(WGPU_NATIVE_LIBRARY wgpu_native PATHS ${WGPU_NATIVE_ROOT}/lib NO_DEFAULT_PATH REQUIRED)
find_path(WEBGPU_INCLUDE_DIR webgpu/webgpu.h PATHS ${WGPU_NATIVE_ROOT}/include NO_DEFAULT_PATH REQUIRED)

# The wheel's library has no SONAME: without IMPORTED_NO_SONAME its build path would be recorded.
add_library(wasmtime SHARED IMPORTED GLOBAL)
set_target_properties(wasmtime PROPERTIES
  IMPORTED_LOCATION ${WASMTIME_LIBRARY}
  IMPORTED_NO_SONAME ON)
target_include_directories(wasmtime SYSTEM INTERFACE ${WASMTIME_ROOT}/include)

add_library(webgpu-headers INTERFACE)
target_include_directories(webgpu-headers SYSTEM INTERFACE ${WEBGPU_INCLUDE_DIR})
