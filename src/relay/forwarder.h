// Forwarder: hands what this relay has stored on to the second relay, until that one has given its word that it keeps
// it too. Nobody waits for it: "stored" is said before.
//
// What is due is not a list of its own but what the store lacks a word for, so it is as durable and as bounded as the
// envelopes, and a kill at any moment costs at most one more put of the same bytes. It runs on a beat, each round in
// the order of the ids, which are hashes: the second relay sees no order and no time finer than the beat. What the desk
// fetches before the beat goes nowhere. Copies are never due, so nothing goes round in a ring.
// @source docs/spec/relay.md "Two places"; docs/decisions/two-places.md
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "http/client.h"
#include "relay/receipt.h"
#include "relay/second_setting.h"
#include "relay/services.h"

namespace waymark::relay {

struct ForwarderPace {
  std::chrono::milliseconds beat{10'000};
  std::chrono::milliseconds longest_wait{300'000};  ///< after failures, doubled from the beat on
  std::chrono::milliseconds look_every{300'000};    ///< whether it is there; by itself, never because something is due
  std::chrono::milliseconds patience{20'000};       ///< for one call
};

class Forwarder {
 public:
  /// Starts at once. References outlive it.
  Forwarder(SecondSetting second, const Services& services, const ReceiptKey& own, const crypto::InstanceId& instance,
            const Log& log, const ForwarderPace& pace);
  /// Ends within about a second, also during a call.
  ~Forwarder();
  Forwarder(const Forwarder&) = delete;
  Forwarder& operator=(const Forwarder&) = delete;

 private:
  enum class Outcome {
    kDone,   ///< it has it
    kLater,  ///< it refuses this one now
    kStop,   ///< it refuses or misses all for now
  };
  void loop();
  /// Everything that is due, once. @return whether all of it went
  bool round();
  bool copy_all();
  bool erase_all();
  Outcome copy(const DueCopy& due, std::vector<KeptReceipt>& kept);
  void look();
  [[nodiscard]] bool in_roster() const;
  void enter(SecondState state);
  Result<http::ClientResponse> post(const std::string& path, ByteView body);

  const SecondSetting second_;
  const Services services_;
  const ReceiptKey& own_;
  const crypto::InstanceId instance_;
  const Log& log_;
  const ForwarderPace pace_;
  http::Client client_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace waymark::relay
