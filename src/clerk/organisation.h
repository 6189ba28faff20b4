// Organisation: the roster and day keys as the relay gives them, believed only after every signature was checked
// against the instance id of the configuration. Documents older than the ones already seen, or than the floor of the
// configuration, are refused. Safe from any thread.
// @source docs/spec/roster.md, docs/spec/freshness.md
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "clerk/relay_link.h"
#include "crypto/verify/instance_id.h"
#include "roster/check_words.h"
#include "roster/day_keys.h"
#include "roster/freshness.h"

namespace waymark::clerk {

/// Both documents as one thing that never changes.
struct Keys {
  roster::VerifiedRoster roster;
  roster::DayKeyList day_keys;
};
using KeysPtr = std::shared_ptr<const Keys>;  // owners: Organisation and the requests that use it

class Organisation {
 public:
  /// References outlive it.
  /// @param floor what the configuration pins, if it does: it is what remains of the memory after a restart
  Organisation(const crypto::InstanceId& instance, std::optional<roster::Floor> floor, RelayLink& relay,
               const Clock& clock);

  /// What was fetched last and is still good today; never waits for the network.
  /// @error kExpired past the roster's date; kWrongDay when the clock is before the roster or the floor;
  /// kUnavailable or the reason of the last failure when there is nothing
  [[nodiscard]] Result<KeysPtr> current() const;
  /// The newest roster that was checked, also out of its dates; null when there is none. For saying what is wrong.
  [[nodiscard]] KeysPtr newest() const;
  /// Check-words of these roots. Computed once and kept while the roots stay: 0.3 s of a core the first time.
  [[nodiscard]] std::array<std::uint16_t, roster::kCheckWords> check_words(const Keys& keys);
  /// Fetches now. @error of the relay or of the checks; what was known before stays
  Result<void> refresh();
  /// Fetches if kRefreshEvery has passed, or the day has no whole key yet.
  void refresh_if_old();

 private:
  Result<KeysPtr> fetch();
  /// Follows the chain from the newest roster that is known. @error of the relay; of the checks
  Result<roster::VerifiedRoster> newest_roster(std::optional<roster::VerifiedRoster> known);
  [[nodiscard]] bool is_old(TimePoint now) const;

  const crypto::InstanceId instance_;
  const std::optional<roster::Floor> floor_;
  RelayLink& relay_;
  const Clock& clock_;
  std::mutex fetching_;
  mutable std::mutex mutex_;
  KeysPtr keys_;
  std::mutex computing_;
  std::vector<crypto::RootVerifyKey> roots_of_words_;
  std::array<std::uint16_t, roster::kCheckWords> words_{};
  Error why_not_{Code::kUnavailable, "clerk/organisation"};
  TimePoint next_fetch_{};
};

}  // namespace waymark::clerk
