// IndexThread: keeps the index of the search up to date beside everything else, until it is stopped.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "desk/office/search.h"

namespace waymark::program {

class IndexThread {
 public:
  /// @param search  borrowed
  explicit IndexThread(desk::office::Search& search);
  /// Ends after the cases at hand.
  ~IndexThread();
  IndexThread(const IndexThread&) = delete;
  IndexThread& operator=(const IndexThread&) = delete;

 private:
  void run();

  desk::office::Search& search_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace waymark::program
