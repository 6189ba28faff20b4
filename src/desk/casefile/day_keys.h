// Day keys: making them ahead, signing the lists of coming days, destroying seeds of past days.
// @source docs/decisions/day-keys-unattended.md
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "desk/keyring/key_ring.h"
#include "store/connection.h"

namespace waymark::desk {

/// Lists are signed for this many days, today included; about as long as a roster lives.
inline constexpr std::uint32_t kListDays = 28;
/// Each list has the hashes of its own day and of this many days after it.
inline constexpr std::uint32_t kHashDaysAfter = 7;
inline constexpr std::uint32_t kKeyDays = kListDays + kHashDaysAfter;

/// Makes the day keys that are missing from today on; needs no session. Returns how many were made.
Result<unsigned> make_day_keys(store::Connection& store, std::uint32_t today, crypto::Random& random);
/// Forgets the keys of days whose whole key was not published yet (after tomorrow), so that new ones are made.
Result<void> drop_coming_day_keys(store::Connection& store, std::uint32_t today);
/// Seals every seed that is left to the newest key of the first line.
/// @error kDenied for a seed that `keys` does not open
Result<void> reseal_day_keys(store::Connection& store, const KeyRing& keys, crypto::Random& random);
/// Signs a list for each of the next kListDays days in place of the ones that are there.
/// @error kNotFound if day keys are missing
Result<void> sign_lists(store::Connection& store, const crypto::ListSigningKey& key, std::uint32_t today);
/// The last day for which a list is signed; nothing when there is none.
Result<std::optional<std::uint32_t>> lists_until(store::Connection& store);

struct DayListText {
  std::uint32_t serial;
  std::string note;
};
/// The list of `today`, or the newest one before it; nothing when there is none.
Result<std::optional<DayListText>> list_for(store::Connection& store, std::uint32_t today);

/// Destroys seeds of days whose envelopes nobody accepts any more: day+3 is over, a pull since then was complete, and
/// nothing of that day waits here unopened. Returns how many.
Result<unsigned> destroy_old_seeds(store::Connection& store, std::uint32_t today);

/// Opens day keys as they are needed and keeps them for one round of filing.
class DaySeeds {
 public:
  DaySeeds(store::Connection& store, const KeyRing& keys) : store_(store), keys_(keys) {}
  /// nullptr for a day without a key, or with a destroyed one. @error kDenied without the first line's key
  Result<const crypto::XWingSeed*> find(std::uint32_t day);

 private:
  Result<std::optional<crypto::XWingSeed>> open(std::uint32_t day);
  store::Connection& store_;
  const KeyRing& keys_;
  std::map<std::uint32_t, std::optional<crypto::XWingSeed>> opened_;
};

}  // namespace waymark::desk
