# make install: PREFIX gets the command, the library and the SDK, and can be moved as a whole.
#
#   bin/wasigpu                    finds its libraries beside itself, at ../lib and ../lib/wasigpu
#   include/wasigpu/               the public headers
#   lib/libwasigpu.so, .a          with lib/pkgconfig/wasigpu.pc and lib/cmake/wasigpu/
#   lib/wasigpu/                   the native libraries, and in include/ the header of the one that ours names
#   share/wasigpu/sdk/             for guests: toolchain, headers, library (see guests.cmake)
set(private_dir lib/wasigpu)

set_target_properties(wasigpu PROPERTIES INSTALL_RPATH "$ORIGIN/../lib:$ORIGIN/../${private_dir}")
set_target_properties(libwasigpu PROPERTIES INSTALL_RPATH "$ORIGIN/wasigpu")

# The installed archive is one object whose hidden names are local: a program may have a webgpu.h of its own beside it.
set(archive ${PROJECT_BINARY_DIR}/package/libwasigpu.a)
add_custom_command(OUTPUT ${archive}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${archive}
  COMMAND ${CMAKE_LINKER} -r -o package/wasigpu.o --whole-archive $<TARGET_FILE:libwasigpu-static>
  COMMAND ${CMAKE_OBJCOPY} --remove-section=.gnu.lto_* --remove-section=.gnu.debuglto_* --localize-hidden
    package/wasigpu.o
  COMMAND ${CMAKE_AR} rcs ${archive} package/wasigpu.o
  DEPENDS libwasigpu-static
  WORKING_DIRECTORY ${PROJECT_BINARY_DIR}
  COMMENT "Joining libwasigpu.a" VERBATIM)
add_custom_target(package-archive ALL DEPENDS ${archive})

install(TARGETS wasigpu RUNTIME DESTINATION bin)
install(TARGETS libwasigpu LIBRARY DESTINATION lib)
install(FILES ${archive} DESTINATION lib)
install(DIRECTORY include/wasigpu DESTINATION include)

foreach(library ${WASMTIME_LIBRARY} ${DAWN_LIBRARY} ${WGPU_NATIVE_LIBRARY})
  get_filename_component(name ${library} NAME)
  file(REAL_PATH ${library} file) # not a link to it
  install(FILES ${file} DESTINATION ${private_dir} RENAME ${name})
endforeach()
install(DIRECTORY ${WASMTIME_ROOT}/include/ DESTINATION ${private_dir}/include)

include(CMakePackageConfigHelpers)
configure_file(cmake/package/wasigpu.pc.in package/wasigpu.pc @ONLY)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/wasigpu-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/wasigpu.pc DESTINATION lib/pkgconfig)
install(FILES cmake/package/wasigpu-config.cmake ${PROJECT_BINARY_DIR}/package/wasigpu-config-version.cmake
  DESTINATION lib/cmake/wasigpu)
install(FILES LICENSE DESTINATION share/doc/wasigpu)
