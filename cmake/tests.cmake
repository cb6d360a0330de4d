# How a test is registered: by the libraries and programs it needs.
find_library(CMOCKA_LIBRARY cmocka REQUIRED)

function(wasigpu_unit_program name)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/tests/unit/${name}.c)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARGN} ${CMOCKA_LIBRARY})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
endfunction()

# wasigpu_unit_test(NAME LIBRARY...): tests/unit/NAME.c, a cmocka program, linked to LIBRARY.
function(wasigpu_unit_test name)
  wasigpu_unit_program(${name} ${ARGN})
  add_test(NAME unit.${name} COMMAND ${name})
endfunction()

# For lavapipe: no shader of an earlier run, and on a machine of one core, too, two devices that work at the same time.
set(WASIGPU_DRIVER_ENVIRONMENT MESA_SHADER_CACHE_DISABLE=true LP_NUM_THREADS=4
  XDG_CACHE_HOME=${PROJECT_BINARY_DIR}/cache CACHE INTERNAL "of what uses a GPU")

# wasigpu_gpu_command(NAME COMMAND...): a command that needs a GPU or lavapipe, on each native library:
# NAME.dawn and NAME.wgpu. The library is in WASIGPU_GPU_LIB, which the command and native programs honour.
function(wasigpu_gpu_command name)
  foreach(library dawn wgpu)
    add_test(NAME ${name}.${library} COMMAND ${PROJECT_SOURCE_DIR}/deps/env ${ARGN})
    set_tests_properties(${name}.${library} PROPERTIES
      TIMEOUT 600
      ENVIRONMENT "${WASIGPU_DRIVER_ENVIRONMENT};WASIGPU_GPU_LIB=${library}")
  endforeach()
endfunction()

# wasigpu_gpu_test(NAME LIBRARY...): wasigpu_unit_test on each native library.
function(wasigpu_gpu_test name)
  wasigpu_unit_program(${name} ${ARGN})
  wasigpu_gpu_command(unit.${name} $<TARGET_FILE:${name}>)
endfunction()

# The shaders of these tests write workgroup memory before they read it, which wgpu-native wants to be told.
set(WASIGPU_TEST_ENVIRONMENT ${WASIGPU_DRIVER_ENVIRONMENT} WASIGPU_ALLOW_UNINITIALIZED_WORKGROUP_MEMORY=1
  CACHE INTERNAL "of guests and their native twins")

# What the host logs of a guest that has left something behind.
set(WASIGPU_LEFT_BEHIND "outlive their guest|are still in use|is leaked" CACHE INTERNAL "in what the host logs")

# guest.NAME.LIBRARY: a guest, run by the command on one of the native libraries.
function(wasigpu_guest_test name library guest)
  add_test(NAME guest.${name}.${library}
    COMMAND ${PROJECT_SOURCE_DIR}/deps/env ${PROJECT_BINARY_DIR}/bin/wasigpu run --gpu-lib ${library}
      ${WASIGPU_GUEST_DIR}/${guest}.wasm ${ARGN})
  set_tests_properties(guest.${name}.${library} PROPERTIES
    TIMEOUT 300
    FAIL_REGULAR_EXPRESSION "${WASIGPU_LEFT_BEHIND}"
    ENVIRONMENT "${WASIGPU_TEST_ENVIRONMENT}")
endfunction()

# native.NAME.LIBRARY: the same source over the same library without WebAssembly in between.
function(wasigpu_twin_test name library)
  add_test(NAME native.${name}.${library}
    COMMAND ${PROJECT_SOURCE_DIR}/deps/env $<TARGET_FILE:native_${name}> ${library})
  set_tests_properties(native.${name}.${library} PROPERTIES
    TIMEOUT 300
    ENVIRONMENT "WASIGPU_GPU_LIB=${library};${WASIGPU_TEST_ENVIRONMENT}")
endfunction()
