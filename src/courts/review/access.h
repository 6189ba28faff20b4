// ReviewAccess: who may use the screen of this machine's loopback, where other users and other pages are, too.
//
// The printed address carries a key behind '#', which no browser sends anywhere. The page exchanges it, once, for a
// session that travels in a header: a cookie of 127.0.0.1 would go to every other port as well. The Host must be ours
// (DNS rebinding), and whatever writes must come from our own Origin and be JSON by type.
// @source docs/decisions/review-screen.md     Thread rule: safe from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace waymark::courts {

inline constexpr std::size_t kSessionsMax = 64;

class ReviewAccess {
 public:
  /// @param new_key  unpredictable, 32 lower-case hexadecimal digits each time
  /// @param on_key   told each key that opens the screen: the first at once, the next when one was used
  ReviewAccess(std::function<std::string()> new_key, std::function<void(std::string_view)> on_key);
  /// The port that the server got; until then every request is refused.
  void set_port(std::uint16_t port);

  /// Nothing when the request comes from our own page or from no page at all; kDenied for a foreign Host or Origin or a
  /// POST without one, kMalformed for a POST that does not say it is JSON.
  [[nodiscard]] std::optional<Code> refusal(const http::Request& request) const;
  /// A session for the key; the key is worth nothing afterwards.
  /// @error kDenied  not the key     @error kFull  over kSessionsMax
  Result<std::string> enter(std::string_view key);
  /// The number of the session in the request's header. @error kExpired
  Result<std::size_t> screen_of(const http::Request& request) const;

 private:
  [[nodiscard]] bool is_ours(std::string_view host) const;
  mutable std::mutex mutex_;
  const std::function<std::string()> new_key_;
  const std::function<void(std::string_view)> on_key_;
  std::vector<std::string> hosts_;
  std::string key_;
  std::vector<std::string> sessions_;
};

}  // namespace waymark::courts
