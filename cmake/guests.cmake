# Guests, built by the SDK's own project with its own compiler: programs in build/guests, the SDK as it is
# installed in build/guest-sdk.
include(ExternalProject)

set(WASIGPU_GUEST_DIR ${PROJECT_BINARY_DIR}/guests CACHE INTERNAL "where the guests go")
set(WASIGPU_SDK_BUILD ${PROJECT_BINARY_DIR}/sdk-build CACHE INTERNAL "where they are built")

ExternalProject_Add(guests
  SOURCE_DIR ${PROJECT_SOURCE_DIR}/sdk
  BINARY_DIR ${WASIGPU_SDK_BUILD}
  INSTALL_DIR ${PROJECT_BINARY_DIR}/guest-sdk
  PREFIX ${WASIGPU_SDK_BUILD}/external
  BUILD_ALWAYS ON
  INSTALL_COMMAND ${CMAKE_COMMAND} -E rm -rf <INSTALL_DIR> # what is no longer made does not stay
  COMMAND ${CMAKE_COMMAND} --install <BINARY_DIR>
  CMAKE_GENERATOR ${CMAKE_GENERATOR}
  CMAKE_CACHE_ARGS
    -DCMAKE_TOOLCHAIN_FILE:FILEPATH=${PROJECT_SOURCE_DIR}/sdk/cmake/wasigpu-toolchain.cmake
    -DCMAKE_BUILD_TYPE:STRING=Release
    -DCMAKE_INSTALL_PREFIX:PATH=<INSTALL_DIR>
    -DCMAKE_INSTALL_MESSAGE:STRING=NEVER
    -DWEBGPU_INCLUDE_DIR:PATH=${WEBGPU_INCLUDE_DIR}
    -DWASIGPU_GUEST_DIR:PATH=${WASIGPU_GUEST_DIR}
    -DWIT_BINDGEN:FILEPATH=${PROJECT_SOURCE_DIR}/deps/root/tools/bin/wit-bindgen
    -DWASIGPU_WIT:FILEPATH=${PROJECT_SOURCE_DIR}/deps/root/wit/webgpu-0.3.0-rc.2.wit)

install(DIRECTORY ${PROJECT_BINARY_DIR}/guest-sdk/ DESTINATION share/wasigpu/sdk)
