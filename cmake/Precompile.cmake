# Precompiled headers: what nearly every file includes is read once a build instead of once a file, a third of the time of a
# cold build. Off where a missing #include must be noticed (dev, clang). Libraries and tests differ in -fPIC and -O0, and
# nlohmann::json is worth its 40 MB only to who includes it, so there are up to four of them.
option(WAYMARK_PCH "Precompile the common headers" OFF)

set(_waymark_common_headers <algorithm> <array> <chrono> <cstdint> <expected> <filesystem> <functional> <map> <memory> <optional>
    <set> <span> <string> <string_view> <utility> <variant> <vector> <fmt/format.h>)

# waymark_precompile(TARGET library|test SOURCES…)
function(waymark_precompile target kind)
  if(NOT WAYMARK_PCH)
    return()
  endif()
  set(variant ${kind})
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source)
    if(NOT EXISTS ${source})
      continue()  # made by the build: words and texts, no JSON
    endif()
    file(STRINGS ${source} json REGEX "^#include <nlohmann/json.hpp>" LIMIT_COUNT 1)
    if(json)
      set(variant ${kind}_json)
    endif()
  endforeach()
  _waymark_pch_target(waymark_pch_${variant} ${variant})
  target_precompile_headers(${target} REUSE_FROM waymark_pch_${variant})
  # A header is taken only under the macros it was made with; who links fmt has this one.
  target_compile_definitions(${target} PRIVATE FMT_SHARED)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -fpch-preprocess)  # ccache asks for it
  endif()
endfunction()

# One small object that owns a precompiled header, made when first asked for. Its options must be those of its users.
function(_waymark_pch_target name variant)
  if(TARGET ${name})
    return()
  endif()
  set(headers ${_waymark_common_headers})
  if(variant MATCHES json)
    list(APPEND headers <nlohmann/json.hpp>)
  endif()
  if(variant MATCHES test)
    list(APPEND headers <gtest/gtest.h> <gmock/gmock.h>)
  endif()
  set(source ${CMAKE_BINARY_DIR}/pch/${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Owns a precompiled header.\nint main() { return 0; }\n")
  if(variant MATCHES test)
    add_executable(${name} EXCLUDE_FROM_ALL ${source})
    target_link_libraries(${name} PRIVATE GTest::gmock GTest::gtest)
    target_compile_options(${name} PRIVATE -O0)
    set_target_properties(${name} PROPERTIES WAYMARK_UNIT_TEST ON)
  else()
    add_library(${name} OBJECT EXCLUDE_FROM_ALL ${source})
  endif()
  target_link_libraries(${name} PRIVATE waymark_options)
  target_compile_definitions(${name} PRIVATE FMT_SHARED)
  target_precompile_headers(${name} PRIVATE ${headers})
endfunction()
