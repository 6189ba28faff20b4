// Service: a bridge for every mailbox of the configuration, one after the other in a thread of its own, until it dies.
// Tells the operator what changes and, once a day, numbers.
#pragma once

#include <condition_variable>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "bridge/config.h"
#include "bridge/poll_box.h"

namespace waymark::bridge {

class Service {
 public:
  /// Reads the files with the passwords and the keys; connects to nobody yet. References outlive it.
  /// @return the service, or one sentence for the operator
  static std::expected<std::unique_ptr<Service>, std::string> make(const Config& config, const Clock& clock,
                                                                   const Log& log);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Begins; the destructor ends it, also in the middle of a call.
  void start();
  /// Lists each mailbox once, and signs in at its mail server. @return sentences about those where that fails
  std::vector<std::string> check();

 private:
  struct Line;
  Service(const Config& config, const Clock& clock, const Log& log);
  void add_line(const MailboxConfig& mailbox, const SecretBytes& password);
  void run(const std::stop_token& stop);
  void rounds(const std::stop_token& stop);
  void tell(Line& line);

  const Config config_;
  const Clock& clock_;
  const Log& log_;
  crypto::SystemRandom random_;
  std::stop_source stop_;
  std::optional<PollBox> box_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::mutex mutex_;
  std::condition_variable_any waiting_;
  std::jthread thread_;
};

}  // namespace waymark::bridge
