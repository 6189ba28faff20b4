// What the desk's program passes in to the office.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "crypto/random.h"
#include "desk/casefile/fact_limit.h"
#include "desk/keyring/passphrase_gate.h"
#include "desk/staff/people.h"
#include "store/connection.h"

namespace waymark::desk {

/// 20,000 envelopes: 330 MB, and what a relay keeps for one day.
inline constexpr std::uint64_t kInboundMax = 20'000;

/// Everything that is borrowed outlives the office.
struct OfficeParts {
  std::unique_ptr<store::Connection> store;
  const Clock& clock;
  crypto::Random& random;  ///< safe from any thread
  Pepper pepper;
  std::string organisation;  ///< issuer in the authenticator's list
  IsDanger is_danger = {};   ///< see Upkeep::know_dangers()
  /// Envelopes kept here unopened, each 16 KiB; what is more stays at the relay until somebody of the first line signs
  /// in. @source docs/spec/desk-store.md "What waits unopened"
  std::uint64_t inbound_max = kInboundMax;
  std::unique_ptr<PassphraseGate> gate = std::make_unique<PassphraseGate>();
};

}  // namespace waymark::desk
