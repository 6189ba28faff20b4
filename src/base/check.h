// CHECK and fatal: for our own bugs and for the moments when going on would be worse than stopping.
//
// CHECK never judges input (that is what Result is for), is compiled into every build, and prints only the
// place and the condition's text: never a value, because a value may be somebody's secret.
#pragma once

#include <string_view>

namespace waymark {

/// Prints "file:line: CHECK failed: condition" on standard error and aborts.
[[noreturn]] void check_failed(const char* file, int line, const char* condition);

/// Prints one line and ends the process with `exit_code`. For missing entropy, memory or a broken store at start.
[[noreturn]] void fatal(std::string_view line, int exit_code);

}  // namespace waymark

#define CHECK(condition)                                       \
  do {                                                         \
    if (!(condition)) [[unlikely]]                             \
      ::waymark::check_failed(__FILE__, __LINE__, #condition); \
  } while (false)
