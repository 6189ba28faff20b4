#include "desk/api/access.h"

#include <algorithm>

namespace waymark::desk::api {
namespace {

/// "https://name:port" → "name:port"; nothing for other schemes and for "null".
std::optional<std::string_view> host_of_origin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  return std::nullopt;
}

bool is_json(std::string_view content_type) {
  return content_type == "application/json" || content_type.starts_with("application/json;");
}

}  // namespace

std::vector<std::string> loopback_hosts(std::uint16_t port) {
  const std::string colon = ":" + std::to_string(port);
  return {"127.0.0.1" + colon, "localhost" + colon, "[::1]" + colon};
}

bool AccessRules::is_ours(std::string_view host) const {
  return std::find(hosts_.begin(), hosts_.end(), host) != hosts_.end();
}

std::optional<Code> AccessRules::refusal(const http::Request& request) const {
  const std::string_view host = request.header("host");
  if (!is_ours(host)) return Code::kDenied;
  const std::string_view origin = request.header("origin");
  if (!origin.empty() && host_of_origin(origin) != host) return Code::kDenied;
  if (request.method == "POST" && !is_json(request.header("content-type"))) return Code::kMalformed;
  return std::nullopt;
}

}  // namespace waymark::desk::api
