// PublicApi: what anybody may ask: pages, documents, put, poll, delete, health; and what
// other relays hand on.
// @source docs/spec/relay.md "Public listener"
#pragma once

#include <mutex>
#include <optional>

#include "http/routes.h"
#include "http/static_files.h"
#include "relay/pages.h"
#include "relay/services.h"

namespace waymark::relay {

/// Health is asked by anybody; the store is tried at most this often for it.
inline constexpr Seconds kHealthEvery{2};

class PublicApi {
 public:
  PublicApi(const Services& services, http::StaticFiles pages)
      : services_(services), pages_(std::move(pages)), styles_(styles_of(pages_)) {}
  void add_routes(http::Routes& routes);

 private:
  void put(http::Request request, http::Responder respond);
  void store_half(std::uint32_t day, ByteView body, http::Responder respond);
  void copy(const http::Request& request, http::Responder respond);
  void find_half_of(ByteView body, http::Responder respond);
  /// What became of a put or a half, as its answer.
  Store::Done<HalfOutcome> answer_by(http::Responder respond);
  void poll(const http::Request& request, http::Responder respond);
  void remove(const http::Request& request, http::Responder respond);
  void health(http::Responder respond);
  void page(const http::Request& request, http::Responder respond);

  const Services services_;
  const http::StaticFiles pages_;
  const PageStyles styles_;
  struct Health {
    TimePoint asked{};
    bool writable = true;
  };
  std::mutex health_mutex_;
  Health health_;
};

}  // namespace waymark::relay
