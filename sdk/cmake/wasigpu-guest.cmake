# wasigpu_add_guest(NAME SOURCES...): a program NAME.wasm that wasigpu runs.
# wasigpu_add_reactor(NAME SOURCES...): a library NAME.wasm without main, whose exports an embedder calls.
#
# The first is a WASI command, which exports _start; the second a reactor, which exports _initialize and what the
# sources mark with __attribute__((export_name("..."))). Both export memory and cabi_realloc.
# In a release the guest and the SDK are optimised as one, which takes a nanosecond or more off each call of
# webgpu.h; MinSizeRel does so for size. A guest goes to WASIGPU_GUEST_DIR where that is set.
function(wasigpu_add_guest name)
  add_executable(${name} ${ARGN})
  set_target_properties(${name} PROPERTIES SUFFIX .wasm)
  if(WASIGPU_GUEST_DIR)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${WASIGPU_GUEST_DIR})
  endif()
  target_link_libraries(${name} PRIVATE wasigpu::sdk)
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release,MinSizeRel>:-flto>)
  target_link_options(${name} PRIVATE
    LINKER:--fatal-warnings
    $<$<CONFIG:Release,MinSizeRel>:LINKER:--strip-all,--compress-relocations>)
endfunction()

function(wasigpu_add_reactor name)
  wasigpu_add_guest(${name} ${ARGN})
  target_link_options(${name} PRIVATE -mexec-model=reactor)
endfunction()
