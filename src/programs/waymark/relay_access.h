// RelayAccess: the HTTP client and the signed calls to the relay, put together from an office's configuration.
#pragma once

#include <functional>
#include <utility>

#include "desk/sync/http_relay_link.h"
#include "programs/waymark/office_folder.h"

namespace waymark::program {

class RelayAccess {
 public:
  RelayAccess(const RelaySetting& relay, const crypto::InstanceId& instance, const crypto::TransportSigningKey& key,
              const Clock& clock, crypto::Random& random, std::function<bool()> cancelled = {})
      : client_({.proxy = relay.proxy, .cancelled = std::move(cancelled)}),
        link_(client_, relay.desk_url, {.instance = instance, .name = relay.name}, key, clock, random) {}
  [[nodiscard]] desk::HttpRelayLink& link() { return link_; }

 private:
  http::Client client_;
  desk::HttpRelayLink link_;
};

/// The largest difference of clocks that the relay accepts.
inline constexpr std::int64_t kClockApartMax_s = 300;

/// "2 days", "7 minutes": how far apart clocks are, for a sentence.
std::string apart_in_words(std::int64_t seconds);
/// What to say when the relay's clock and ours differ too much; nothing when they do not.
std::optional<Stop> clock_problem(std::optional<std::int64_t> relay_time, TimePoint now);

}  // namespace waymark::program
