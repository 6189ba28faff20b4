// The head of a request, read as strictly as RFC 9112 allows: what two programs could read differently is refused, so
// that no proxy in front of us and we ever disagree about where a request ends.
//
// Refused as malformed: any end of line but CR LF, control characters, folded lines, a space before a colon, no Host or
// several, Content-Length twice or as a list, targets that are not a path, every HTTP version but 1.0 and 1.1, every
// Transfer-Encoding but a lone `chunked`. That one is understood and refused too (`length-required`): no client of ours
// sends it, and a body whose length is not known in advance cannot be bounded before it is read.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace waymark::http {

inline constexpr std::size_t kRequestFieldsMax = 100;

struct RequestHead {
  Request request;  ///< without body
  std::size_t content_length = 0;
  bool keep_alive = false;
  bool expects_continue = false;
};

/// What is said to the client before the connection is closed.
struct HeadRefusal {
  int status = 400;
  std::string_view word = "malformed";
};

/// @param head  from the request line to the empty line, with it
std::expected<RequestHead, HeadRefusal> parse_head(std::string_view head);

}  // namespace waymark::http
