// Whether this is a long run of the tests (`script/test --long`). Test code only.
#pragma once

#include <cstdlib>
#include <string_view>

namespace waymark {

/// WAYMARK_LONG is "yes" or "no"; tests started by hand are short.
inline bool is_long_run() {
  const char* const said = std::getenv("WAYMARK_LONG");
  return said != nullptr && std::string_view{said} == "yes";
}

}  // namespace waymark
