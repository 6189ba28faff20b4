// fmt has no formatter for a secret.
// expect: static assertion|static_assert|deleted|constexpr|consteval|constant expression
#include <fmt/format.h>

#include "base/secret.h"

std::string show(const waymark::SecretBytes& secret) {
#ifdef WAYMARK_BAD
  return fmt::format("{}", secret);
#else
  return fmt::format("{} bytes", secret.size());
#endif
}
