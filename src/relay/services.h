// Services: what both listeners work with. Borrowed references; the Relay that made them outlives every request.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"
#include "base/log.h"
#include "http/message.h"
#include "relay/documents.h"
#include "relay/gate.h"
#include "relay/receipt.h"

namespace waymark::relay {

/// Logs when the store begins to refuse or fail and when it works again: two lines, however many requests meet it.
/// Damage is not forgotten: until the whole database was looked at again, nothing is taken in.
class StoreWatch {
 public:
  explicit StoreWatch(const Log& log) : log_(log) {}
  void worked();
  void failed(const Error& error);
  /// Refused for the hour's quota, which is no state of the store (relay/gate.h).
  void refused_for_the_hour() { ++refused_full_; }
  [[nodiscard]] std::uint32_t refused_full() const { return refused_full_; }
  [[nodiscard]] bool full() const { return state_ == State::kFull; }
  [[nodiscard]] bool fails() const { return state_ == State::kFails; }
  /// A row or a page was found that is not what was put.
  [[nodiscard]] bool damaged() const { return state_ == State::kDamaged; }
  /// The whole database was looked at and is in order.
  void mended();

 private:
  enum class State { kWorks, kFull, kFails, kDamaged };
  void enter(State state, Literal event);
  const Log& log_;
  std::atomic<State> state_ = State::kWorks;
  std::atomic<std::uint32_t> refused_full_ = 0;
};

/// How the second relay is; the byte of POST /desk/v1/receipts.
enum class SecondState : std::uint8_t {
  kNone = 0,         ///< none is configured
  kWell = 1,         ///< it answered when it was looked at last, or was not looked at yet
  kUnreachable = 2,  ///< it did not
  kNotInRoster = 3,  ///< the roster does not have its address: nothing is handed on
  kOtherKey = 4,     ///< what it signs does not fit second.key, or it is of another organisation
};

/// What the forwarder has seen, for whoever asks.
struct SecondWatch {
  explicit SecondWatch(bool configured) : state(configured ? SecondState::kWell : SecondState::kNone) {}
  [[nodiscard]] SecondPlace place() const {
    return state == SecondState::kNone ? SecondPlace::kNone : SecondPlace::kThere;
  }
  std::atomic<SecondState> state;
};

struct Services {
  Store& store;
  Documents& documents;
  StoreWatch& watch;
  const Clock& clock;
  const FillRandom& fill_random;
  const ReceiptKey& own_key;
  SecondWatch& second;
  Gate& gate;
};

/// 507 `full`, 503 `busy` for what else can go wrong in the store.
http::Response store_refusal(const Error& error);

}  // namespace waymark::relay
