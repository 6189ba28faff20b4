// Batch: what puts, halves and questions that came together change, decided from what was there. No database in here.
#pragma once

#include <map>
#include <set>

#include "relay/store.h"

namespace waymark::relay {

/// What one caller waits for.
struct PutJob {
  enum class Kind { kWhole, kHalf, kQuestion, kBeat };
  Kind kind = Kind::kBeat;  ///< a beat stands for nothing: it tells whether writing works
  std::uint32_t day = 0;
  RowId id{};
  bool second = false;  ///< of a half
  Bytes bytes;
  Bytes word = {};  ///< of a copy: its sender's; a whole envelope with one is a copy
  Admission admission = {};
  Store::Done<HalfOutcome> done;
};

using HalfKey = std::pair<RowId, bool>;  // id, and whether it is the second

/// What was there when the batch began, and what it has added to it so far.
struct BatchSeen {
  struct Held {
    bool copy = false;
    bool receipted = false;
  };
  std::map<RowId, Held> held;
  std::map<HalfKey, Bytes> halves;
  std::set<work::TokenHash> good_tokens;        ///< of those that the batch shows; nobody else can spend them meanwhile
  std::map<std::uint32_t, std::int64_t> tally;  ///< envelopes held for each day
  std::int64_t in_all = 0;
};

/// What is to be written. By id, so that two relays that store the same do it in the same order.
struct BatchChanges {
  struct Row {
    std::uint32_t day = 0;
    Bytes bytes;
    Bytes word = {};
    Bytes token = {};  ///< of a half: what brought it in
  };
  std::map<RowId, Row> envelopes;
  std::set<work::TokenHash> tokens_spent;
  std::set<RowId> taken_over;  ///< copies that their senders have put here too
  std::map<HalfKey, Row> halves_kept;
  std::set<RowId> halves_gone;
};

/// What becomes of one job; adds to `seen` and `changes`. @error kRateLimited: work is asked; kFull: a quota is reached
Result<HalfOutcome> decide(const PutJob& job, const Quotas& quotas, BatchSeen& seen, BatchChanges& changes);

}  // namespace waymark::relay
