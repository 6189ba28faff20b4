#include "http/response_head.h"

#include "base/check.h"

namespace waymark::http {
namespace {

constexpr std::size_t kUsualHeadBytes = 512;

bool is_clean(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }

bool has_body(int status) { return status != 204 && status != 304; }

}  // namespace

std::string write_head(const Response& response, AfterAnswer after) {
  std::string head;
  head.reserve(kUsualHeadBytes);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason_of(response.status)).append("\r\n");
  for (const Header& header : response.headers) {
    CHECK(is_clean(header.name) && is_clean(header.value));
    head.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  if (has_body(response.status)) {
    head.append("Content-Length: ").append(std::to_string(response.content().size())).append("\r\n");
  }
  if (after == AfterAnswer::kClose) head.append("Connection: close\r\n");
  return head.append("\r\n");
}

}  // namespace waymark::http
