// DayKeyList: which key to seal to on which day, signed by the roster's list key.
// @source docs/spec/roster.md "Day-key list"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/sign.h"
#include "crypto/verify/instance_id.h"
#include "crypto/xwing_key.h"
#include "roster/roster.h"

namespace waymark::roster {

inline constexpr std::size_t kDayHashesMin = 7;
inline constexpr std::size_t kDayHashesMax = 40;
inline constexpr std::size_t kWholeDayKeysMax = 3;
/// A day's envelopes are accepted from that day to this many days later (and an hour before it begins).
inline constexpr std::uint32_t kDayAcceptedDays = 3;

struct DayHash {
  std::uint32_t day;
  crypto::Sha256 hash;  ///< SHA-256 of the 1,216-byte public key
};
struct DayKey {
  std::uint32_t day;
  crypto::XWingPublicKey key;
};
struct DayKeyList {
  crypto::InstanceId instance;
  std::uint32_t serial = 1;
  std::uint32_t issued_day = 0;
  std::vector<DayHash> hashes;  ///< 7 … 40, days one after the other
  std::vector<DayKey> keys;     ///< 1 … 3, days going up, each with its hash above; which to use: freshness.h
};

std::string write_day_keys(const DayKeyList& list);
/// Signs under the name "list".
Note sign_day_keys(const DayKeyList& list, const crypto::ListSigningKey& key);
/// Grammar, limits, hashes, instance and the list key's signature.
/// @error kMalformed, kTooLarge, kUnsupported, kWrongInstance, kAuthentication
Result<DayKeyList> verify_day_keys(std::string_view note, const VerifiedRoster& roster);

/// Whether the relay takes envelopes of `day` now: from one hour before the day to the end of day+3.
bool day_is_accepted(std::uint32_t day, TimePoint now);

}  // namespace waymark::roster
