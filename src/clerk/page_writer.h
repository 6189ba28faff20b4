// PageWriter: turns HTML into an answer: headers that allow nothing but this page's own style, and a size that is one
// of kPageSizes, so that whoever watches the line learns the class and not the page.
//
// Pages are compressed, also those that hold what a person wrote: whoever could put something beside it, to learn it
// from the length, cannot make such a page, because the sealed blob belongs to the visit (docs/spec/clerk.md "Sizes").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace waymark::clerk {

class PageWriter {
 public:
  /// @param style         what stands between <style> and </style>
  /// @param leave_origins where a form of this page may lead besides this server, such as "https://example.org"
  PageWriter(std::string_view style, const std::vector<std::string>& leave_origins);

  /// @param accept_encoding the request's header
  [[nodiscard]] http::Response page(int status, std::string html, std::string_view accept_encoding) const;
  /// 303 to another address, without a body of its own.
  [[nodiscard]] http::Response elsewhere(std::string_view address) const;

 private:
  void add_headers(http::Response& response) const;
  std::string policy_;
};

/// `html` with a comment after it, so that it has exactly one of kPageSizes, or a multiple of the largest.
std::string padded(std::string html);
/// `html` compressed with gzip (RFC 1952); its header's comment brings it to such a size too.
Bytes compressed(std::string_view html);

}  // namespace waymark::clerk
