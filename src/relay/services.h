// Services: what both listeners work with. Borrowed references; the Relay that made them outlives every request.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"
#include "base/log.h"
#include "http/message.h"
#include "relay/documents.h"

namespace waymark::relay {

/// Logs when the store begins to refuse or fail and when it works again: two lines, however many requests meet it.
class StoreWatch {
 public:
  explicit StoreWatch(const Log& log) : log_(log) {}
  void worked();
  void failed(const Error& error);
  [[nodiscard]] std::uint32_t refused_full() const { return refused_full_; }

 private:
  enum class State { kWorks, kFull, kFails };
  const Log& log_;
  std::atomic<State> state_ = State::kWorks;
  std::atomic<std::uint32_t> refused_full_ = 0;
};

struct Services {
  Store& store;
  Documents& documents;
  StoreWatch& watch;
  const Clock& clock;
  const FillRandom& fill_random;
};

/// 507 `full`, 503 `busy` for what else can go wrong in the store.
http::Response store_refusal(const Error& error);

}  // namespace waymark::relay
