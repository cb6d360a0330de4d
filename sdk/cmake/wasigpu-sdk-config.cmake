# find_package(wasigpu-sdk): the target wasigpu::sdk, and wasigpu_add_guest(NAME SOURCES...).
#
# For projects that are configured with wasigpu-toolchain.cmake, which lies beside this file, or with another toolchain
# file for WASI, which then chooses the stack. Within the SDK's own build there is nothing to find: it has made both.
if(NOT CMAKE_SYSTEM_NAME STREQUAL "WASI")
  set(wasigpu-sdk_FOUND FALSE)
  set(wasigpu-sdk_NOT_FOUND_MESSAGE
      "it is for guests: configure with --toolchain ${CMAKE_CURRENT_LIST_DIR}/wasigpu-toolchain.cmake")
elseif(NOT TARGET wasigpu::sdk)
  get_filename_component(wasigpu_sdk_root ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
  add_library(wasigpu::sdk STATIC IMPORTED)
  set_target_properties(wasigpu::sdk PROPERTIES
    IMPORTED_LOCATION ${wasigpu_sdk_root}/lib/libwasigpu-sdk.a
    INTERFACE_INCLUDE_DIRECTORIES ${wasigpu_sdk_root}/include
    INTERFACE_LINK_OPTIONS -nostartfiles) # its own take their place
  include(${CMAKE_CURRENT_LIST_DIR}/wasigpu-guest.cmake)
endif()
