// Gate: whether a relay asks for work, how much, and who has shown enough of it. In memory: a relay that starts anew
// asks for nothing until it has seen a burst of its own.
//
// It knows no writer, no address and no connection: it counts what was stored, and looks at passes. What is held and
// which tokens are good the store knows (Admission).
// @source docs/spec/work.md "The gate"
#pragma once

#include <array>
#include <mutex>

#include "base/clock.h"
#include "base/last_hour.h"
#include "base/log.h"
#include "crypto/verify/instance_id.h"
#include "relay/kept.h"
#include "work/demand.h"

namespace waymark::relay {

class Gate {
 public:
  /// Passes are taken in their own epoch and so many after it.
  static constexpr std::uint32_t kEpochsTaken = 9;

  /// References outlive it.
  Gate(const Quotas& quotas, const crypto::InstanceId& instance, work::ChallengeKey key, const Clock& clock,
       const Log& log);

  /// What may become of an envelope that shows this, or nothing. Looks at work, 0.1 ms, outside the lock.
  /// Each is followed by one settled(). @thread any
  Admission admit(const RowId& row, const std::optional<work::Pass>& pass);
  /// The same for a copy: one that a known relay hands on is asked for nothing and counted nowhere.
  Admission admit_copy(bool known);
  /// What became of it: nothing if it was refused.
  void settled(const Admission& admission, bool answered);

  /// What is asked now.
  work::Demand demand();
  /// Whether work was asked lately, and how much is asked now: for whoever runs the machine. Moves the log along too.
  struct State {
    bool asking = false;
    std::uint8_t level = 0;
    bool hour_full = false;  ///< somebody was refused for per_hour, and not half of it is free again
  };
  State state();

 private:
  struct Epoch {
    std::uint32_t number = 0;
    std::uint8_t level = 0;
    bool known = false;
  };
  // All of these under the lock.
  void move_to_now();
  void raise_if_needed();
  [[nodiscard]] std::uint8_t level_of(std::int64_t fill) const;
  [[nodiscard]] std::uint8_t level_for(std::uint32_t epoch) const;
  [[nodiscard]] bool is_taken(std::uint32_t epoch) const;
  void count_stored(bool by_token);
  void look_whether_full(std::int64_t used);

  const Quotas quotas_;
  const crypto::InstanceId instance_;
  const work::ChallengeKey key_;
  const Clock& clock_;
  const Log& log_;
  const std::int64_t burst_;  ///< in envelopes: below it nothing is asked
  const std::int64_t step_;   ///< so many more are one level
  std::mutex mutex_;
  std::int64_t now_ = 0;        ///< unix seconds of the last look
  std::int64_t fill_ = 0;       ///< in 1/3600 envelopes, so that a second takes off quotas_.work_from of them
  std::int64_t under_way_ = 0;  ///< admitted and not settled
  std::uint32_t epoch_ = 0;
  std::uint8_t level_ = 0;  ///< of this epoch
  std::array<Epoch, kEpochsTaken + 1> epochs_{};
  LastHour stored_;
  std::optional<std::uint32_t> asked_in_;  ///< the last epoch in which work was asked, until that was long ago
  bool hour_full_ = false;
};

}  // namespace waymark::relay
