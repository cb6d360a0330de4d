# Mistakes on purpose, which the sanitizers have to report: a green suite means something then.
function(wasigpu_planted name text)
  add_executable(planted_${name} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/planted_${name}.c)
  set_target_properties(planted_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME sanitizer.planted_${name}
    COMMAND ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/must_report.sh ${text} $<TARGET_FILE:planted_${name}>)
endfunction()

if(WASIGPU_SANITIZE STREQUAL "address,undefined")
  wasigpu_planted(leak "LeakSanitizer: detected memory leaks")
  wasigpu_planted(overread "AddressSanitizer: heap-buffer-overflow")
  wasigpu_planted(overflow "signed integer overflow")
endif()
