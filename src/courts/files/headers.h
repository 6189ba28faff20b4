// "Name: value" header lines as MIME, HTTP and WARC share them. Inside of the readers.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waymark::courts {

inline constexpr std::size_t kHeaderBytesMax = 65'536;

struct Headers {
  std::vector<std::pair<std::string, std::string>> lines;  ///< names in lower case, values trimmed, folded lines joined
  std::string first;                                       ///< the line before the headers, for HTTP and WARC
  [[nodiscard]] std::string_view get(std::string_view lower_name) const;
};

/// Takes a block of headers and the empty line after it off the front of `rest`. Nothing is taken and `ok` is false
/// when there is no empty line within kHeaderBytesMax.
Headers take_headers(std::string_view& rest, bool& ok, bool has_first_line);
/// A parameter such as boundary="…" of a header's value.
std::string parameter_of(std::string_view value, std::string_view name);

}  // namespace waymark::courts
