# find_package(wasigpu-sdk): the target wasigpu::sdk, and wasigpu_add_guest(NAME SOURCES...).
#
# For projects that are configured with wasigpu-toolchain.cmake, which lies beside this file. Within the
# SDK's own build there is nothing to find: it has made both already.
set(wasigpu_sdk_language C) # or the other, in a project that has no C; the compiler is the same
if(NOT CMAKE_C_COMPILER_LOADED)
  set(wasigpu_sdk_language CXX)
endif()
if(NOT CMAKE_SYSTEM_NAME STREQUAL "WASI")
  set(wasigpu-sdk_FOUND FALSE)
  set(wasigpu-sdk_NOT_FOUND_MESSAGE
      "it is for guests: configure with --toolchain ${CMAKE_CURRENT_LIST_DIR}/wasigpu-toolchain.cmake")
elseif(CMAKE_${wasigpu_sdk_language}_COMPILER_VERSION VERSION_LESS 19)
  # Its library is LLVM's bitcode, which older ones cannot read.
  set(wasigpu-sdk_FOUND FALSE)
  set(wasigpu-sdk_NOT_FOUND_MESSAGE "${CMAKE_${wasigpu_sdk_language}_COMPILER} is clang \
${CMAKE_${wasigpu_sdk_language}_COMPILER_VERSION}: take clang 19 or newer, or wasi-sdk 25 or newer")
elseif(NOT TARGET wasigpu::sdk)
  get_filename_component(wasigpu_sdk_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
  add_library(wasigpu::sdk STATIC IMPORTED)
  set_target_properties(wasigpu::sdk PROPERTIES
    IMPORTED_LOCATION ${wasigpu_sdk_root}/lib/libwasigpu-sdk.a
    INTERFACE_INCLUDE_DIRECTORIES ${wasigpu_sdk_root}/include
    INTERFACE_LINK_OPTIONS -nostartfiles) # its own take their place
  include(${CMAKE_CURRENT_LIST_DIR}/wasigpu-guest.cmake)
endif()
