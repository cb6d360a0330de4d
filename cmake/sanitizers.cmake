# WASIGPU_SANITIZE="address,undefined", or fuzzer (both too, and libFuzzer's coverage; clang only): everything of ours is
# built under it. The native libraries are as they come.
set(WASIGPU_SANITIZE "" CACHE STRING "address,undefined or fuzzer, or nothing")
set_property(CACHE WASIGPU_SANITIZE PROPERTY STRINGS "" "address,undefined" fuzzer)

if(WASIGPU_SANITIZE STREQUAL "address,undefined")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
  add_library(keep_loaded OBJECT ${PROJECT_SOURCE_DIR}/tests/support/keep_loaded.c)
  link_libraries($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:$<TARGET_OBJECTS:keep_loaded>>)
  # GCC sees std::optional as uninitialised through the instrumentation.
  add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-maybe-uninitialized>)
elseif(WASIGPU_SANITIZE STREQUAL "fuzzer")
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(WASIGPU_SANITIZE)
  message(FATAL_ERROR "WASIGPU_SANITIZE=${WASIGPU_SANITIZE}: it is address,undefined or fuzzer")
endif()
