// Access: which requests are looked at, before anything in them is believed.
//
// A page of another site, or a name that somebody points at 127.0.0.1 (DNS rebinding), must not reach the desk: the
// Host must be one of the desk's own, an Origin if there is one must be of that host, and bodies are JSON by type, so
// that no form of another page can send one. The session travels in a header, never in a cookie.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "http/message.h"

namespace waymark::desk::api {

/// "127.0.0.1:8090", "localhost:8090", "[::1]:8090".
std::vector<std::string> loopback_hosts(std::uint16_t port);

class AccessRules {
 public:
  /// @param hosts  values of the Host header that are ours, with the port if it is not the scheme's own
  explicit AccessRules(std::vector<std::string> hosts) : hosts_(std::move(hosts)) {}

  /// Nothing when the request may be answered; kDenied for a foreign Host or Origin, kMalformed for a body that does
  /// not say it is JSON.
  [[nodiscard]] std::optional<Code> refusal(const http::Request& request) const;

 private:
  [[nodiscard]] bool is_ours(std::string_view host) const;
  std::vector<std::string> hosts_;
};

}  // namespace waymark::desk::api
