// CourierThread: runs the courier's rounds until it is stopped.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/log.h"
#include "desk/sync/courier.h"

namespace waymark::program {

class CourierThread {
 public:
  /// Starts at once; a round every `pause`, without a pause while there is more to do.
  /// @param after_round called on this thread after each
  CourierThread(desk::Courier& courier, std::chrono::seconds pause, const Log& log, std::function<void()> after_round);
  /// Ends after the round that runs.
  ~CourierThread();
  CourierThread(const CourierThread&) = delete;
  CourierThread& operator=(const CourierThread&) = delete;

 private:
  void run(std::chrono::seconds pause);
  /// Logs changes only: a relay that is down for a night is one line.
  void tell(const Result<desk::RoundReport>& round);

  desk::Courier& courier_;
  const Log& log_;
  std::function<void()> after_round_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool well_ = true;
  std::thread thread_;
};

}  // namespace waymark::program
