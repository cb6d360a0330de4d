# find_package(wasigpu-sdk): the target wasigpu::sdk, and wasigpu_add_guest(NAME SOURCES...).
#
# For projects that are configured with wasigpu-toolchain.cmake, which lies beside this file. Within the
# SDK's own build there is nothing to find: it has made both already.
if(NOT TARGET wasigpu::sdk)
  get_filename_component(wasigpu_sdk_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
  add_library(wasigpu::sdk STATIC IMPORTED)
  set_target_properties(wasigpu::sdk PROPERTIES
    IMPORTED_LOCATION ${wasigpu_sdk_root}/lib/libwasigpu-sdk.a
    INTERFACE_INCLUDE_DIRECTORIES ${wasigpu_sdk_root}/include)
  include(${CMAKE_CURRENT_LIST_DIR}/wasigpu-guest.cmake)
endif()
