# Tests that run on a GPU: on the user's driver if VK_DRIVER_FILES names one, else on the one under deps/root.

# wasigpu_gpu_environment(TEST...): what each of these tests needs to find a driver.
function(wasigpu_gpu_environment)
  set(environment MESA_SHADER_CACHE_DISABLE=true)
  set(driver ${PROJECT_SOURCE_DIR}/deps/root/mesa/lvp_icd.json)
  if(NOT DEFINED ENV{VK_DRIVER_FILES} AND EXISTS ${driver})
    list(APPEND environment VK_DRIVER_FILES=${driver})
  endif()
  if(NOT DEFINED ENV{XDG_RUNTIME_DIR})
    list(APPEND environment XDG_RUNTIME_DIR=${PROJECT_BINARY_DIR})
  endif()
  set_property(TEST ${ARGN} APPEND PROPERTY ENVIRONMENT ${environment})
endfunction()

# wasigpu_gpu_test(NAME LIBRARY...): tests/unit/NAME.c as two tests, one on Dawn and one on wgpu-native.
function(wasigpu_gpu_test name)
  wasigpu_unit_test(${name} ${ARGN})
  add_test(NAME unit.${name}.wgpu COMMAND ${name})
  set_property(TEST unit.${name} APPEND PROPERTY ENVIRONMENT WASIGPU_GPU_LIB=dawn)
  set_property(TEST unit.${name}.wgpu APPEND PROPERTY ENVIRONMENT WASIGPU_GPU_LIB=wgpu)
  wasigpu_gpu_environment(unit.${name} unit.${name}.wgpu)
endfunction()
