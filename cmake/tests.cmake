# wasigpu_unit_test(NAME LIBRARY...): tests/unit/NAME.c, a cmocka program, linked to LIBRARY.
find_library(CMOCKA_LIBRARY cmocka REQUIRED)

function(wasigpu_unit_test name)
  add_executable(${name} ${PROJECT_SOURCE_DIR}/tests/unit/${name}.c)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARGN} ${CMOCKA_LIBRARY})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME unit.${name} COMMAND ${name})
endfunction()
