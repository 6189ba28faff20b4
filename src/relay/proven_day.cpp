#include "relay/proven_day.h"

#include <algorithm>

namespace waymark::relay {

void ProvenDay::agreed() {
  const Agreement now{clock_.now(), steady_()};
  const std::lock_guard lock{mutex_};
  last_ = now;
}

std::optional<std::uint32_t> ProvenDay::today() const {
  const std::lock_guard lock{mutex_};
  if (!last_) return std::nullopt;
  const TimePoint proven = last_->time + std::chrono::floor<Seconds>(steady_() - last_->at);
  return unix_day(std::min(proven, clock_.now()));
}

}  // namespace waymark::relay
