// Result<T>: a value, or an Error from the world. Ignoring one is a compile warning (and an error in CI).
//
//   LET(auto frame, parse_frame(bytes));   // declares `frame`, or returns the error from this function
//   TRY(store.put(frame));                 // for Result<void>
//
// libstdc++ 12 lacks and_then/transform, and the statement-expression form breaks its coroutines: keep to the macros.
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace waymark {

template <class T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

/// Builds the failing side: `return fail(Code::kMalformed, "roster/parse");`
inline std::unexpected<Error> fail(Code code, std::string_view where, std::string detail = {}) {
  return std::unexpected<Error>(Error{code, where, std::move(detail)});
}

}  // namespace waymark

#define WAYMARK_JOIN2(a, b) a##b
#define WAYMARK_JOIN(a, b) WAYMARK_JOIN2(a, b)
#define WAYMARK_LET(temporary, declaration, expression)                     \
  auto temporary = (expression);                                            \
  if (!temporary.has_value()) [[unlikely]]                                  \
    return std::unexpected<::waymark::Error>(std::move(temporary).error()); \
  declaration = *std::move(temporary)

/// LET(declaration, expression): unwraps a Result<T> or returns its error.
#define LET(declaration, ...) WAYMARK_LET(WAYMARK_JOIN(let_, __LINE__), declaration, (__VA_ARGS__))

/// TRY(expression): returns the error of a Result<void> (or of any Result whose value is not needed).
#define TRY(...)                                                               \
  do {                                                                         \
    auto try_result = (__VA_ARGS__);                                           \
    if (!try_result.has_value()) [[unlikely]]                                  \
      return std::unexpected<::waymark::Error>(std::move(try_result).error()); \
  } while (false)
