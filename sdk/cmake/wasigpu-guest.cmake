# wasigpu_add_guest(NAME SOURCES...): a program NAME.wasm that wasigpu runs.
#
# A WASI command: it exports _start, memory and cabi_realloc. The SDK's start file takes the C
# library's place (its top says why). The stack lies below the data, so that an overflow traps.
# In a release the guest and the SDK are optimised as one, which takes a nanosecond or more off each call of
# webgpu.h. A guest goes to WASIGPU_GUEST_DIR where that is set.
set(WASIGPU_STACK_SIZE 1048576 CACHE STRING "bytes of stack of each guest")

function(wasigpu_add_guest name)
  add_executable(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES SUFFIX .wasm)
  if(WASIGPU_GUEST_DIR)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${WASIGPU_GUEST_DIR})
  endif()
  target_link_libraries(${name} PRIVATE wasigpu::sdk)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-flto>)
  target_link_options(${name} PRIVATE
    -nostartfiles
    LINKER:--export=cabi_realloc
    LINKER:--stack-first
    LINKER:-z,stack-size=${WASIGPU_STACK_SIZE}
    LINKER:--fatal-warnings
    $<$<CONFIG:Release,MinSizeRel>:LINKER:--strip-all>)
endfunction()
