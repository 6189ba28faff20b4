#include "relay/gate.h"

#include <algorithm>

namespace waymark::relay {
namespace {

constexpr std::int64_t kUnit = 3'600;  ///< an envelope, in what fill is counted in
constexpr std::int64_t kLeastBurst = 20;
/// A clock that was set forward by more takes off as much as by this: all that there can be.
constexpr std::int64_t kLongest_s = 30L * 24 * 3'600;

std::int64_t seconds_of(const Clock& clock) {
  return std::max<std::int64_t>(0, clock.now().time_since_epoch().count());
}

}  // namespace

Gate::Gate(const Quotas& quotas, const crypto::InstanceId& instance, work::ChallengeKey key, const Clock& clock,
           const Log& log)
    : quotas_(quotas),
      instance_(instance),
      key_(std::move(key)),
      clock_(clock),
      log_(log),
      burst_(std::max(quotas.work_from / 10, kLeastBurst)),
      step_(std::max<std::int64_t>(burst_ / 4, 1)),
      now_(seconds_of(clock)),
      epoch_(work::epoch_of(clock.now())) {}

std::uint8_t Gate::level_of(std::int64_t fill) const {
  const std::int64_t over = fill / kUnit - burst_;
  if (over < 0) return 0;
  return static_cast<std::uint8_t>(std::min<std::int64_t>(work::kUsualLevel + over / step_, work::kMostLevel));
}

// A clock that goes back takes nothing off and closes nothing: counting goes on from there.
void Gate::move_to_now() {
  const std::int64_t now = seconds_of(clock_);
  const std::int64_t passed = std::clamp<std::int64_t>(now - now_, 0, kLongest_s);
  fill_ = std::max<std::int64_t>(0, fill_ - passed * quotas_.work_from);
  now_ = now;
  const std::uint32_t epoch = work::epoch_of(TimePoint{Seconds{now}});
  if (epoch != epoch_) {
    epoch_ = epoch;
    level_ = level_of(fill_);
  }
  epochs_[epoch_ % epochs_.size()] = {.number = epoch_, .level = level_, .known = true};
  if (level_ > 0) {
    if (!asked_in_) log_.event("work-asked");
    asked_in_ = epoch_;
  } else if (asked_in_ && (epoch_ > *asked_in_ + kEpochsTaken || epoch_ < *asked_in_)) {
    asked_in_.reset();
    log_.event("work-no-longer-asked");
  }
  if (hour_full_) look_whether_full(stored_.count(now_));
}

// Its end is half the way down: places that come free minute by minute are no end, and would be a line each.
void Gate::look_whether_full(std::int64_t used) {
  const std::int64_t places = without_token(quotas_, quotas_.per_hour);
  if (hour_full_ ? used * 2 > places : used < places) return;
  hour_full_ = !hour_full_;
  if (hour_full_) return log_.event("hour-full");
  log_.event("hour-has-room");
}

// From nothing to the usual at once: a burst that comes within one epoch must not be over before it is seen.
void Gate::raise_if_needed() {
  if (level_ > 0 || fill_ + under_way_ * kUnit < burst_ * kUnit) return;
  level_ = work::kUsualLevel;
  move_to_now();
}

std::uint8_t Gate::level_for(std::uint32_t epoch) const {
  const Epoch& kept = epochs_[epoch % epochs_.size()];
  const std::uint8_t level = kept.known && kept.number == epoch ? kept.level : level_;
  // Another relay on the same database may have given out the challenge of an epoch in which this one asked nothing.
  return std::max(level, work::kUsualLevel);
}

bool Gate::is_taken(std::uint32_t epoch) const { return epoch <= epoch_ && epoch_ - epoch <= kEpochsTaken; }

Admission Gate::admit(const RowId& row, const std::optional<work::Pass>& pass) {
  Admission admission{.arrival = std::make_shared<Arrival>()};
  const auto* const done = pass ? std::get_if<work::DoneWork>(&*pass) : nullptr;
  std::uint8_t wanted = 0;
  bool looks = false;
  {
    const std::lock_guard lock{mutex_};
    move_to_now();
    raise_if_needed();
    const std::int64_t used = stored_.count(now_) + under_way_;
    if (used >= without_token(quotas_, quotas_.per_hour)) admission.plain = Entry::kFull;
    if (used >= quotas_.per_hour) admission.by_token = Entry::kFull;
    if (!hour_full_) look_whether_full(used);
    if (level_ > 0) {
      looks = done != nullptr && is_taken(done->epoch);
      if (looks) wanted = level_for(done->epoch);
      if (!looks) admission.plain = Entry::kWork;
    }
    ++under_way_;
  }
  if (pass && done == nullptr) admission.token = work::hash_of(std::get<work::Token>(*pass));
  if (looks && !work::check({instance_, row, work::challenge_of(key_, done->epoch)}, done->nonce, wanted))
    admission.plain = Entry::kWork;
  return admission;
}

Admission Gate::admit_copy(bool known) {
  if (known) return {};
  return admit({}, std::nullopt);
}

void Gate::settled(const Admission& admission, bool answered) {
  if (!admission.arrival) return;
  const std::lock_guard lock{mutex_};
  --under_way_;
  if (!answered || !admission.arrival->stored) return;
  move_to_now();
  count_stored(admission.arrival->by_token);
  raise_if_needed();
}

void Gate::count_stored(bool by_token) {
  stored_.add(now_);
  // No more than what the highest level needs: after a flood it falls within minutes, however long that was.
  const std::int64_t most = (burst_ + (work::kMostLevel - work::kUsualLevel + 1) * step_) * kUnit;
  if (!by_token) fill_ = std::min(fill_ + kUnit, most);
}

work::Demand Gate::demand() {
  const std::lock_guard lock{mutex_};
  move_to_now();
  return {.level = std::max(level_, work::kUsualLevel), .epoch = epoch_, .challenge = work::challenge_of(key_, epoch_)};
}

Gate::State Gate::state() {
  const std::lock_guard lock{mutex_};
  move_to_now();
  return {.asking = asked_in_.has_value(), .level = level_, .hour_full = hour_full_};
}

}  // namespace waymark::relay
