// ShutdownSignals: SIGINT and SIGTERM as something main() waits for instead of something that interrupts.
#pragma once

#include <signal.h>

namespace waymark::http {

class ShutdownSignals {
 public:
  /// Blocks both signals in this thread and in all it starts: make it before any other thread exists.
  ShutdownSignals();
  /// Returns when one of them arrives.
  void wait() const;

 private:
  sigset_t signals_;
};

}  // namespace waymark::http
