#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace waymark {

void check_failed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", file, line, condition);
  std::abort();
}

void fatal(std::string_view line, int exit_code) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  std::exit(exit_code);
}

}  // namespace waymark
