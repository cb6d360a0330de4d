# Under valgrind, where there is one: reads of what was never written, and leaks, in whatever build this is. A guest over
# the null GPU; and, slow, adapters and devices of the native libraries, for their compilers take many minutes there.
find_program(VALGRIND valgrind)
if(VALGRIND AND NOT WASIGPU_SANITIZE)
  set(valgrind ${VALGRIND} --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite
    --errors-for-leak-kinds=definite --suppressions=${CMAKE_CURRENT_LIST_DIR}/valgrind.supp)
  foreach(name null_gpu null_dawn null_wgpu)
    add_test(NAME valgrind.${name}
      COMMAND ${valgrind} ${PROJECT_BINARY_DIR}/bin/wasigpu run --gpu-lib $<TARGET_FILE:${name}>
        ${WASIGPU_GUEST_DIR}/hello_compute.wasm)
    set_tests_properties(valgrind.${name} PROPERTIES TIMEOUT 300
      ENVIRONMENT "NULL_GPU_CHECK=1;WGPU_BACKEND=gl")
  endforeach()
  wasigpu_gpu_command(valgrind.webgpu_adapter ${valgrind} $<TARGET_FILE:webgpu_adapter>)
  set_tests_properties(valgrind.webgpu_adapter.dawn valgrind.webgpu_adapter.wgpu PROPERTIES LABELS slow)
endif()
