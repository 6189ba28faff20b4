// DeskAuth: is this call really the desk's? A signature by the transport key over path, time, nonce and body.
//
// The transport key can only fetch, acknowledge and push ciphertext. Nonces are remembered in memory only: every call
// may be repeated without harm, so a replay across a restart changes nothing.
// @source docs/spec/relay.md "Desk listener"
#pragma once

#include <map>
#include <mutex>
#include <string_view>

#include "base/clock.h"
#include "crypto/verify/verify.h"

namespace waymark::relay {

inline constexpr std::string_view kTransportLabel = "waymark/v1/transport\n";
inline constexpr Seconds kTransportClockSlack{300};
inline constexpr Seconds kNonceLife{600};
inline constexpr std::size_t kNoncesMax = 100'000;

class DeskAuth {
 public:
  DeskAuth(const crypto::TransportVerifyKey& key, const Clock& clock) : key_(key), clock_(clock) {}

  /// @param header  value of Waymark-Auth
  /// @error kWrongDay: the clocks differ by more than 300 s (answer 401 `clock`); kMalformed, kAuthentication,
  /// kReplayed,
  ///        kRateLimited (answer 401 `denied`)
  /// @thread any
  Result<void> check(std::string_view header, std::string_view path, ByteView body);

 private:
  using Nonce = ByteArray<16>;
  Result<void> remember(const Nonce& nonce, TimePoint now);

  const crypto::TransportVerifyKey key_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<Nonce, TimePoint> nonces_;
  TimePoint last_sweep_{};
};

}  // namespace waymark::relay
