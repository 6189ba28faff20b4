// Service: the whole server put together: pack, pages, relay, listener. start() refuses with one sentence for the
// operator and an exit code; main prints the one and returns the other.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "clerk/clerk.h"
#include "clerk/config.h"

namespace waymark::clerk {

/// Exit codes of waymark-clerk, as --help lists them.
enum class Exit : int {
  kOk = 0,
  kUsage = 2,    ///< command line, configuration or question pack
  kAddress = 4,  ///< the address cannot be bound
  kClock = 5,    ///< the clock has lost its time
  kRoster = 6,   ///< with --check: no good roster can be had from the relay
  kSandbox = 7,  ///< the kernel did not take the filter
};

struct Refusal {
  Exit exit;
  std::string sentence;
};
template <class T>
using OrRefusal = std::expected<T, Refusal>;

/// References outlive the service.
struct World {
  const Clock& clock;
  const Log& log;
  crypto::Random& random;
};

class Service {
 public:
  /// Reads the pack, listens and serves. The organisation's keys are fetched in the background.
  static OrRefusal<std::unique_ptr<Service>> start(const Config& config, const World& world);
  /// Reads everything and asks the relay once; binds nothing.
  static OrRefusal<void> check(const Config& config, const World& world);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  Service(const Config& config, ClerkOptions options, pack::Pack pack, Book book, const World& world);
  static OrRefusal<std::unique_ptr<Service>> build(const Config& config, const World& world);

  HttpRelayLink relay_;
  Clerk clerk_;
  http::Routes routes_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace waymark::clerk
