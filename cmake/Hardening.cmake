# Warnings, hardening and sanitizers for every target of the project.
option(WAYMARK_WERROR "Treat warnings as errors (script/check and CI, never a user's build)" OFF)
option(WAYMARK_FUZZ "Build the fuzz targets" OFF)
set(WAYMARK_FUZZ_ENGINE libfuzzer CACHE STRING "libfuzzer or afl")
set(WAYMARK_SANITIZE "" CACHE STRING "Comma-separated sanitizers")

find_program(CCACHE ccache)
if(CCACHE)
  # Without the sloppiness it keeps nothing that was compiled with a precompiled header (ccache's manual, "Precompiled
  # headers"); with paths taken from this folder on, a second checkout finds what the first one compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE})
endif()

add_library(waymark_options INTERFACE)
target_compile_options(waymark_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wimplicit-fallthrough
  -fstack-protector-strong
  # GCC 12 and 13 report false positives from inlined std::vector growth at -O2
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow -Wno-array-bounds -Wno-restrict -Wno-maybe-uninitialized>
  # <expected> of libstdc++ 12 asks for this macro value under clang, and its stable_sort uses what it deprecates
  $<$<CXX_COMPILER_ID:Clang>:-Wno-builtin-macro-redefined -Wno-unused-command-line-argument -Wno-deprecated-declarations -D__cpp_concepts=202002L>
  $<$<BOOL:${WAYMARK_WERROR}>:-Werror>)
target_compile_definitions(waymark_options INTERFACE _GLIBCXX_ASSERTIONS)

if(WAYMARK_SANITIZE)
  target_compile_options(waymark_options INTERFACE -fsanitize=${WAYMARK_SANITIZE} -fno-omit-frame-pointer)
  if(WAYMARK_SANITIZE MATCHES undefined)
    target_compile_options(waymark_options INTERFACE -fno-sanitize-recover=all)
    # A null pointer and a wrong object end under AddressSanitizer as well. These four checks at every access are two fifths
    # of the time of GCC's build; the fuzz targets, built with clang, have all of them.
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
      target_compile_options(waymark_options INTERFACE -fno-sanitize=null,alignment,vptr,object-size)
    endif()
  endif()
  target_link_options(waymark_options INTERFACE -fsanitize=${WAYMARK_SANITIZE})
else()
  # The checks of the C library need an optimising compiler, which unit tests do without.
  target_compile_options(waymark_options INTERFACE
    $<$<AND:$<CONFIG:Release>,$<NOT:$<BOOL:$<TARGET_PROPERTY:WAYMARK_UNIT_TEST>>>>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3>)
endif()
if(WAYMARK_FUZZ AND WAYMARK_FUZZ_ENGINE STREQUAL afl)
  # What AFL++'s own plugin would add. Debian's is for an older clang than ours; its runtime takes this from any.
  target_compile_options(waymark_options INTERFACE -fsanitize-coverage=trace-pc-guard)
elseif(WAYMARK_FUZZ)
  target_compile_options(waymark_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_options(waymark_options INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack -pie)
