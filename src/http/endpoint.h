// Endpoint: where a server listens: a numeric address and a port, never a name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waymark::http {

struct Endpoint {
  std::string address;     ///< IPv4 or IPv6, without brackets
  std::uint16_t port = 0;  ///< 0: any free one
  /// "127.0.0.1:8080" or "[::1]:8080". @error kInvalid
  static Result<Endpoint> parse(std::string_view text);
  /// 127.0.0.0/8 or ::1.
  [[nodiscard]] bool is_loopback() const;
};

}  // namespace waymark::http
