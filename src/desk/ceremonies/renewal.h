// Renewal: the next roster, and with it, when they are old or somebody knew them, new keys that sign lists and replies.
// It needs the root key and nobody's session. @source docs/spec/desk-store.md "Renewing the keys that sign"
#pragma once

#include "base/clock.h"
#include "crypto/sign.h"
#include "desk/keyring/office_values.h"
#include "roster/roster.h"

namespace waymark::desk {

/// List and reply keys are used for this long.
inline constexpr std::int64_t kSigningKeyDays = 90;
/// A replaced reply key stays in the roster for this long: a reply waits at the relay for 30 days at the most, and the
/// roster that names it lives for 30 more.
inline constexpr std::int64_t kOldReplyKeyDays = 37;

/// kWhenOld replaces them when they would be older than kSigningKeyDays before the next renewal must come. kNow
/// replaces them at once. kDistrustOld too, and no roster names the old reply key any more: replies that were not read
/// yet must be written again.
enum class SigningKeys { kWhenOld, kNow, kDistrustOld };

/// What a renewal may change; empty lists keep what the roster has.
struct RosterChange {
  std::vector<std::string> relays = {}, clerks = {}, mirrors = {}, mails = {};
  SigningKeys keys = SigningKeys::kWhenOld;
};
struct Renewal {
  roster::VerifiedRoster roster;
  bool new_keys = false;
};
/// Signs the next roster, valid for roster::kRosterDaysMax days from today, and keeps it. With new keys, the lists of
/// the coming days are signed again.
/// @error kDenied if `root` is no root of the newest roster
Result<Renewal> renew_roster(store::Connection& store, const crypto::RootSigningKey& root, const RosterChange& change,
                             TimePoint now, crypto::Random& random);

/// How many days the older of the two signing keys may still be used; negative when it should have been replaced.
Result<std::int64_t> signing_key_days_left(store::Connection& store, TimePoint now);

}  // namespace waymark::desk
