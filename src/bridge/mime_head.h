// The head of a letter or of a part of one: what it says about how its body is written, and nothing else of it.
// Internal to src/bridge.
// @source RFC 2045 section 5, RFC 2046 section 5.1
#pragma once

#include <string>
#include <string_view>

namespace waymark::bridge {

enum class Encoding { kPlain, kQuotedPrintable, kBase64 };

struct MimeHead {
  std::string type = "text/plain";  ///< in lower case, without parameters
  std::string boundary;             ///< empty if there is none
  Encoding encoding = Encoding::kPlain;
};

/// A head and what follows it, borrowed from the text.
struct HeadAndBody {
  MimeHead head;
  std::string_view body;
};

/// @param text with lines that end in LF only. Without an empty line within kHeadBytesMax there is no body.
HeadAndBody read_mime_head(std::string_view text);

}  // namespace waymark::bridge
