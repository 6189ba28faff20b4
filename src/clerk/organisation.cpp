#include "clerk/organisation.h"

#include <algorithm>

#include "clerk/limits.h"

namespace waymark::clerk {

Organisation::Organisation(const crypto::InstanceId& instance, std::optional<roster::Floor> floor, RelayLink& relay,
                           const Clock& clock)
    : instance_(instance), floor_(std::move(floor)), relay_(relay), clock_(clock) {}

Result<KeysPtr> Organisation::current() const {
  const std::lock_guard lock{mutex_};
  if (!keys_) return std::unexpected(why_not_);
  if (floor_ && unix_day(clock_.now()) + roster::kClockDays < floor_->made_day)
    return fail(Code::kWrongDay, "clerk/organisation", "the clock is before the pins");
  TRY(roster::check_date(keys_->roster.roster, clock_.now()));
  return keys_;
}

KeysPtr Organisation::newest() const {
  const std::lock_guard lock{mutex_};
  return keys_;
}

std::array<std::uint16_t, roster::kCheckWords> Organisation::check_words(const Keys& keys) {
  const std::lock_guard one_at_a_time{computing_};
  const std::vector<crypto::RootVerifyKey>& roots = keys.roster.roster.roots;
  const bool known = std::ranges::equal(
      roots, roots_of_words_, [](const auto& a, const auto& b) { return std::ranges::equal(a.bytes(), b.bytes()); });
  if (!known) {
    words_ = roster::check_words(roots);
    roots_of_words_ = roots;
  }
  return words_;
}

Result<roster::VerifiedRoster> Organisation::newest_roster(std::optional<roster::VerifiedRoster> known) {
  for (;;) {
    LET(const std::string piece, relay_.rosters_from(known ? known->roster.serial + 1 : 1));
    LET(roster::ChainPiece followed, roster::follow_piece(piece, std::move(known), instance_));
    if (followed.is_end) return std::move(followed.last);
    known = std::move(followed.last);
  }
}

Result<KeysPtr> Organisation::fetch() {
  const KeysPtr before = newest();
  std::optional<roster::VerifiedRoster> known;
  if (before)
    known = before->roster;
  else if (floor_)
    known = floor_->roster;
  const bool has_memory = known.has_value();
  auto newest = newest_roster(std::move(known));
  // A relay that has fewer rosters than are known here is behind, or pretends to be.
  if (!newest && newest.error().code == Code::kNotFound && has_memory)
    return fail(Code::kReplayed, "clerk/organisation", "fewer rosters than known");
  LET(roster::VerifiedRoster roster, std::move(newest));
  LET(const std::string list, relay_.day_keys());
  LET(roster::DayKeyList day_keys, roster::verify_day_keys(list, roster));
  const std::uint32_t floor = std::max(before ? before->day_keys.serial : 0, floor_ ? floor_->list_serial : 0);
  if (day_keys.serial < floor) return fail(Code::kReplayed, "clerk/organisation", "an older list");
  return std::make_shared<const Keys>(Keys{std::move(roster), std::move(day_keys)});
}

Result<void> Organisation::refresh() {
  const std::lock_guard one_at_a_time{fetching_};
  auto fetched = fetch();
  const std::lock_guard lock{mutex_};
  next_fetch_ = clock_.now() + (fetched ? kRefreshEvery : kRefreshAfterFailure);
  if (!fetched) {
    why_not_ = fetched.error();
    return std::unexpected(fetched.error());
  }
  keys_ = std::move(*fetched);
  return {};
}

bool Organisation::is_old(TimePoint now) const {
  const std::lock_guard lock{mutex_};
  // Also what was put off by a clock that has been set back since.
  if (now >= next_fetch_ || next_fetch_ > now + kRefreshEvery) return true;
  const auto is_today = [today = unix_day(now)](const roster::DayKey& key) { return key.day == today; };
  return keys_ && std::ranges::none_of(keys_->day_keys.keys, is_today) && now + kRefreshAfterFailure >= next_fetch_;
}

void Organisation::refresh_if_old() {
  if (is_old(clock_.now())) (void)refresh();
}

}  // namespace waymark::clerk
