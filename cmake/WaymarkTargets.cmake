# waymark_library(NAME SOURCES… LINKS…)  one folder = one library; include paths start at src/.
# waymark_test(NAME [PLAIN] SOURCES… LINKS…)  a GoogleTest executable registered with CTest. PLAIN: script/test runs it in the
#                                        release build alone (whole programs, their memory and symbols, heavy numerics);
#                                        all others run there with sanitizers. script/test --long runs all in both.
# waymark_bench(NAME SOURCES… LINKS…)    a Google Benchmark executable, never run by CTest.
# waymark_program(NAME SOURCES… LINKS…)  an executable users run.
# waymark_fuzzer(NAME SOURCES… LINKS…)   a fuzz target, only with WAYMARK_FUZZ, for the engine of WAYMARK_FUZZ_ENGINE.

function(_waymark_common target)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${target} PRIVATE waymark_options)
endfunction()

# What ninja builds for the two halves of script/test.
add_custom_target(plain_tests)
add_custom_target(other_tests)
# And for its fuzzing: all of waymark_fuzzer.
add_custom_target(fuzz_targets)

function(waymark_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  _waymark_common(${name})
  waymark_precompile(${name} library ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINKS})
endfunction()

function(waymark_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  _waymark_common(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

# waymark_wiping_heap(TARGET): what the program frees is wiped first (src/base/wipe_on_free.cpp).
function(waymark_wiping_heap target)
  if(TARGET ${target} AND NOT WAYMARK_SANITIZE)
    target_link_libraries(${target} PRIVATE wiping_heap)
  endif()
endfunction()

function(waymark_test name)
  if(NOT BUILD_TESTING)
    return()
  endif()
  cmake_parse_arguments(ARG "PLAIN" "" "SOURCES;LINKS" ${ARGN})
  find_package(GTest REQUIRED)
  add_executable(${name} ${ARG_SOURCES})
  _waymark_common(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE WAYMARK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  # What is tested is optimised, the test itself is not: a third of the time of a build.
  target_compile_options(${name} PRIVATE -O0)
  set_target_properties(${name} PROPERTIES WAYMARK_UNIT_TEST ON)
  waymark_precompile(${name} test ${ARG_SOURCES})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
  if(ARG_PLAIN)
    set_tests_properties(${name} PROPERTIES LABELS plain)
    add_dependencies(plain_tests ${name})
  else()
    add_dependencies(other_tests ${name})
  endif()
endfunction()

function(waymark_bench name)
  find_package(benchmark QUIET)
  if(NOT benchmark_FOUND OR WAYMARK_SANITIZE)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  _waymark_common(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} benchmark::benchmark)
endfunction()

function(waymark_fuzzer name)
  if(NOT WAYMARK_FUZZ)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  _waymark_common(${name})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS})
  add_dependencies(fuzz_targets ${name})
  if(WAYMARK_FUZZ_ENGINE STREQUAL afl)
    find_file(AFL_RUNTIME afl-compiler-rt.o PATHS /usr/lib/afl REQUIRED)
    find_file(AFL_DRIVER libAFLDriver.a PATHS /usr/lib/afl REQUIRED)
    target_link_libraries(${name} PRIVATE ${AFL_RUNTIME} ${AFL_DRIVER})
  else()
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  endif()
endfunction()
