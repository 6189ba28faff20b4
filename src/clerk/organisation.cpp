#include "clerk/organisation.h"

#include <algorithm>

#include "clerk/limits.h"

namespace waymark::clerk {

Organisation::Organisation(const crypto::InstanceId& instance, RelayLink& relay, const Clock& clock)
    : instance_(instance), relay_(relay), clock_(clock) {}

Result<KeysPtr> Organisation::current() const {
  const std::lock_guard lock{mutex_};
  if (!keys_) return std::unexpected(why_not_);
  TRY(roster::check_date(keys_->roster.roster, clock_.now()));
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

Result<KeysPtr> Organisation::fetch() {
  LET(const std::string chain, relay_.roster_chain());
  LET(const std::string list, relay_.day_keys());
  LET(roster::VerifiedRoster roster, roster::verify_chain(chain, instance_));
  LET(roster::DayKeyList day_keys, roster::verify_day_keys(list, roster));
  KeysPtr before;
  {
    const std::lock_guard lock{mutex_};
    before = keys_;
  }
  if (before && (roster.roster.serial < before->roster.roster.serial || day_keys.serial < before->day_keys.serial)) {
    return fail(Code::kReplayed, "clerk/organisation");
  }
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
  if (now >= next_fetch_) return true;
  const auto is_today = [today = unix_day(now)](const roster::DayKey& key) { return key.day == today; };
  return keys_ && std::ranges::none_of(keys_->day_keys.keys, is_today) && now + kRefreshAfterFailure >= next_fetch_;
}

void Organisation::refresh_if_old() {
  if (is_old(clock_.now())) (void)refresh();
}

}  // namespace waymark::clerk
