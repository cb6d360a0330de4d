# find_package(wasigpu): wasigpu::wasigpu is the shared library, wasigpu::static the archive, wasigpu::wasmtime the
# engine that both name in their headers. All places are relative to this file: the whole prefix can be moved.
get_filename_component(wasigpu_prefix ${CMAKE_CURRENT_LIST_DIR}/../../.. ABSOLUTE)

if(NOT TARGET wasigpu::wasigpu)
  include(CMakeFindDependencyMacro)
  find_dependency(Threads)

  add_library(wasigpu::wasmtime SHARED IMPORTED)
  set_target_properties(wasigpu::wasmtime PROPERTIES
    IMPORTED_LOCATION ${wasigpu_prefix}/lib/wasigpu/libwasmtime.so
    IMPORTED_NO_SONAME ON
    INTERFACE_INCLUDE_DIRECTORIES ${wasigpu_prefix}/lib/wasigpu/include)

  add_library(wasigpu::wasigpu SHARED IMPORTED)
  set_target_properties(wasigpu::wasigpu PROPERTIES
    IMPORTED_LOCATION ${wasigpu_prefix}/lib/libwasigpu.so
    INTERFACE_INCLUDE_DIRECTORIES ${wasigpu_prefix}/include
    INTERFACE_LINK_LIBRARIES wasigpu::wasmtime)

  add_library(wasigpu::static STATIC IMPORTED)
  set_target_properties(wasigpu::static PROPERTIES
    IMPORTED_LOCATION ${wasigpu_prefix}/lib/libwasigpu.a
    INTERFACE_INCLUDE_DIRECTORIES ${wasigpu_prefix}/include
    INTERFACE_LINK_LIBRARIES "wasigpu::wasmtime;Threads::Threads;${CMAKE_DL_LIBS};m")
endif()
