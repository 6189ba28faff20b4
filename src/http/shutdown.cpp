#include "http/shutdown.h"

#include <pthread.h>

#include "base/check.h"

namespace waymark::http {

ShutdownSignals::ShutdownSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  CHECK(pthread_sigmask(SIG_BLOCK, &signals_, nullptr) == 0);
}

void ShutdownSignals::wait() const {
  int signal = 0;
  CHECK(sigwait(&signals_, &signal) == 0);
}

}  // namespace waymark::http
