# A guest under valgrind, where there is one: reads of what was never written, and leaks, as no sanitizer of ours sees
# them in the release build. Over the null GPU, for a driver's own compiler takes minutes.
find_program(VALGRIND valgrind)
if(VALGRIND AND NOT WASIGPU_SANITIZE)
  foreach(name null_gpu null_wgpu)
    add_test(NAME valgrind.${name}
      COMMAND ${VALGRIND} --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite
        --errors-for-leak-kinds=definite --suppressions=${CMAKE_CURRENT_LIST_DIR}/valgrind.supp
        ${PROJECT_BINARY_DIR}/bin/wasigpu run --gpu-lib $<TARGET_FILE:${name}> ${WASIGPU_GUEST_DIR}/hello_compute.wasm)
    set_tests_properties(valgrind.${name} PROPERTIES TIMEOUT 300 ENVIRONMENT NULL_GPU_CHECK=1)
  endforeach()
endif()
