// DeskAuth: is this call really the desk's, and meant for this relay as it runs now? A signature by the transport key
// over the organisation, the relay's name, its run, path, time, nonce and body.
//
// The transport key can only fetch, acknowledge and push ciphertext. The run is random and made anew at every start, so
// nonces need to be remembered in memory only: what was signed before a restart, or for another relay, fails.
// @source docs/spec/relay.md "Desk listener"
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "crypto/verify/instance_id.h"
#include "crypto/verify/verify.h"

namespace waymark::relay {

inline constexpr std::string_view kTransportLabel = "waymark/v2/transport\n";
inline constexpr std::string_view kRunHeader = "Waymark-Run";
inline constexpr Seconds kTransportClockSlack{300};
inline constexpr Seconds kNonceLife{600};
inline constexpr std::size_t kNoncesMax = 100'000;

using RunId = ByteArray<16>;

/// What a call must have been signed for.
struct RelayIdentity {
  crypto::InstanceId instance;
  std::string name;  ///< of the configuration; another one for each relay of an office
  RunId run;         ///< random, made at this start
};

class DeskAuth {
 public:
  /// @param nonces_max  calls remembered at once; for tests
  DeskAuth(const crypto::TransportVerifyKey& key, RelayIdentity identity, const Clock& clock,
           std::size_t nonces_max = kNoncesMax)
      : key_(key), identity_(std::move(identity)), clock_(clock), nonces_max_(nonces_max) {}

  [[nodiscard]] const RelayIdentity& identity() const { return identity_; }

  /// @param header  value of Waymark-Auth
  /// @error kExpired: signed for another run of a relay (answer 401 `run` and our run: the desk signs again);
  /// kWrongDay: the clocks differ by more than 300 s (answer 401 `clock`); kMalformed, kAuthentication, kReplayed,
  ///        kRateLimited (answer 401 `denied`)
  /// @thread any
  Result<void> check(std::string_view header, std::string_view path, ByteView body);

 private:
  using Nonce = ByteArray<16>;
  Result<void> remember(const Nonce& nonce, TimePoint now);

  const crypto::TransportVerifyKey key_;
  const RelayIdentity identity_;
  const Clock& clock_;
  const std::size_t nonces_max_;
  std::mutex mutex_;
  std::map<Nonce, TimePoint> nonces_;
  TimePoint last_sweep_{};
};

}  // namespace waymark::relay
