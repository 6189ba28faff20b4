# Libraries from Debian. libsodium >= 1.0.22 is unpacked by script/bootstrap into .deps (see docs/decisions/dependencies.md).
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
# Not find_package: that one asks for the headers of the server too.
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)
find_package(CURL REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_library(STEMMER NAMES stemmer REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(LIBXML2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
# Debian's GLPK brings neither a .pc file nor a CMake package.
find_library(GLPK_LIBRARY glpk REQUIRED)

set(WAYMARK_SODIUM_ROOT ${CMAKE_SOURCE_DIR}/.deps/sodium CACHE PATH "Where libsodium >= 1.0.22 is unpacked")
file(GLOB_RECURSE SODIUM_ARCHIVES ${WAYMARK_SODIUM_ROOT}/usr/lib*/libsodium.a)
if(NOT SODIUM_ARCHIVES)
  message(FATAL_ERROR "libsodium 1.0.22 is missing: run script/bootstrap first")
endif()
list(GET SODIUM_ARCHIVES 0 SODIUM_ARCHIVE)
add_library(sodium STATIC IMPORTED)
set_target_properties(sodium PROPERTIES
  IMPORTED_LOCATION ${SODIUM_ARCHIVE}
  INTERFACE_INCLUDE_DIRECTORIES ${WAYMARK_SODIUM_ROOT}/usr/include)
