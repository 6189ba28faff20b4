// Courier: one round between relay and desk: publish what is due, pull, keep, acknowledge, file, push replies.
//
// It holds no key that opens anything. Envelopes are acknowledged only after they are durable here; a process that dies
// in between pulls them again and keeps them once. Runs on one thread; an office with several relays has a courier for
// each, on a thread of its own, so that one that hangs delays no other.
#pragma once

#include "base/log.h"
#include "desk/sync/relay_link.h"

namespace waymark::desk {

/// Most batches pulled in one round, so that filing and replies get their turn during a flood.
inline constexpr unsigned kPullBatchesPerRound = 16;
/// Envelopes of one transaction; screens wait for one of them at the most.
inline constexpr unsigned kFileBatch = 64;
/// Most batches filed in one round, so that replies get their turn while a flood is opened.
inline constexpr unsigned kFileBatchesPerRound = 64;

/// Pieces of a release of figures sent in one round, so that nobody's reply waits behind it.
inline constexpr unsigned kFigurePiecesPerRound = 32;

struct RoundReport {
  unsigned pulled = 0;
  FilingReport filed = {};
  unsigned pushed = 0;
  unsigned published = 0;
  bool more = false;           ///< there is more to do at once
  bool left_at_relay = false;  ///< as much waits here unopened as may: the rest stays at the relay
};

class Courier {
 public:
  /// @param name  of this relay; one of Upkeep::relays()
  Courier(Office& office, RelayLink& relay, const Clock& clock, std::string name = std::string{kOnlyRelay})
      : office_(office), relay_(relay), clock_(clock), name_(std::move(name)) {}

  /// One round. Filing and housekeeping are done also when the relay cannot be reached.
  /// @error the relay's error after everything else was done; kStorage at once
  Result<RoundReport> round();

 private:
  Result<void> exchange(RoundReport& report);
  Result<void> publish(const RelayStatus& status, RoundReport& report);
  Result<void> publish_cards(const RelayStatus& status, RoundReport& report);
  Result<void> push_tokens();
  Result<void> publish_figures(RoundReport& report);
  Result<bool> send_figures(RoundReport& report);
  Result<void> pull(RoundReport& report);
  Result<void> push(RoundReport& report);
  Result<void> file(RoundReport& report);
  /// Keeps other relays' words for what was pulled, before it is acknowledged and gone.
  Result<void> hear_words(std::span<const PulledEnvelope> pulled);
  Result<void> nothing_left(std::int64_t newest_word);
  [[nodiscard]] bool is_main();
  [[nodiscard]] bool has_others();
  void report_relay(const Result<void>& exchanged);

  Office& office_;
  RelayLink& relay_;
  const Clock& clock_;
  const std::string name_;
  std::uint32_t waiting_ = 0;
  std::uint8_t second_ = 0;
  std::uint32_t not_copied_ = 0;
};

}  // namespace waymark::desk
