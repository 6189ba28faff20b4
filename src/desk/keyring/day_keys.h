// Day keys: making them ahead, signing the lists of coming days, destroying seeds of past days.
// @source docs/decisions/day-keys-unattended.md
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

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
/// Publishes the keys of days whose whole key was not published yet (after tomorrow) no more, so that new ones are
/// made. They stay for opening: portable pages in circulation have them pinned. Their seeds go as all others do.
Result<void> retire_coming_day_keys(store::Connection& store, std::uint32_t today);
/// Seals every seed that is left, also of keys that were replaced, to the newest key of the first line.
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
/// nothing waits here unopened, of whatever day: which day an envelope is of is the relay's word until it is opened.
/// Returns how many.
Result<unsigned> destroy_old_seeds(store::Connection& store, std::uint32_t today);

/// One key of a day, for opening.
struct DaySeed {
  std::uint32_t day;
  std::uint32_t version;
  crypto::XWingSeed seed;
  std::optional<std::uint32_t> replaced_day;  ///< day on which another took its place; nothing: it is published
};

/// Opens day keys as they are needed and keeps them for one round of filing.
class DaySeeds {
 public:
  DaySeeds(store::Connection& store, const KeyRing& keys) : store_(store), keys_(keys) {}
  /// All that are left of a day, the newest first; none for a day without a key, or with a destroyed one. Lives as long
  /// as this object. @error kDenied without the first line's key
  Result<std::span<const DaySeed>> of(std::uint32_t day);
  /// Days that have a seed left, by their distance from `centre`, the earlier one first of two that are equally far.
  Result<std::vector<std::uint32_t>> days_around(std::uint32_t centre);

 private:
  Result<std::vector<DaySeed>> open(std::uint32_t day);
  store::Connection& store_;
  const KeyRing& keys_;
  std::map<std::uint32_t, std::vector<DaySeed>> opened_;
};

}  // namespace waymark::desk
